/**
 * Searches text in UTF-8 bytes, where many names are stored one after the other. Both sides are folded
 * (`fold-text.ts`).
 */
const star = 0x2a
const question = 0x3f

/** Tells whether the word occurs between `start` and `end`. */
export function contains(bytes: Uint8Array, start: number, end: number, word: Uint8Array): boolean {
  const first = word[0]
  const last = end - word.length
  for (let at = start; at <= last; at++) {
    if (bytes[at] !== first) continue
    let matched = 1
    while (matched < word.length && bytes[at + matched] === word[matched]) matched++
    if (matched === word.length) return true
  }
  return false
}

/** Tells whether everything between `start` and `end` matches the pattern. `*` matches any text, `?` one character. */
export function matchesPattern(bytes: Uint8Array, start: number, end: number, pattern: Uint8Array): boolean {
  let at = start
  let inPattern = 0
  let starAt = -1
  let resumeAt = start
  while (at < end) {
    const wanted = pattern[inPattern]
    if (wanted === star) {
      starAt = inPattern++
      resumeAt = at
    } else if (wanted === question || wanted === bytes[at]) {
      inPattern++
      at = wanted === question ? nextCharacter(bytes, at) : at + 1
    } else if (starAt >= 0) {
      inPattern = starAt + 1
      at = ++resumeAt
    } else {
      return false
    }
  }
  while (pattern[inPattern] === star) inPattern++
  return inPattern === pattern.length
}

/** In UTF-8, the later bytes of a character start with the bits 10. */
function nextCharacter(bytes: Uint8Array, at: number): number {
  let next = at + 1
  while (((bytes[next] ?? 0) & 0xc0) === 0x80) next++
  return next
}

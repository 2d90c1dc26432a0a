/**
 * Sort keys are byte strings. Their plain byte order is the order that people expect of names: folders come first, case
 * and accents do not count, and a run of digits counts as its value (`scan-2` before `scan-10`).
 *
 * A run of digits is written as `0`, the number of digits without leading zeros, and those digits. If folding changed a
 * name (case, accents, zeros), the original is appended after a zero byte. Therefore no two names share a key, and the
 * same names always have the same order.
 */
const zero = 0x30
const nine = 0x39

/** The number of bytes at the start of a key that mark a folder. */
export const kindBytes = 1

/**
 * Returns the maximum length of a key. It grows by two bytes for each run of digits, and may contain the name twice.
 */
export function longestKey(foldedLength: number, nameLength: number): number {
  return 2 + foldedLength * 3 + nameLength
}

export interface KeySource {
  readonly isFolder: boolean
  readonly folded: Uint8Array
  readonly foldedStart: number
  readonly foldedEnd: number
  readonly name: Uint8Array
  readonly nameStart: number
  readonly nameEnd: number
}

/** Writes the key of a name at `at` and returns the end position. */
export function writeSortKey(target: Uint8Array, at: number, source: KeySource): number {
  const { folded, foldedStart, foldedEnd } = source
  let isLossy = foldedEnd - foldedStart !== source.nameEnd - source.nameStart
  target[at++] = source.isFolder ? 1 : 2
  let from = foldedStart
  while (from < foldedEnd) {
    const byte = folded[from] ?? 0
    if (byte < zero || byte > nine) {
      target[at++] = byte
      from++
      continue
    }
    let runEnd = from + 1
    while (runEnd < foldedEnd && isDigit(folded[runEnd] ?? 0)) runEnd++
    let first = from
    while (first < runEnd - 1 && folded[first] === zero) first++
    if (first > from) isLossy = true
    target[at++] = zero
    target[at++] = Math.min(255, runEnd - first)
    target.set(folded.subarray(first, runEnd), at)
    at += runEnd - first
    from = runEnd
  }
  return isLossy || differs(source) ? appendName(target, at, source) : at
}

function appendName(target: Uint8Array, at: number, { name, nameStart, nameEnd }: KeySource): number {
  target[at++] = 0
  for (let from = nameStart; from < nameEnd; from++) target[at++] = name[from] ?? 0
  return at
}

function differs({ folded, foldedStart, foldedEnd, name, nameStart }: KeySource): boolean {
  for (let at = 0; at < foldedEnd - foldedStart; at++)
    if (folded[foldedStart + at] !== name[nameStart + at]) return true
  return false
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= nine
}

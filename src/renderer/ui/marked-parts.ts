import { foldText } from '../../lib/text/fold-text.ts'

export interface MarkedPart {
  readonly text: string
  readonly isMarked: boolean
}

/**
 * Splits a text at the occurrences of the words. The words are case-folded; case and accents of the text do not count.
 */
export function markedParts(text: string, words: readonly string[]): readonly MarkedPart[] {
  const marks = marksOf(text, words)
  if (!marks) return [{ text, isMarked: false }]
  const parts: { text: string; isMarked: boolean }[] = []
  let at = 0
  for (const character of text) {
    const isMarked = marks[at] === 1
    const last = parts.at(-1)
    if (last?.isMarked === isMarked) last.text += character
    else parts.push({ text: character, isMarked })
    at += character.length
  }
  return parts
}

/** Returns one byte for each UTF-16 unit of the text: 1 inside a word. Undefined if no word occurs. */
function marksOf(text: string, words: readonly string[]): Uint8Array | undefined {
  let folded = ''
  const origins: number[] = []
  let unit = 0
  for (const character of text) {
    const own = foldText(character)
    folded += own
    for (let each = 0; each < own.length; each++) origins.push(unit)
    unit += character.length
  }
  let marks: Uint8Array | undefined
  for (const word of words) {
    if (word === '') continue
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      marks ??= new Uint8Array(text.length)
      for (let each = at; each < at + word.length; each++) marks[origins[each] ?? 0] = 1
    }
  }
  return marks
}

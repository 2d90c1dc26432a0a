import { markedParts } from './marked-parts.ts'

/** A text in which the search words are highlighted; `words` are case-folded. */
export function MarkedText({ text, words }: { readonly text: string; readonly words: readonly string[] }) {
  if (words.length === 0) return text
  return markedParts(text, words).map((part, at) =>
    // oxlint-disable-next-line react/no-array-index-key -- a part has no name but its place
    part.isMarked ? <mark key={at}>{part.text}</mark> : part.text,
  )
}

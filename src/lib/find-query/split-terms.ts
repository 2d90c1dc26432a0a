/** One part of a query: text between spaces, where quotes keep spaces together. */
export interface Term {
  /** The text without its quotes. */
  readonly text: string
  /** Its position in the query, counted from 0. */
  readonly at: number
  /** It begins with a quote, so it is always text to search for. */
  readonly isQuoted: boolean
}

/** Returns the terms of a query. `openQuote` is the position of a quote that is not closed. */
export function splitTerms(typed: string): { readonly terms: readonly Term[]; readonly openQuote?: number } {
  const terms: Term[] = []
  let text = ''
  let start: number | undefined
  let quoteAt: number | undefined
  const end = () => {
    if (start !== undefined && text !== '') terms.push({ text, at: start, isQuoted: typed[start] === '"' })
    text = ''
    start = undefined
  }
  for (let at = 0; at < typed.length; at++) {
    const character = typed.charAt(at)
    if (character === '"') {
      start ??= at
      quoteAt = quoteAt === undefined ? at : undefined
    } else if (quoteAt === undefined && /\s/.test(character)) end()
    else {
      start ??= at
      text += character
    }
  }
  end()
  return quoteAt === undefined ? { terms } : { terms, openQuote: quoteAt }
}

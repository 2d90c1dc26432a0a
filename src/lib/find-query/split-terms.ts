/** One part of a query: text between spaces, where quotes hold spaces together. */
export interface Term {
  /** Without its quotes. */
  readonly text: string
  /** Where it begins in what was typed, counted from 0. */
  readonly at: number
  /** It begins with a quote, and so is text to look for, whatever it looks like. */
  readonly isQuoted: boolean
}

/** The terms of a query; `openQuote` is where a quote began that never ended. */
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

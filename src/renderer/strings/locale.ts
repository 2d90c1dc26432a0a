/**
 * The language of the window. English is the only one so far; the two others are for tests. They put each text in
 * brackets and make it longer, so that a text from nowhere else stands out, and one of them is read from right to left.
 */
export type Locale = 'en' | 'pseudo' | 'pseudo-rtl'

/** Where a page keeps its language. */
export const localeKey = 'portolan.locale'

export const locale: Locale = readLocale()
export const direction = locale === 'pseudo-rtl' ? 'rtl' : 'ltr'

/** A text of the catalogue in the language of the window. */
export function localized(english: string): string {
  if (locale === 'en') return english
  return `⟦${english}${'·'.repeat(Math.ceil(english.length / 4))}⟧`
}

function readLocale(): Locale {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(localeKey)
  return kept === 'pseudo' || kept === 'pseudo-rtl' ? kept : 'en'
}

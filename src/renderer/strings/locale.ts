/**
 * The language of the window. English is the only real one so far; the two pseudo languages are for tests. They put
 * each text in brackets and make it longer, so that a text that is not in the catalogue stands out. One of them is read
 * from right to left.
 */
export type Locale = 'en' | 'pseudo' | 'pseudo-rtl'

/** The key under which a page stores its language. */
export const localeKey = 'portolan.locale'

export const locale: Locale = readLocale()
export const direction = locale === 'pseudo-rtl' ? 'rtl' : 'ltr'

/** Returns a text of the catalogue in the language of the window. */
export function localized(english: string): string {
  if (locale === 'en') return english
  return `⟦${english}${'·'.repeat(Math.ceil(english.length / 4))}⟧`
}

function readLocale(): Locale {
  const kept = typeof localStorage === 'undefined' ? null : localStorage.getItem(localeKey)
  return kept === 'pseudo' || kept === 'pseudo-rtl' ? kept : 'en'
}

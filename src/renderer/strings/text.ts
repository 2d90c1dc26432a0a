import { formatCount } from '../ui/format/size.ts'
import type { en } from './en/en.ts'
import type { linkTexts } from './en/en-links.ts'
import type { pluginsTexts } from './en/en-plugins.ts'
import type { spaceTexts } from './en/en-space.ts'
import { firstTexts } from './en/en-first.ts'
import type { syncTexts } from './en/en-sync.ts'
import type { syncPairsTexts } from './en/en-sync-pairs.ts'
import type { virtualTexts } from './en/en-virtual.ts'
import { localized } from './locale.ts'

type Stem<Key extends string> = Key extends `${infer Front}_one` | `${infer Front}_other` ? Front : Key

/** The keys of all texts of the window; the plural forms of a text share one key. */
export type TextKey = Stem<
  | keyof typeof en
  | keyof typeof linkTexts
  | keyof typeof pluginsTexts
  | keyof typeof spaceTexts
  | keyof typeof syncTexts
  | keyof typeof syncPairsTexts
  | keyof typeof virtualTexts
>

let catalogue: Readonly<Record<string, string>> = firstTexts
const plurals = new Intl.PluralRules('en')

/** Adds texts. They are loaded together with the code that needs them. */
export function addTexts(texts: Readonly<Record<string, string>>): void {
  catalogue = { ...catalogue, ...texts }
}

/**
 * Returns the text of a key with its values filled in. `count` selects the plural form, and is also available in
 * formatted form as `n`.
 */
export function text(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { count } = values
  const isCounted = typeof count === 'number'
  const found = localized(
    (isCounted ? catalogue[`${key}_${plurals.select(count)}`] : undefined) ?? catalogue[key] ?? key,
  )
  const all = isCounted ? { n: formatCount(count), ...values } : values
  // The replacement is done in one pass, so that a value that looks like a placeholder is not replaced again.
  return found.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => String(all[name] ?? placeholder))
}

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

/** Every text of the window by its key; plural forms share one. */
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

/** The other texts come with the code that draws the panes, or with the part of the window that says them. */
export function addTexts(texts: Readonly<Record<string, string>>): void {
  catalogue = { ...catalogue, ...texts }
}

/** The text of a key with values filled in. `count` picks the plural form and is there as `n`, written for people. */
export function text(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { count } = values
  const isCounted = typeof count === 'number'
  const found = localized(
    (isCounted ? catalogue[`${key}_${plurals.select(count)}`] : undefined) ?? catalogue[key] ?? key,
  )
  const all = isCounted ? { n: formatCount(count), ...values } : values
  // in one pass: a value that reads like a placeholder stays what it is
  return found.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, name: string) => String(all[name] ?? placeholder))
}

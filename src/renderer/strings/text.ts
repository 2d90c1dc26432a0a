import { formatCount } from '../ui/format/size.ts'
import { en } from './en.ts'
import { localized } from './locale.ts'

type Stem<Key extends string> = Key extends `${infer Front}_one` | `${infer Front}_other` ? Front : Key

/** Every text of the window by its key; plural forms share one. */
export type TextKey = Stem<keyof typeof en>

const catalogue: Readonly<Record<string, string>> = en
const plurals = new Intl.PluralRules('en')

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

import { createInstance } from 'i18next'
import { formatCount } from '../ui/format/size.ts'
import { en } from './en.ts'

type Stem<Key extends string> = Key extends `${infer Front}_one` | `${infer Front}_other` ? Front : Key

/** Every text of the window by its key; plural forms share one. */
export type TextKey = Stem<keyof typeof en>

const catalogue = createInstance({
  lng: 'en',
  resources: { en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false }, // React escapes
})
void catalogue.init()

/** The text of a key with values filled in. `count` picks the plural form and is there as `n`, written for people. */
export function text(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  const { count } = values
  return catalogue.t(key, typeof count === 'number' ? { n: formatCount(count), ...values } : values)
}

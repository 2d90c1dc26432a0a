/**
 * What core tells people, by codes: core names a code and its values, and the sentence is written here, once for the window,
 * the command line and the library.
 */
import { fileStoreSentences } from './file-stores.ts'
import { filled, type PlaceholderOf, type Values } from './fill.ts'
import { layerSentences } from './layers.ts'
import { storeSentences } from './stores.ts'

export const sentences = { ...storeSentences, ...fileStoreSentences, ...layerSentences } as const

export type SentenceCode = keyof typeof sentences

/** What a template needs. */
type ValuesOf<Code extends SentenceCode> = Readonly<Record<PlaceholderOf<(typeof sentences)[Code]>, string | number>>

export interface Said {
  readonly code: SentenceCode
  readonly values?: Values
  /** The sentence in English. */
  readonly message: string
}

/** A code with its values, as part of a failure or by itself. */
export function said<Code extends SentenceCode>(
  code: Code,
  ...[values]: PlaceholderOf<(typeof sentences)[Code]> extends never ? [] : [ValuesOf<Code>]
): Said {
  return { code, ...(values && { values }), message: filled(sentences[code], values ?? {}) }
}

/**
 * What core and host tell people, by codes: they name a code and its values, and the sentence is written here, once for the window,
 * the command line and the library.
 */
import { archiveSentences } from './archives.ts'
import { azureSentences } from './azure.ts'
import { configSentences } from './configs.ts'
import { credentialSentences } from './credentials.ts'
import { dataSentences } from './data.ts'
import { facetSentences } from './facets.ts'
import { fileStoreSentences } from './file-stores.ts'
import { filled, type PlaceholderOf, type Values } from './fill.ts'
import { hostSentences } from './host.ts'
import { layerSentences } from './layers.ts'
import { mountStoreSentences } from './mount-stores.ts'
import { mountSentences } from './mounts.ts'
import { gcsSentences, objectStoreSentences } from './object-stores.ts'
import { operationSentences } from './operations.ts'
import { outcomeSentences } from './outcomes.ts'
import { ownFileSentences } from './own-files.ts'
import { pluginSentences } from './plugins.ts'
import { s3Sentences } from './s3.ts'
import { settingSentences } from './settings.ts'
import { storeSentences } from './stores.ts'
import { syncSentences } from './sync.ts'
import { transferSentences } from './transfers.ts'
import { webSentences } from './web.ts'

export const sentences = {
  ...storeSentences,
  ...archiveSentences,
  ...azureSentences,
  ...configSentences,
  ...credentialSentences,
  ...dataSentences,
  ...facetSentences,
  ...fileStoreSentences,
  ...hostSentences,
  ...layerSentences,
  ...mountSentences,
  ...mountStoreSentences,
  ...gcsSentences,
  ...objectStoreSentences,
  ...operationSentences,
  ...outcomeSentences,
  ...ownFileSentences,
  ...pluginSentences,
  ...s3Sentences,
  ...settingSentences,
  ...syncSentences,
  ...transferSentences,
  ...webSentences,
} as const

export type SentenceCode = keyof typeof sentences

/** The values that the template of a code needs. */
export type ValuesOf<Code extends SentenceCode> = Readonly<
  Record<PlaceholderOf<(typeof sentences)[Code]>, string | number>
>

export interface Said {
  readonly code: SentenceCode
  readonly values?: Values
  /** The sentence in English. */
  readonly message: string
}

/** Returns a code with its values and its sentence, for use in a failure or alone. */
export function said<Code extends SentenceCode>(
  code: Code,
  ...[values]: PlaceholderOf<(typeof sentences)[Code]> extends never ? [] : [ValuesOf<Code>]
): Said {
  return values ? saidOf(code, values) : { code, message: sentences[code] }
}

/** The same for a code that is known only at run time. It uses those of `values` that its sentence needs. */
export function saidOf(code: SentenceCode, values: Values): Said {
  const template = sentences[code]
  const needed = Object.entries(values).filter(([name]) => new RegExp(`\\{${name}[:}]`).test(template))
  return { code, ...(needed.length > 0 && { values: Object.fromEntries(needed) }), message: filled(template, values) }
}

/** Codes of sentences that need only these values. */
export type CodeOf<Names extends string> = {
  [Code in SentenceCode]: PlaceholderOf<(typeof sentences)[Code]> extends Names ? Code : never
}[SentenceCode]

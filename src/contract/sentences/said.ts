/**
 * What core and host tell people, by codes: they name a code and its values, and the sentence is written here, once for the window,
 * the command line and the library.
 */
import { archiveSentences } from './work/archives.ts'
import { azureSentences } from './stores/azure.ts'
import { configSentences } from './stores/configs.ts'
import { credentialSentences } from './own/credentials.ts'
import { dataSentences } from './work/data.ts'
import { facetSentences } from './stores/facets.ts'
import { fileStoreSentences } from './stores/file-stores.ts'
import { filled, type PlaceholderOf, type Values } from './fill.ts'
import { hostSentences } from './own/host.ts'
import { layerSentences } from './stores/layers.ts'
import { mountStoreSentences } from './stores/mount-stores.ts'
import { mountSentences } from './own/mounts.ts'
import { gcsSentences, objectStoreSentences } from './stores/object-stores.ts'
import { operationSentences } from './work/operations.ts'
import { outcomeSentences } from './work/outcomes.ts'
import { ownFileSentences } from './own/own-files.ts'
import { pluginSentences } from './own/plugins.ts'
import { s3Sentences } from './stores/s3.ts'
import { settingSentences } from './own/settings.ts'
import { storeSentences } from './stores/stores.ts'
import { syncSentences } from './work/sync.ts'
import { transferSentences } from './work/transfers.ts'
import { webSentences } from './stores/web.ts'

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

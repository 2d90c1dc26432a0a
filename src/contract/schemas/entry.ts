import { z } from 'zod'
import { entryKinds } from '../choices.ts'
import { failureKindSchema } from './failure.ts'

export const entryKindSchema = z.enum(entryKinds)
export type EntryKind = z.infer<typeof entryKindSchema>

/**
 * The target of a symbolic link, as far as its mount allows it to be resolved. A link to `outside` is never followed.
 */
export const linkFactsSchema = z.object({
  target: z.string(),
  leadsTo: z.enum(['file', 'folder', 'special', 'nothing', 'outside', 'unknown']),
})
export type LinkFacts = Readonly<z.infer<typeof linkFactsSchema>>

/**
 * Checksums of a file's bytes by algorithm, in lower-case hex: `md5`, `sha1`, `sha256`, `crc32`, `crc32c`, `crc64nvme`.
 * In addition, `md5-of-parts` as `9b2c…-5@8388608`: the MD5 of the MD5s of five parts of that many bytes each, where
 * the last part may be shorter. `@…` is absent if the size of the parts is unknown.
 */
export const sumsSchema = z.record(z.string(), z.string())
export type Sums = Readonly<z.infer<typeof sumsSchema>>

/**
 * What happened to an entry since the moment at which it is shown. `same`: its version of that moment is still the
 * current one, or the current one is known to have the same bytes. `deleted`: nothing has the name now. `added`:
 * nothing had the name then.
 */
export const sinceThenSchema = z.enum(['same', 'changed', 'deleted', 'added'])
export type SinceThen = z.infer<typeof sinceThenSchema>

/** For a deleted entry that can be restored: when it was deleted, and when the store will remove it permanently. */
export const deletedFactsSchema = z.object({
  deletedMs: z.number().exactOptional(),
  goneMs: z.number().exactOptional(),
})
export type DeletedFacts = Readonly<z.infer<typeof deletedFactsSchema>>

/** Where a text search found the text: a line number, counted from 1, and the part of the line around the text. */
export const foundTextSchema = z.object({ line: z.number().int().positive(), text: z.string() })
export type FoundText = Readonly<z.infer<typeof foundTextSchema>>

/** What a store reports about one name. Everything comes from the listing itself: a row never needs its own request. */
export const entrySchema = z.object({
  /** The name, always valid Unicode. Invalid bytes are written as `‛XX` (see `core/backends/byte-names.ts`). */
  name: z.string(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
  link: linkFactsSchema.exactOptional(),
  /** As the store writes them, for mounts whose `capabilities.entryFacts` name them. `mode` is like `rw-r--r--`. */
  storageClass: z.string().exactOptional(),
  mode: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  /** Present only on request. */
  sums: sumsSchema.exactOptional(),
  /** Present only on a past mount. Absent if it is unknown, as for a folder with many entries. */
  since: sinceThenSchema.exactOptional(),
  /** For a file on a past mount: the version it had then, which is needed to read it. */
  version: z.string().exactOptional(),
  /** The entry was deleted and can be restored. Listed only on request. */
  deleted: deletedFactsSchema.exactOptional(),
  /** For a text search: where in the file the text is. */
  found: foundTextSchema.exactOptional(),
  /** Why this row can't be opened, if the listing already shows it: an unreadable folder, or denied facts. */
  failure: failureKindSchema.exactOptional(),
})
export type Entry = Readonly<z.infer<typeof entrySchema>>

import { z } from 'zod'
import { entryKinds } from '../choices.ts'
import { failureKindSchema } from './failure.ts'

export const entryKindSchema = z.enum(entryKinds)
export type EntryKind = z.infer<typeof entryKindSchema>

/** Where a symbolic link leads, as far as its mount lets us look. `outside` is never followed. */
export const linkFactsSchema = z.object({
  target: z.string(),
  leadsTo: z.enum(['file', 'folder', 'special', 'nothing', 'outside', 'unknown']),
})
export type LinkFacts = Readonly<z.infer<typeof linkFactsSchema>>

/**
 * Sums of a file's bytes by algorithm, in lower-case hex: `md5`, `sha1`, `sha256`, `crc32`, `crc32c`, `crc64nvme`. Besides,
 * `md5-of-parts` like `9b2c…-5@8388608`: the MD5 of the MD5s of five parts of so many bytes each, the last one shorter;
 * without `@…` where the size of the parts is not known.
 */
export const sumsSchema = z.record(z.string(), z.string())
export type Sums = Readonly<z.infer<typeof sumsSchema>>

/**
 * What became of an entry since the moment it is shown at. `same`: its version of then is still the current one, or the current
 * one is known to have the same bytes. `deleted`: nothing has the name now. `added`: nothing had it then.
 */
export const sinceThenSchema = z.enum(['same', 'changed', 'deleted', 'added'])
export type SinceThen = z.infer<typeof sinceThenSchema>

/** Of something that was deleted and can be brought back: when that was, and when the store will forget it. */
export const deletedFactsSchema = z.object({
  deletedMs: z.number().exactOptional(),
  goneMs: z.number().exactOptional(),
})
export type DeletedFacts = Readonly<z.infer<typeof deletedFactsSchema>>

/** Where text was found that was looked for: a line, counted from 1, and the part of it around the text. */
export const foundTextSchema = z.object({ line: z.number().int().positive(), text: z.string() })
export type FoundText = Readonly<z.infer<typeof foundTextSchema>>

/** What a store says of one name, all of it from the listing itself: a row never costs a request of its own. */
export const entrySchema = z.object({
  /** The name, always valid Unicode; bytes that are not are written `‛XX` (see `core/backends/byte-names.ts`). */
  name: z.string(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
  link: linkFactsSchema.exactOptional(),
  /** In the store's own words, for mounts whose `capabilities.entryFacts` name it; `mode` like `rw-r--r--`. */
  storageClass: z.string().exactOptional(),
  mode: z.string().exactOptional(),
  owner: z.string().exactOptional(),
  /** Only where they were asked for. */
  sums: sumsSchema.exactOptional(),
  /** Of an earlier moment. Absent where it is not known, as of a folder with much in it. */
  since: sinceThenSchema.exactOptional(),
  /** Of a file at an earlier moment: the version it had then. What it takes to read it. */
  version: z.string().exactOptional(),
  /** It is no longer there and can be brought back; listed only where that was asked for. */
  deleted: deletedFactsSchema.exactOptional(),
  /** Of a search for text: where in the file it is. */
  found: foundTextSchema.exactOptional(),
  /** Why this row can't be opened, when the listing already shows it: an unreadable folder, facts that were denied. */
  failure: failureKindSchema.exactOptional(),
})
export type Entry = Readonly<z.infer<typeof entrySchema>>

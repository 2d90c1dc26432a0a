/**
 * Managing the old versions that a store keeps itself: how many there are, which may be removed, and whether all are
 * intact.
 */
import { z } from 'zod'

/** Which replaced or deleted versions are kept. Without a rule, all are kept. */
export const retentionSchema = z.object({
  /** The number of newest versions to keep of each file, including the current one. */
  newest: z.number().int().positive().exactOptional(),
  /** Keeps versions that were replaced or deleted within this number of days. */
  days: z.number().positive().exactOptional(),
  /** Keeps all versions of the last day, the last of each day for 30 days, and the last of each week for a year. */
  staggered: z.literal(true).exactOptional(),
  /** Removes other versions, the oldest first, only while all contents together have more bytes than this. */
  mostBytes: z.number().int().positive().exactOptional(),
})
export type Retention = Readonly<z.infer<typeof retentionSchema>>

export function hasRules(retention: Retention): boolean {
  return Object.keys(retention).length > 0
}

export const historyStatusSchema = z.object({
  /** The folder on this computer. */
  path: z.string(),
  files: z.number(),
  versions: z.number(),
  deletions: z.number(),
  contents: z.number(),
  /** The bytes on the disk. Data that several contents share counts once. */
  contentBytes: z.number(),
  retention: retentionSchema,
  /** A sentence telling that an index was set aside. */
  notice: z.string().exactOptional(),
})
export type HistoryStatus = Readonly<z.infer<typeof historyStatusSchema>>

/** The versions of one file that pruning removes. */
export const filePruneSchema = z.object({
  path: z.string(),
  /** The versions, oldest first. */
  versions: z.array(z.object({ id: z.string(), madeMs: z.number(), sizeBytes: z.number() })),
})
export type FilePrune = Readonly<z.infer<typeof filePruneSchema>>

/** One content, used by one or more versions. */
export const contentCheckSchema = z.object({
  sum: z.string(),
  sizeBytes: z.number(),
  /** Absent if the content is intact. */
  problem: z.enum(['missing', 'damaged', 'unreadable']).exactOptional(),
  /** With a problem: the files that have or had this content. */
  files: z.array(z.string()).exactOptional(),
})
export type ContentCheck = Readonly<z.infer<typeof contentCheckSchema>>

export const repairedSchema = z.discriminatedUnion('kind', [
  /** An index that was set aside. `versions` of its versions were added to the history. */
  z.object({ kind: z.literal('adopted'), path: z.string(), versions: z.number() }),
  /** An index that was set aside and can't be read at all. */
  z.object({ kind: z.literal('unreadable'), path: z.string() }),
  /** A content that is intact again. */
  z.object({ kind: z.literal('mended'), sum: z.string(), files: z.array(z.string()) }),
  /** A lost content. Its versions were removed from the history if that was requested. */
  z.object({
    kind: z.literal('lost'),
    sum: z.string(),
    problem: z.enum(['missing', 'damaged', 'unreadable']),
    files: z.array(z.string()),
    isRemoved: z.boolean(),
  }),
  /** Contents that no version needed and that were removed. */
  z.object({ kind: z.literal('orphans'), count: z.number(), sizeBytes: z.number() }),
])
export type Repaired = Readonly<z.infer<typeof repairedSchema>>

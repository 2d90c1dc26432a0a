/** Looking after the old versions that a store keeps by itself: how many there are, which may go, and whether all are whole. */
import { z } from 'zod'

/** What is kept of the versions that were replaced or deleted. Without a rule all of them. */
export const retentionSchema = z.object({
  /** Number of newest versions to keep of each file, including the current one. */
  newest: z.number().int().positive().exactOptional(),
  /** Versions that were replaced or deleted not longer ago than this. */
  days: z.number().positive().exactOptional(),
  /** All versions of the last day, the last of each day for 30 days, and the last of each week for a year. */
  staggered: z.literal(true).exactOptional(),
  /** Other versions go only while all contents together have more bytes than this, the oldest first. */
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
  /** On the disk: what several contents share counts once. */
  contentBytes: z.number(),
  retention: retentionSchema,
  /** That an index was set aside, in a sentence. */
  notice: z.string().exactOptional(),
})
export type HistoryStatus = Readonly<z.infer<typeof historyStatusSchema>>

/** What pruning removes of one file. */
export const filePruneSchema = z.object({
  path: z.string(),
  /** The oldest first. */
  versions: z.array(z.object({ id: z.string(), madeMs: z.number(), sizeBytes: z.number() })),
})
export type FilePrune = Readonly<z.infer<typeof filePruneSchema>>

/** One content of one or more versions. */
export const contentCheckSchema = z.object({
  sum: z.string(),
  sizeBytes: z.number(),
  /** Absent where it is what was written. */
  problem: z.enum(['missing', 'damaged', 'unreadable']).exactOptional(),
  /** With a problem: the files that have or had it. */
  files: z.array(z.string()).exactOptional(),
})
export type ContentCheck = Readonly<z.infer<typeof contentCheckSchema>>

export const repairedSchema = z.discriminatedUnion('kind', [
  /** An index that was set aside. `versions` came from it into the history. */
  z.object({ kind: z.literal('adopted'), path: z.string(), versions: z.number() }),
  /** An index that was set aside, of which nothing can be read. */
  z.object({ kind: z.literal('unreadable'), path: z.string() }),
  /** A content that is whole again. */
  z.object({ kind: z.literal('mended'), sum: z.string(), files: z.array(z.string()) }),
  /** A content of versions that nobody can read any more; they are gone from the history where that was wanted. */
  z.object({
    kind: z.literal('lost'),
    sum: z.string(),
    problem: z.enum(['missing', 'damaged', 'unreadable']),
    files: z.array(z.string()),
    isRemoved: z.boolean(),
  }),
  /** Contents that no version needs, which were removed. */
  z.object({ kind: z.literal('orphans'), count: z.number(), sizeBytes: z.number() }),
])
export type Repaired = Readonly<z.infer<typeof repairedSchema>>

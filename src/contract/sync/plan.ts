/** What a sync would do, name by name, and what a person may change about it before it runs. */
import { z } from 'zod'
import { compareBySchema, comparedSideSchema, syncFiltersSchema } from './compare.ts'
import { entryKindSchema } from '../schemas/entry.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'
import { limitsSchema } from '../transfer.ts'

export const sideNameSchema = z.enum(['left', 'right'])
export type SideName = z.infer<typeof sideNameSchema>

/** All but `two-way` change the right side alone, and `move-into` empties the left. */
export const syncModes = ['update', 'mirror', 'two-way', 'contribute', 'move-into'] as const
export const syncModeSchema = z.enum(syncModes)
export type SyncMode = z.infer<typeof syncModeSchema>

/** What becomes of a file that changed on both sides. */
export const conflictWays = ['keep-both', 'newer', 'older', 'left', 'right', 'ask'] as const
export const conflictWaySchema = z.enum(conflictWays)
export type ConflictWay = z.infer<typeof conflictWaySchema>

export const syncSettingsSchema = z.object({
  left: locationSchema,
  right: locationSchema,
  mode: syncModeSchema,
  onConflict: conflictWaySchema,
  by: compareBySchema,
  /** With `by: 'rule'`, as in a comparison. */
  rule: z.string().max(10_000).exactOptional(),
  mayDownload: z.boolean().exactOptional(),
  filters: syncFiltersSchema.exactOptional(),
  /** The run stops and asks when it would delete more on one side: as a number, or as a share of that side from 0 to 1. */
  mostDeletions: z.number().int().nonnegative().exactOptional(),
  mostShare: z.number().min(0).max(1).exactOptional(),
  /** Where deleted and replaced files go. `trash`: trash or versions where the mount has them, else the archive folder. */
  deleted: z.enum(['trash', 'archive']),
})
export type SyncSettings = Readonly<z.infer<typeof syncSettingsSchema>>

/**
 * `right`: the right side becomes like the left one, by a copy, or by a deletion where the left has nothing. `left`: the other way round.
 * `both`: each side gets both files. `nothing`: both stay as they are.
 */
export const planWaySchema = z.enum(['left', 'right', 'both', 'nothing'])
export type PlanWay = z.infer<typeof planWaySchema>

export const whyKeptSchema = z.enum(['newer-right', 'kind-differs', 'case-clash', 'bad-name', 'failed', 'differs'])
export type WhyKept = z.infer<typeof whyKeptSchema>

/** One name about which there is something to do or to say. What is the same on both sides makes no row. */
export const planRowSchema = z.object({
  /** Names the row in `sync.start`. */
  number: z.number().int(),
  /** Below the two folders; as the left side writes it, where it has it. */
  path: z.string(),
  kind: entryKindSchema,
  left: comparedSideSchema.exactOptional(),
  right: comparedSideSchema.exactOptional(),
  /** `ask`: nothing is done until a person chooses. */
  way: z.union([planWaySchema, z.literal('ask')]),
  /** Is done by giving what is at `from` on that side another name, not by a copy. It can be turned to `nothing` only. */
  move: z.object({ on: sideNameSchema, from: z.string() }).exactOptional(),
  /** Both sides agreed on it before, and the side that has nothing lost it since. */
  wasThere: z.boolean().exactOptional(),
  /** Why nothing is done. */
  why: whyKeptSchema.exactOptional(),
  failure: failureSchema.exactOptional(),
})
export type PlanRow = Readonly<z.infer<typeof planRowSchema>>

/** Why a person must look before the plan is carried out. */
export const syncGuardSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deletions'), side: sideNameSchema, count: z.number(), of: z.number() }),
  /** The side has nothing, and the other one would be emptied. */
  z.object({ kind: z.literal('empty-side'), side: sideNameSchema }),
  z.object({ kind: z.literal('newer-replaced'), count: z.number() }),
  /** Is another volume or account than in the last run. */
  z.object({ kind: z.literal('other-place'), side: sideNameSchema, was: z.string(), is: z.string() }),
  /** What both sides agreed on is gone or can't be read; this is a first run again. */
  z.object({ kind: z.literal('base-missing'), notice: z.string() }),
  z.object({ kind: z.literal('clock'), side: sideNameSchema, aheadMs: z.number() }),
])
export type SyncGuard = Readonly<z.infer<typeof syncGuardSchema>>
export type SyncGuardKind = SyncGuard['kind']

const changesSchema = z.object({
  /** Files that the side does not have yet, and those that replace one. */
  added: z.number(),
  changed: z.number(),
  bytes: z.number(),
  folders: z.number(),
  moved: z.number(),
  deleted: z.number(),
})
export const planTotalsSchema = z.object({
  /** By the side that is changed. */
  left: changesSchema,
  right: changesSchema,
  /** For a person to decide. */
  asks: z.number(),
  /** Left alone, though they differ. */
  kept: z.number(),
  /** Conflicts of which both files are kept. */
  both: z.number(),
  same: z.number(),
})
export type PlanTotals = Readonly<z.infer<typeof planTotalsSchema>>

export const planRequestSchema = z.object({ settings: syncSettingsSchema })

export const planItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.array(planRowSchema) }),
  /** Where it is now, and how many names were looked at. */
  z.object({ kind: z.literal('progress'), path: z.string(), looked: z.number() }),
  z.object({
    kind: z.literal('end'),
    /** For `sync.start`. The plan is kept until the next one of the same two places, and across a restart. */
    plan: z.string(),
    totals: planTotalsSchema,
    guards: z.array(syncGuardSchema),
    /** Nothing was agreed on before. */
    isFirst: z.boolean(),
  }),
])
export type PlanItem = Readonly<z.infer<typeof planItemSchema>>

export const startSyncSchema = z.object({
  plan: z.string(),
  /** Rows that a person turned. */
  turned: z
    .array(z.object({ number: z.number().int(), way: planWaySchema }))
    .max(1_000_000)
    .exactOptional(),
  withoutDeletions: z.boolean().exactOptional(),
  /** The kinds of guards that a person let through. Fails with `guarded` when there is another one. */
  despite: z.array(z.string()).exactOptional(),
  limits: limitsSchema.exactOptional(),
})
/** The transfer; absent when there was nothing to transfer. */
export const startedSyncSchema = z.object({ transfer: z.number().int().exactOptional() })

/** What a sync would do for each name, and what a user may change before it runs. */
import { z } from 'zod'
import { compareBySchema, comparedSideSchema, syncFiltersSchema } from './compare.ts'
import { entryKindSchema } from '../schemas/entry.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'
import { limitsSchema } from '../transfer.ts'

export const sideNameSchema = z.enum(['left', 'right'])
export type SideName = z.infer<typeof sideNameSchema>

/** All modes except `two-way` change only the right side, but `move-into` also removes files from the left side. */
export const syncModes = ['update', 'mirror', 'two-way', 'contribute', 'move-into'] as const
export const syncModeSchema = z.enum(syncModes)
export type SyncMode = z.infer<typeof syncModeSchema>

/** What happens to a file that changed on both sides. */
export const conflictWays = ['keep-both', 'newer', 'older', 'left', 'right', 'ask'] as const
export const conflictWaySchema = z.enum(conflictWays)
export type ConflictWay = z.infer<typeof conflictWaySchema>

export const syncSettingsSchema = z.object({
  left: locationSchema,
  right: locationSchema,
  mode: syncModeSchema,
  onConflict: conflictWaySchema,
  by: compareBySchema,
  /** With `by: 'rule'`: the rule, as in a comparison. */
  rule: z.string().max(10_000).exactOptional(),
  mayDownload: z.boolean().exactOptional(),
  filters: syncFiltersSchema.exactOptional(),
  /**
   * The run stops and asks if it would delete more than this on one side: a number, or a share of that side from 0 to
   * 1.
   */
  mostDeletions: z.number().int().nonnegative().exactOptional(),
  mostShare: z.number().min(0).max(1).exactOptional(),
  /**
   * Where deleted and replaced files are kept. `trash`: the trash or versions of the mount if it has them, else the
   * archive folder.
   */
  deleted: z.enum(['trash', 'archive']),
})
export type SyncSettings = Readonly<z.infer<typeof syncSettingsSchema>>

/**
 * `right`: the right side becomes like the left side, by a copy, or by a deletion if the left side has nothing. `left`:
 * the reverse. `both`: each side gets both files. `nothing`: both stay as they are.
 */
export const planWaySchema = z.enum(['left', 'right', 'both', 'nothing'])
export type PlanWay = z.infer<typeof planWaySchema>

export const whyKeptSchema = z.enum(['newer-right', 'kind-differs', 'case-clash', 'bad-name', 'failed', 'differs'])
export type WhyKept = z.infer<typeof whyKeptSchema>

/** One name for which there is something to do or to report. Equal names get no row. */
export const planRowSchema = z.object({
  /** Identifies the row in `sync.start`. */
  number: z.number().int(),
  /** The path below the two folders, as the left side writes it if it exists there. */
  path: z.string(),
  kind: entryKindSchema,
  left: comparedSideSchema.exactOptional(),
  right: comparedSideSchema.exactOptional(),
  /** `ask`: nothing is done until a user chooses. */
  way: z.union([planWaySchema, z.literal('ask')]),
  /** The change renames the entry at `from` on that side instead of copying. It can only be turned to `nothing`. */
  move: z.object({ on: sideNameSchema, from: z.string() }).exactOptional(),
  /** Both sides agreed on it before, and the side that has nothing now lost it since. */
  wasThere: z.boolean().exactOptional(),
  /** Why nothing is done. */
  why: whyKeptSchema.exactOptional(),
  failure: failureSchema.exactOptional(),
})
export type PlanRow = Readonly<z.infer<typeof planRowSchema>>

/** Why a user must look before the plan is carried out. */
export const syncGuardSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deletions'), side: sideNameSchema, count: z.number(), of: z.number() }),
  /** This side is empty, and so the other side would be emptied. */
  z.object({ kind: z.literal('empty-side'), side: sideNameSchema }),
  z.object({ kind: z.literal('newer-replaced'), count: z.number() }),
  /** This side is on another volume or account than in the last run. */
  z.object({ kind: z.literal('other-place'), side: sideNameSchema, was: z.string(), is: z.string() }),
  /** The last synced state is missing or unreadable, so this counts as a first run. */
  z.object({ kind: z.literal('base-missing'), notice: z.string() }),
  z.object({ kind: z.literal('clock'), side: sideNameSchema, aheadMs: z.number() }),
])
export type SyncGuard = Readonly<z.infer<typeof syncGuardSchema>>
export type SyncGuardKind = SyncGuard['kind']

const changesSchema = z.object({
  /** Files that are new on this side, and files that replace another one. */
  added: z.number(),
  changed: z.number(),
  bytes: z.number(),
  folders: z.number(),
  moved: z.number(),
  deleted: z.number(),
})
export const planTotalsSchema = z.object({
  /** Counted by the side that changes. */
  left: changesSchema,
  right: changesSchema,
  /** Rows that a user must decide. */
  asks: z.number(),
  /** Rows that are left alone although they differ. */
  kept: z.number(),
  /** Conflicts where both files are kept. */
  both: z.number(),
  same: z.number(),
})
export type PlanTotals = Readonly<z.infer<typeof planTotalsSchema>>

export const planRequestSchema = z.object({ settings: syncSettingsSchema })

export const planItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.array(planRowSchema) }),
  /** The path that is examined now, and the number of names examined so far. */
  z.object({ kind: z.literal('progress'), path: z.string(), looked: z.number() }),
  z.object({
    kind: z.literal('end'),
    /** The id for `sync.start`. The plan is kept until the next plan of the same two places, also across a restart. */
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
  /** Rows whose direction the user changed. */
  turned: z
    .array(z.object({ number: z.number().int(), way: planWaySchema }))
    .max(1_000_000)
    .exactOptional(),
  withoutDeletions: z.boolean().exactOptional(),
  /** The kinds of guards that the user accepted. Fails with `guarded` if another guard applies. */
  despite: z.array(z.string()).exactOptional(),
  limits: limitsSchema.exactOptional(),
})
/** The id of the transfer; absent if there was nothing to transfer. */
export const startedSyncSchema = z.object({ transfer: z.number().int().exactOptional() })

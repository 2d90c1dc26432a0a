/** Two places that are kept in sync under a name: the settings, the schedule and the runs. */
import { z } from 'zod'
import { failureSchema } from '../schemas/failure.ts'
import { planTotalsSchema, startSyncSchema, syncGuardSchema, syncSettingsSchema } from './plan.ts'

export const pairNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'a name has no control character')
  .refine((name) => name.trim() === name, 'a name neither begins nor ends with a space')

/** When a pair runs automatically while Portolan is open. If absent, it runs only on request. */
export const pairScheduleSchema = z.object({
  /** The interval, counted from the start of the previous run. */
  everyMs: z.number().int().min(60_000).exactOptional(),
  /** Runs when one of its mounts can be reached again, and when Portolan starts. */
  onMount: z.boolean().exactOptional(),
  /** Runs soon after a change in a folder of this computer. Changes elsewhere are found by `everyMs`. */
  onChange: z.boolean().exactOptional(),
})
export type PairSchedule = Readonly<z.infer<typeof pairScheduleSchema>>

/**
 * `running`: not over yet. `done`: everything that was planned was done. `nothing`: both sides were equal. `stopped`: a
 * guard requires a user to look; nothing was changed, or nothing more. `needs-you`: the run is over, and an item failed
 * or needs a decision. `failed`: planning failed. `cancelled`: a user cancelled it. `interrupted`: the program ended
 * during planning; nothing was changed.
 */
export const runOutcomes = [
  'running',
  'done',
  'nothing',
  'stopped',
  'needs-you',
  'failed',
  'cancelled',
  'interrupted',
] as const
export const runOutcomeSchema = z.enum(runOutcomes)
export type RunOutcome = z.infer<typeof runOutcomeSchema>

export const pairRunSchema = z.object({
  id: z.number().int(),
  startedMs: z.number(),
  endedMs: z.number().exactOptional(),
  /** What started the run: a user, or a part of the schedule. */
  begunBy: z.enum(['person', 'interval', 'mount', 'change']),
  outcome: runOutcomeSchema,
  /** The transfer that carries it out, if there was something to do. */
  transfer: z.number().int().exactOptional(),
  plan: z.string().exactOptional(),
  /** What was planned. */
  totals: planTotalsSchema.exactOptional(),
  /** The results of the transfer's items. */
  items: z.object({ done: z.number(), skipped: z.number(), failed: z.number(), cancelled: z.number() }).exactOptional(),
  bytesCopied: z.number().exactOptional(),
  guards: z.array(syncGuardSchema).exactOptional(),
  failure: failureSchema.exactOptional(),
})
export type PairRun = Readonly<z.infer<typeof pairRunSchema>>

export const pairDraftSchema = z.object({
  name: pairNameSchema,
  settings: syncSettingsSchema,
  schedule: pairScheduleSchema,
})
export type PairDraft = Readonly<z.infer<typeof pairDraftSchema>>

export const pairSchema = pairDraftSchema.extend({
  /** The schedule is paused until a user resumes it. */
  isPaused: z.boolean(),
  /** The time of the next run by `everyMs`. */
  nextMs: z.number().exactOptional(),
  /** The latest run, which may still be running. */
  last: pairRunSchema.exactOptional(),
  /** The number of names that the current run has examined while planning. */
  looked: z.number().exactOptional(),
})
export type Pair = Readonly<z.infer<typeof pairSchema>>

/**
 * `plan`: the plan that the user reviewed. It is carried out as it is, with the rows that the user turned. If it no
 * longer exists, the run plans again, and `despite` does not apply to the new plan. Without `plan`, `despite` applies
 * to the whole run.
 */
export const runPairSchema = startSyncSchema
  .pick({ turned: true, withoutDeletions: true, despite: true })
  .extend({ name: pairNameSchema, plan: z.string().exactOptional() })
export type RunPair = Readonly<z.infer<typeof runPairSchema>>

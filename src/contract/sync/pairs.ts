/** Two places that are kept alike, under a name: what is done, when, and what became of it. */
import { z } from 'zod'
import { failureSchema } from '../schemas/failure.ts'
import { planTotalsSchema, startSyncSchema, syncGuardSchema, syncSettingsSchema } from './plan.ts'

export const pairNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]+$/u, 'a name has no control character')
  .refine((name) => name.trim() === name, 'a name neither begins nor ends with a space')

/** When a pair runs unasked, while Portolan is open. Absent: only when somebody says so. */
export const pairScheduleSchema = z.object({
  /** After each such time, counted from the start of the run before. */
  everyMs: z.number().int().min(60_000).exactOptional(),
  /** When one of its mounts can be reached again, and when Portolan starts. */
  onMount: z.boolean().exactOptional(),
  /** Soon after something changed in a folder of this computer. Changes elsewhere are found by `everyMs`. */
  onChange: z.boolean().exactOptional(),
})
export type PairSchedule = Readonly<z.infer<typeof pairScheduleSchema>>

/**
 * `running`: not over yet. `done`: everything that was planned was done. `nothing`: both sides were alike. `stopped`: a guard wants a person
 * to look, and nothing was changed, or nothing more. `needs-you`: the run is over, and something is left to decide or failed. `failed`: it came to no plan.
 * `cancelled`: by a person. `interrupted`: the program ended while it planned; nothing was changed.
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
  /** Who began it: a person, or which part of the schedule. */
  begunBy: z.enum(['person', 'interval', 'mount', 'change']),
  outcome: runOutcomeSchema,
  /** The transfer that carries it out, where there was something to do. */
  transfer: z.number().int().exactOptional(),
  plan: z.string().exactOptional(),
  /** What was planned. */
  totals: planTotalsSchema.exactOptional(),
  /** What became of the items of the transfer. */
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
  /** The schedule rests until somebody ends that. */
  isPaused: z.boolean(),
  /** Of the next run by `everyMs`. */
  nextMs: z.number().exactOptional(),
  /** The latest run, also the one under way. */
  last: pairRunSchema.exactOptional(),
  /** How far the planning of the run under way is: how many names were looked at. */
  looked: z.number().exactOptional(),
})
export type Pair = Readonly<z.infer<typeof pairSchema>>

/**
 * `plan`: the one a person looked at, which is carried out as it is, with the rows that were turned. Where it is not there any more, the
 * run plans anew, and what was let through in `despite` is not let through in that plan. Without `plan`, `despite` holds for the whole run.
 */
export const runPairSchema = startSyncSchema
  .pick({ turned: true, withoutDeletions: true, despite: true })
  .extend({ name: pairNameSchema, plan: z.string().exactOptional() })
export type RunPair = Readonly<z.infer<typeof runPairSchema>>

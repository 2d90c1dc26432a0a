import { once, stream } from '../../lib/call-shape.ts'
import { compareItemSchema, compareRequestSchema } from '../sync/compare.ts'
import { planItemSchema, planRequestSchema, startedSyncSchema, startSyncSchema } from '../sync/plan.ts'

export const syncApi = {
  /**
   * Two folders and all below them, folder by folder; in each folder the names are in the order of their bytes. Fails when one of the two
   * folders can't be listed; one below that can't be is a row. Links are compared by their targets and not followed.
   */
  compare: stream(compareRequestSchema, compareItemSchema),
  /** What a sync would do. Changes nothing on either side; the plan itself is kept for `start`. */
  plan: stream(planRequestSchema, planItemSchema),
  /** Puts what was planned into the queue, as one transfer. */
  start: once(startSyncSchema, startedSyncSchema),
}

import { once, stream } from '../../lib/call-shape.ts'
import { compareItemSchema, compareRequestSchema } from '../sync/compare.ts'
import { planItemSchema, planRequestSchema, startedSyncSchema, startSyncSchema } from '../sync/plan.ts'

export const syncApi = {
  /**
   * Compares two folders and everything below them, folder by folder. Within a folder, names are in byte order. Fails
   * if one of the two folders can't be listed; a subfolder that can't be listed is reported as a row. Symbolic links
   * are compared by their targets and not followed.
   */
  compare: stream(compareRequestSchema, compareItemSchema),
  /** Tells what a sync would do. Changes nothing on either side. The plan is kept for `start`. */
  plan: stream(planRequestSchema, planItemSchema),
  /** Adds the plan to the queue as one transfer. */
  start: once(startSyncSchema, startedSyncSchema),
}

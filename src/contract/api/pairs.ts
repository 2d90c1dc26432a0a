import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { pairDraftSchema, pairNameSchema, pairRunSchema, pairSchema, runPairSchema } from '../sync/pairs.ts'

const nothing = z.object({})
const whichSchema = z.object({ name: pairNameSchema })

export const pairsApi = {
  /**
   * Yields all pairs by name now and after each change, at most a few times a second. `notice` is a message about the
   * list itself.
   */
  watch: stream(nothing, z.object({ pairs: z.array(pairSchema), notice: z.string().exactOptional() })),
  /**
   * Adds a pair, or changes the settings of the pair `was`. Fails with `exists` if another pair has the name, and with
   * `not-found` if `was` does not exist.
   */
  save: once(z.object({ pair: pairDraftSchema, was: pairNameSchema.exactOptional() }), nothing),
  /**
   * Removes a pair and its run history. Changes nothing on its two sides. Their last synced state is kept for a
   * later pair of the same two places.
   */
  remove: once(whichSchema, nothing),
  setPaused: once(whichSchema.extend({ isPaused: z.boolean() }), nothing),
  /**
   * Starts a run and returns at once; `watch` reports its progress. Fails with `busy` if the pair is already running.
   */
  run: once(runPairSchema, z.object({ run: z.number().int() })),
  /**
   * Cancels the current run, during planning or execution. Steps that are done stay done. Fails with `busy` while
   * another program plans the run.
   */
  cancel: once(whichSchema, nothing),
  /** Returns the runs of a pair, the latest first. */
  history: once(
    whichSchema.extend({ before: z.number().int().exactOptional(), limit: z.number().int().positive().max(200) }),
    z.object({ runs: z.array(pairRunSchema), next: z.number().int().exactOptional() }),
  ),
}

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { pairDraftSchema, pairNameSchema, pairRunSchema, pairSchema, runPairSchema } from '../sync/pairs.ts'

const nothing = z.object({})
const whichSchema = z.object({ name: pairNameSchema })

export const pairsApi = {
  /** All pairs by name, now and after each change, a few times a second at the most. `notice`: what is to be said of the list itself. */
  watch: stream(nothing, z.object({ pairs: z.array(pairSchema), notice: z.string().exactOptional() })),
  /** A new pair, or with `was` other settings of one. `exists` where another one has the name, `not-found` without the one that was. */
  save: once(z.object({ pair: pairDraftSchema, was: pairNameSchema.exactOptional() }), nothing),
  /** With its history; nothing on its two sides. What both sides agreed on is kept, for a pair of the same two places. */
  remove: once(whichSchema, nothing),
  setPaused: once(whichSchema.extend({ isPaused: z.boolean() }), nothing),
  /** Begins a run and answers at once; `watch` tells what becomes of it. `busy` while it runs already. */
  run: once(runPairSchema, z.object({ run: z.number().int() })),
  /** Ends the run under way, while it is planned or carried out; what is done stays. `busy` while another program plans it. */
  cancel: once(whichSchema, nothing),
  /** Its runs, the latest first. */
  history: once(
    whichSchema.extend({ before: z.number().int().exactOptional(), limit: z.number().int().positive().max(200) }),
    z.object({ runs: z.array(pairRunSchema), next: z.number().int().exactOptional() }),
  ),
}

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import {
  contentCheckSchema,
  filePruneSchema,
  historyStatusSchema,
  repairedSchema,
  retentionSchema,
} from '../history.ts'

const at = z.object({ mount: z.string() })

/** The history that a mount such as a shelf keeps itself. Other mounts fail with `unsupported`. */
export const historyApi = {
  status: once(at, historyStatusSchema),
  /** Sets the rules and removes nothing. */
  setRetention: once(at.extend({ retention: retentionSchema }), z.object({})),
  /** Tells what pruning would remove now: pages of files, and the totals at the end. */
  planPrune: stream(
    at,
    z.union([
      z.object({ kind: z.literal('files'), files: z.array(filePruneSchema) }),
      z.object({
        kind: z.literal('end'),
        /** The id for `prune`. It is valid while this program runs, until the next plan for the mount. */
        plan: z.string(),
        versions: z.number(),
        /** The space that pruning frees, and the space of all contents before pruning. */
        freedBytes: z.number(),
        contentBytes: z.number(),
      }),
    ]),
  ),
  /**
   * Removes exactly the versions of a plan, except those that became the current version. Yields what was removed, in
   * pages.
   */
  prune: stream(at.extend({ plan: z.string() }), z.array(filePruneSchema)),
  /** Reads the content of every version and checks it. */
  verify: stream(at, z.array(contentCheckSchema)),
  /** Repairs a damaged history as far as possible. `removesLost`: also removes versions whose content is lost. */
  repair: stream(at.extend({ removesLost: z.boolean() }), z.array(repairedSchema)),
}

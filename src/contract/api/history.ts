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

/** Of mounts that keep a history of their own, such as a shelf; others fail with `unsupported`. */
export const historyApi = {
  status: once(at, historyStatusSchema),
  /** Removes nothing. */
  setRetention: once(at.extend({ retention: retentionSchema }), z.object({})),
  /** What pruning would remove now: pages of files, and at the end the whole. */
  planPrune: stream(
    at,
    z.union([
      z.object({ kind: z.literal('files'), files: z.array(filePruneSchema) }),
      z.object({
        kind: z.literal('end'),
        /** For `prune`, for as long as this program runs and until the next plan for the mount. */
        plan: z.string(),
        versions: z.number(),
        /** Room that pruning frees, and what all contents have before it. */
        freedBytes: z.number(),
        contentBytes: z.number(),
      }),
    ]),
  ),
  /** Removes exactly what a plan told, as far as it is still no current version. Tells what went, in pages. */
  prune: stream(at.extend({ plan: z.string() }), z.array(filePruneSchema)),
  /** Reads the content of every version. */
  verify: stream(at, z.array(contentCheckSchema)),
  /** Makes the best of a damaged history. `removesLost`: versions whose content nobody has any more go. */
  repair: stream(at.extend({ removesLost: z.boolean() }), z.array(repairedSchema)),
}

import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { failureKindSchema } from '../schemas/failure.ts'

/** A finished call to a mount's backend, as recorded in the log. It never holds a secret. */
export const activityEntrySchema = z.object({
  /** Increases with every entry of one host. */
  number: z.number().int(),
  /** The id of the contract call that caused this backend call. Failures carry the same id. */
  id: z.string(),
  /** The time when the call started. */
  timeMs: z.number(),
  mount: z.string(),
  /** The operation as `facet.method`, or `open` for opening the mount. */
  operation: z.string(),
  /** The first few paths. */
  paths: z.array(z.string()),
  /** The number of paths that are not in `paths`. */
  morePaths: z.number().int().exactOptional(),
  /** `left`: the caller cancelled before the call ended. */
  outcome: z.enum(['done', 'failed', 'left']),
  durationMs: z.number(),
  /** The number of attempts. */
  attempts: z.number().int(),
  /** The number of bytes read and written. */
  bytes: z.number().exactOptional(),
  /** The number of rows in a listing. */
  entries: z.number().exactOptional(),
  kind: failureKindSchema.exactOptional(),
  message: z.string().exactOptional(),
  detail: z.string().exactOptional(),
})
export type ActivityEntry = Readonly<z.infer<typeof activityEntrySchema>>

export const activityApi = {
  /**
   * Yields recent calls first, then new ones, at most a few times a second. When many calls end at once, it yields only
   * the latest.
   */
  watch: stream(z.object({}), z.object({ entries: z.array(activityEntrySchema) })),
}

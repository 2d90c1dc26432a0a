import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { failureKindSchema } from '../schemas/failure.ts'

/** One call of a mount's backend that has ended, as the log has it. Never holds a secret. */
export const activityEntrySchema = z.object({
  /** Rises with every entry of one host. */
  number: z.number().int(),
  /** Of the call of the contract it was part of; the same as in its failures. */
  id: z.string(),
  /** When it began. */
  timeMs: z.number(),
  mount: z.string(),
  /** As `facet.method`; `open` for opening the mount. */
  operation: z.string(),
  /** The first few. */
  paths: z.array(z.string()),
  /** How many more there are. */
  morePaths: z.number().int().exactOptional(),
  /** `left`: whoever wanted it did not want it any more. */
  outcome: z.enum(['done', 'failed', 'left']),
  durationMs: z.number(),
  /** How often it was tried. */
  attempts: z.number().int(),
  /** That passed, either way. */
  bytes: z.number().exactOptional(),
  /** Rows of a listing. */
  entries: z.number().exactOptional(),
  kind: failureKindSchema.exactOptional(),
  message: z.string().exactOptional(),
  detail: z.string().exactOptional(),
})
export type ActivityEntry = Readonly<z.infer<typeof activityEntrySchema>>

export const activityApi = {
  /** What happened lately, then what happens, a few times a second at the most. Of a crowd, only the latest. */
  watch: stream(z.object({}), z.object({ entries: z.array(activityEntrySchema) })),
}

import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { entryPageSchema } from '../schemas/entry-page.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/** An event of a running search. */
export const findItemSchema = z.discriminatedUnion('kind', [
  /** Entry names are paths below the searched folder, as `2026/q3.pdf`. If text was found, `found` tells where. */
  z.object({ kind: z.literal('found'), page: entryPageSchema }),
  /** The number of entries examined so far. */
  z.object({ kind: z.literal('progress'), looked: z.number().int().nonnegative() }),
  /**
   * A folder that can't be read, or a file whose text or tags can't be read. Everything that was not searched is
   * reported.
   */
  z.object({ kind: z.literal('skipped'), path: z.string(), failure: failureSchema }),
])
export type FindItem = Readonly<z.infer<typeof findItemSchema>>

export const findRequestSchema = z.object({
  location: locationSchema,
  /** The query as the user types it; see `lib/find-query`. */
  query: z.string().max(2000),
  /** Searches the text of files instead of their names. */
  inContents: z.boolean().exactOptional(),
  /** Leaves out names that begin with a dot, with everything below them. */
  skipsHidden: z.boolean().exactOptional(),
})
export type FindRequest = Readonly<z.infer<typeof findRequestSchema>>

export const findApi = {
  /**
   * Searches a folder and everything below it. Fails with `bad-input` for an invalid query, and with `unsupported` for
   * tags on a mount without tags. Symbolic links are not followed. Leaving the loop ends the search.
   */
  find: stream(findRequestSchema, findItemSchema),
}

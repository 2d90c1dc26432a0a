import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { entryPageSchema } from '../schemas/entry-page.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/** What a search tells as it goes on. */
export const findItemSchema = z.discriminatedUnion('kind', [
  /** Names are paths below the folder searched, as `2026/q3.pdf`; where text was found, `found` says where. */
  z.object({ kind: z.literal('found'), page: entryPageSchema }),
  /** Number of entries looked at so far. */
  z.object({ kind: z.literal('progress'), looked: z.number().int().nonnegative() }),
  /** A folder that can't be read, or a file whose text or tags can't be; what was not searched is always told. */
  z.object({ kind: z.literal('skipped'), path: z.string(), failure: failureSchema }),
])
export type FindItem = Readonly<z.infer<typeof findItemSchema>>

export const findRequestSchema = z.object({
  location: locationSchema,
  /** As people type it; see `lib/find-query`. */
  query: z.string().max(2000),
  /** Words are looked for in the text of files rather than in names. */
  inContents: z.boolean().exactOptional(),
  /** Names that begin with a dot are left out, with all that is below. */
  skipsHidden: z.boolean().exactOptional(),
})
export type FindRequest = Readonly<z.infer<typeof findRequestSchema>>

export const findApi = {
  /**
   * A folder and all below it. Fails with `bad-input` for a query that can't be read, `unsupported` for tags where there are none.
   * Links are not followed. Ends early when the reader leaves.
   */
  find: stream(findRequestSchema, findItemSchema),
}

import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { linkMethodSchema, linkSchema } from '../facets.ts'
import { locationSchema } from '../location.ts'

/** A link that was made, as the ledger keeps it: without its URL, which gives access. */
export const linkRecordSchema = z.object({
  id: z.string(),
  location: locationSchema,
  method: linkMethodSchema,
  madeMs: z.number(),
  endsMs: z.number(),
  revocation: z.enum(['policy', 'key']),
  revokedMs: z.number().exactOptional(),
})
export type LinkRecord = Readonly<z.infer<typeof linkRecordSchema>>

export const linksApi = {
  /** Makes a URL that gives access for a while, and notes it in the ledger. Its true end may be sooner than wished. */
  make: once(
    z.object({
      location: locationSchema,
      method: linkMethodSchema,
      lastsMs: z.number().positive(),
      downloadAs: z.string().exactOptional(),
      contentType: z.string().exactOptional(),
      revocable: z.boolean().exactOptional(),
    }),
    linkSchema.extend({ id: z.string() }),
  ),
  /** Every link that was made, newest first; those long ended are forgotten. */
  list: once(z.object({}), z.object({ links: z.array(linkRecordSchema) })),
  /** Takes back a link, where its `revocation` is `policy`; else fails with `unsupported` and says what it takes. */
  revoke: once(z.object({ id: z.string() }), linkRecordSchema),
}

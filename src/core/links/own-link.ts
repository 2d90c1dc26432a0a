import { z } from 'zod'
import { ownLinkKindSchema } from '../../contract/api/links.ts'
import { linkMethodSchema } from '../../contract/facets.ts'

/** All that a link of ours may do. It is signed as it was written down, so a ledger that was changed gives nothing away. */
export const ownLinkSchema = z.object({
  mount: z.string(),
  paths: z.array(z.string()).min(1),
  /** Where on this computer that was: a mount of the same name may lead elsewhere on another day. */
  places: z.array(z.string()),
  method: linkMethodSchema,
  kind: ownLinkKindSchema,
  endsMs: z.number(),
  /** What the receiver's file is called. */
  name: z.string().exactOptional(),
  contentType: z.string().exactOptional(),
  /** Salted and hashed. */
  password: z.string().exactOptional(),
  mostUses: z.number().exactOptional(),
  mostBytes: z.number().exactOptional(),
})
export type OwnLink = Readonly<z.infer<typeof ownLinkSchema>>

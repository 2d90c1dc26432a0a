import { z } from 'zod'
import { ownLinkKindSchema } from '../../contract/api/links.ts'
import { linkMethodSchema } from '../../contract/facets.ts'

/**
 * Everything that one of our own links allows. It is stored as it was signed, so a manipulated ledger gives no access.
 */
export const ownLinkSchema = z.object({
  mount: z.string(),
  paths: z.array(z.string()).min(1),
  /**
   * The paths on this computer when the link was created, because a mount of the same name may lead elsewhere later.
   */
  places: z.array(z.string()),
  method: linkMethodSchema,
  kind: ownLinkKindSchema,
  endsMs: z.number(),
  /** The file name for the receiver. */
  name: z.string().exactOptional(),
  contentType: z.string().exactOptional(),
  /** Salted and hashed. */
  password: z.string().exactOptional(),
  mostUses: z.number().exactOptional(),
  mostBytes: z.number().exactOptional(),
})
export type OwnLink = Readonly<z.infer<typeof ownLinkSchema>>

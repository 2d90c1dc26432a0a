import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { contentTypePattern } from '../choices.ts'
import { linkMethodSchema, linkRevocationSchema, linkSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * What one of our own links leads to. `inbox`: a folder that accepts uploads. `upload`: one file, which need not exist.
 */
export const ownLinkKindSchema = z.enum(['file', 'several', 'folder', 'inbox', 'upload'])
export type OwnLinkKind = z.infer<typeof ownLinkKindSchema>

/** Facts about a link that our own server answers. */
export const ownLinkFactsSchema = z.object({
  kind: ownLinkKindSchema,
  /** The number of files or folders that the link gives access to. */
  items: z.number(),
  hasPassword: z.boolean(),
  /** The number of downloads or uploads that started, and the allowed number. */
  uses: z.number(),
  mostUses: z.number().exactOptional(),
  /** The largest size of an upload. */
  mostBytes: z.number().exactOptional(),
  /** How often the link was opened: pages shown, downloads and uploads. */
  opened: z.number(),
  lastOpenedMs: z.number().exactOptional(),
})
export type OwnLinkFacts = Readonly<z.infer<typeof ownLinkFactsSchema>>

/** A link as the ledger records it. The URL is left out because it gives access. */
export const linkRecordSchema = z.object({
  id: z.string(),
  location: locationSchema,
  method: linkMethodSchema,
  madeMs: z.number(),
  /** Absent for a public URL. */
  endsMs: z.number().exactOptional(),
  revocation: linkRevocationSchema,
  revokedMs: z.number().exactOptional(),
  /** Present for links that our own server answers. */
  own: ownLinkFactsSchema.exactOptional(),
})
export type LinkRecord = Readonly<z.infer<typeof linkRecordSchema>>

export const linkReachSchema = z.enum(['loopback', 'lan'])
export type LinkReach = z.infer<typeof linkReachSchema>

/** The server of our own links. `elsewhere`: another Portolan process of this user answers them at the same address. */
export const linkServerSchema = z.object({
  state: z.enum(['off', 'here', 'elsewhere']),
  reach: linkReachSchema,
  /** The beginning of every link; present once a port was chosen. */
  url: z.string().exactOptional(),
  /** The address where the server listens or would listen. */
  address: z.string().exactOptional(),
  port: z.number().exactOptional(),
  /** The beginning of links for users with their own proxy. It replaces `url`. */
  baseUrl: z.string().exactOptional(),
})
export type LinkServerState = Readonly<z.infer<typeof linkServerSchema>>

/** A request for a link. */
export const linkRequestSchema = z.object({
  location: locationSchema,
  method: linkMethodSchema,
  lastsMs: z.number().positive(),
  downloadAs: z.string().exactOptional(),
  contentType: z.string().regex(contentTypePattern).exactOptional(),
  revocable: z.boolean().exactOptional(),
  // The fields from here on are allowed only if `capabilities.links.extras` names them.
  /** Asks for the public URL of a file. Such a link never expires, so `lastsMs` is ignored. It can't be revoked. */
  permanent: z.literal(true).exactOptional(),
  also: z.array(z.string()).max(1000).readonly().exactOptional(),
  password: z.string().min(1).max(1000).exactOptional(),
  mostUses: z.number().int().positive().exactOptional(),
  mostBytes: z.number().int().positive().exactOptional(),
})
export type LinkRequest = Readonly<z.infer<typeof linkRequestSchema>>

export const linksApi = {
  /**
   * Creates a URL that gives access for a limited time, and records it in the ledger. It may expire earlier than
   * requested.
   */
  make: once(linkRequestSchema, linkSchema.extend({ id: z.string() })),
  /** Lists every link that was created, newest first. Links that expired long ago are removed from the ledger. */
  list: once(z.object({}), z.object({ links: z.array(linkRecordSchema) })),
  /**
   * Revokes a link whose `revocation` is `policy`. For any other link it fails with `unsupported`, and the message
   * names what revokes it.
   */
  revoke: once(z.object({ id: z.string() }), linkRecordSchema),
  server: once(z.object({}), linkServerSchema),
  /**
   * Starts the server of our own links, on this computer only unless `reach` is `lan`. Once chosen, the port stays the
   * same. Fails with `exists` if another program uses the port.
   */
  startServer: once(
    z.object({
      reach: linkReachSchema.exactOptional(),
      port: z.number().int().min(1).max(65_535).exactOptional(),
      baseUrl: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .exactOptional(),
    }),
    linkServerSchema,
  ),
  stopServer: once(z.object({}), linkServerSchema),
}

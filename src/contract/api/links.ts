import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'
import { contentTypePattern } from '../choices.ts'
import { linkMethodSchema, linkRevocationSchema, linkSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

/** What a link of ours leads to. `inbox`: a folder that takes uploads; `upload`: one file that does not have to be there. */
export const ownLinkKindSchema = z.enum(['file', 'several', 'folder', 'inbox', 'upload'])
export type OwnLinkKind = z.infer<typeof ownLinkKindSchema>

/** What is known of a link that our own server answers. */
export const ownLinkFactsSchema = z.object({
  kind: ownLinkKindSchema,
  /** How many files or folders it leads to. */
  items: z.number(),
  hasPassword: z.boolean(),
  /** Downloads or uploads that were begun, and how many there may be. */
  uses: z.number(),
  mostUses: z.number().exactOptional(),
  /** No upload may be larger. */
  mostBytes: z.number().exactOptional(),
  /** How often it was opened: pages that were shown, downloads, uploads. */
  opened: z.number(),
  lastOpenedMs: z.number().exactOptional(),
})
export type OwnLinkFacts = Readonly<z.infer<typeof ownLinkFactsSchema>>

/** A link that was made, as the ledger keeps it: without its URL, which gives access. */
export const linkRecordSchema = z.object({
  id: z.string(),
  location: locationSchema,
  method: linkMethodSchema,
  madeMs: z.number(),
  /** Absent for a public address. */
  endsMs: z.number().exactOptional(),
  revocation: linkRevocationSchema,
  revokedMs: z.number().exactOptional(),
  /** Of those that our own server answers. */
  own: ownLinkFactsSchema.exactOptional(),
})
export type LinkRecord = Readonly<z.infer<typeof linkRecordSchema>>

export const linkReachSchema = z.enum(['loopback', 'lan'])
export type LinkReach = z.infer<typeof linkReachSchema>

/** The server of our own links. `elsewhere`: another Portolan of this user answers them, at the same address. */
export const linkServerSchema = z.object({
  state: z.enum(['off', 'here', 'elsewhere']),
  reach: linkReachSchema,
  /** What links begin with, once a port was chosen. */
  url: z.string().exactOptional(),
  /** Where it listens, or would. */
  address: z.string().exactOptional(),
  port: z.number().exactOptional(),
  /** What links begin with instead, for whoever has a proxy of their own. */
  baseUrl: z.string().exactOptional(),
})
export type LinkServerState = Readonly<z.infer<typeof linkServerSchema>>

/** A link that is asked for. */
export const linkRequestSchema = z.object({
  location: locationSchema,
  method: linkMethodSchema,
  lastsMs: z.number().positive(),
  downloadAs: z.string().exactOptional(),
  contentType: z.string().regex(contentTypePattern).exactOptional(),
  revocable: z.boolean().exactOptional(),
  // from here on only what `capabilities.links.extras` names
  /** Asks for the public address of a file. Such a link never ends, so `lastsMs` is ignored, and can't be revoked. */
  permanent: z.literal(true).exactOptional(),
  also: z.array(z.string()).max(1000).readonly().exactOptional(),
  password: z.string().min(1).max(1000).exactOptional(),
  mostUses: z.number().int().positive().exactOptional(),
  mostBytes: z.number().int().positive().exactOptional(),
})
export type LinkRequest = Readonly<z.infer<typeof linkRequestSchema>>

export const linksApi = {
  /** Makes a URL that gives access for a while, and notes it in the ledger. Its true end may be sooner than wished. */
  make: once(linkRequestSchema, linkSchema.extend({ id: z.string() })),
  /** Every link that was made, newest first; those long ended are forgotten. */
  list: once(z.object({}), z.object({ links: z.array(linkRecordSchema) })),
  /** Takes back a link, where its `revocation` is `policy`; else fails with `unsupported` and says what it takes. */
  revoke: once(z.object({ id: z.string() }), linkRecordSchema),
  server: once(z.object({}), linkServerSchema),
  /**
   * Answers links of our own from now on, on this computer alone unless `reach` is `lan`. The port stays the same once it was
   * chosen. `exists` when another program has it.
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

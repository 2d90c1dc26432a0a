import { z } from 'zod'
import { sharedFactSchema } from './schemas/entry-page.ts'
import { changeablePropertySchema, linkExtraSchema, linkMethodSchema } from './facets.ts'

/** Optional abilities of a backend. Each is a property of that name on `Backend`. */
export const facetNames = [
  'rename',
  'trash',
  'watch',
  'localPath',
  'identity',
  'versions',
  'moments',
  'deleted',
  'links',
  'properties',
  'permissions',
  'archive',
  'serverCopy',
  'removeMany',
  'container',
  'uploads',
  'checksums',
  'space',
  'clock',
  'staging',
  'bulk',
  'history',
] as const
export const facetNameSchema = z.enum(facetNames)
export type FacetName = z.infer<typeof facetNameSchema>

/** A limit of a store, with where it is written down. */
const limitSchema = z.object({ value: z.number(), source: z.string() })

/** A class of storage, in the store's own word and in ours. */
export const storageClassSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** What is in it must be brought back before it can be read. */
  isArchive: z.boolean(),
})
export type StorageClass = Readonly<z.infer<typeof storageClassSchema>>

/**
 * What a mount can do, as plain data. Derived once from the backend; the window, the command line and the conformance
 * suite decide from it alone, never from the type of the mount.
 */
export const capabilitiesSchema = z.object({
  facets: z.array(facetNameSchema),
  /** Facets this kind of store has and this mount has not, each with a sentence saying why: a missing right, a setting. */
  withheld: z.partialRecord(facetNameSchema, z.string()),
  /** What went wrong when the mount was opened and its owner has to know, in a sentence. The mount works all the same. */
  notice: z.string().exactOptional(),
  /** False for read-only mounts: every change is refused before it reaches the backend. */
  canWrite: z.boolean(),
  /** Does replacing or deleting a file keep its old state as a version? `unknown` where it depends on the folder, or is not told. */
  keepsVersions: z.union([z.boolean(), z.literal('unknown')]),
  /** Has symbolic links. */
  hasLinks: z.boolean(),
  /** Can keep a folder with nothing in it. */
  keepsEmptyFolders: z.boolean(),
  /** Can a written file be given a modification time, and how exactly is it kept? */
  modifiedTime: z.object({ canSet: z.boolean(), precisionMs: z.number() }),
  /** Are `A` and `a` two names? `unknown` where it depends on the folder. */
  caseSensitive: z.union([z.boolean(), z.literal('unknown')]),
  /** Are NFC and NFD forms two names? */
  distinguishesUnicodeForms: z.union([z.boolean(), z.literal('unknown')]),
  limits: z.object({ nameBytes: limitSchema.exactOptional(), pathBytes: limitSchema.exactOptional() }),
  /** What its listings tell besides kind, size and time: each is a column. */
  entryFacts: z.array(sharedFactSchema),
  /**
   * With `links`. `longestMs`: the longest life the provider allows. `canRevoke`: single links can be revoked. `servedBy: 'us'`:
   * our own link server answers them and supports the `extras`.
   */
  links: z
    .object({
      methods: z.array(linkMethodSchema),
      longestMs: limitSchema.exactOptional(),
      canRevoke: z.boolean(),
      servedBy: z.literal('us').exactOptional(),
      extras: z.array(linkExtraSchema).exactOptional(),
    })
    .exactOptional(),
  /** With `properties`. */
  properties: z
    .object({
      changeable: z.array(changeablePropertySchema),
      storageClasses: z.array(storageClassSchema),
      /** What metadata may be called: as HTTP headers, unless only letters, digits and `_` do. */
      metadataNames: z.literal('identifiers').exactOptional(),
    })
    .exactOptional(),
  /** With `container`. */
  container: z.object({ canSetVersioning: z.boolean(), canSetLifecycle: z.boolean() }).exactOptional(),
  /** Shows a folder of another mount: that mount's own name for the root. */
  windowOf: z.object({ mount: z.string(), path: z.string() }).exactOptional(),
  /** With `serverCopy`: can it copy from a signed URL of any store? */
  copiesFromUrl: z.boolean(),
})
export type Capabilities = Readonly<z.infer<typeof capabilitiesSchema>>

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

/** A limit of a store, with the document that states it. */
const limitSchema = z.object({ value: z.number(), source: z.string() })

/** A storage class, with the store's own id and our label. */
export const storageClassSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Files of this class must be restored before they can be read. */
  isArchive: z.boolean(),
})
export type StorageClass = Readonly<z.infer<typeof storageClassSchema>>

/**
 * What a mount can do, as plain data. It is derived once from the backend. The window, the command line and the
 * conformance suite decide by it alone, never by the type of the mount.
 */
export const capabilitiesSchema = z.object({
  facets: z.array(facetNameSchema),
  /**
   * Facets that this kind of store has but this mount lacks, each with a sentence that gives the reason: a missing
   * right, a setting.
   */
  withheld: z.partialRecord(facetNameSchema, z.string()),
  /** A problem from opening the mount that the user must know, as a sentence. The mount works anyway. */
  notice: z.string().exactOptional(),
  /** False for read-only mounts: every change is refused before it reaches the backend. */
  canWrite: z.boolean(),
  /**
   * Tells whether replacing or deleting a file keeps its old state as a version. `unknown` if it depends on the folder
   * or the store does not tell.
   */
  keepsVersions: z.union([z.boolean(), z.literal('unknown')]),
  /** Tells whether the store has symbolic links. */
  hasLinks: z.boolean(),
  /** Tells whether the store can keep an empty folder. */
  keepsEmptyFolders: z.boolean(),
  /** Tells whether the modification time of a written file can be set, and its precision. */
  modifiedTime: z.object({ canSet: z.boolean(), precisionMs: z.number() }),
  /** Tells whether `A` and `a` are two names. `unknown` if it depends on the folder. */
  caseSensitive: z.union([z.boolean(), z.literal('unknown')]),
  /** Tells whether the NFC and NFD forms of a name are two names. */
  distinguishesUnicodeForms: z.union([z.boolean(), z.literal('unknown')]),
  limits: z.object({ nameBytes: limitSchema.exactOptional(), pathBytes: limitSchema.exactOptional() }),
  /** The facts in its listings besides kind, size and time. Each becomes a column. */
  entryFacts: z.array(sharedFactSchema),
  /**
   * Present with the facet `links`. `longestMs`: the longest lifetime that the provider allows. `canRevoke`: single
   * links can be revoked. `servedBy: 'us'`: our own link server answers them and supports the `extras`.
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
  /** Present with the facet `properties`. */
  properties: z
    .object({
      changeable: z.array(changeablePropertySchema),
      storageClasses: z.array(storageClassSchema),
      /** The allowed names of metadata: letters, digits and `_` only if set, otherwise any name of an HTTP header. */
      metadataNames: z.literal('identifiers').exactOptional(),
    })
    .exactOptional(),
  /** Present with the facet `container`. */
  container: z.object({ canSetVersioning: z.boolean(), canSetLifecycle: z.boolean() }).exactOptional(),
  /** The mount shows a folder of another mount. This is the location of its root on that mount. */
  windowOf: z.object({ mount: z.string(), path: z.string() }).exactOptional(),
  /** With `serverCopy`: tells whether it can copy from a signed URL of any store. */
  copiesFromUrl: z.boolean(),
})
export type Capabilities = Readonly<z.infer<typeof capabilitiesSchema>>

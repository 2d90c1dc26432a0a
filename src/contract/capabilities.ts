import { z } from 'zod'

/** Optional abilities of a backend. Each is a property of that name on `Backend`. */
export const facetNames = ['rename', 'trash', 'watch', 'localPath'] as const
export const facetNameSchema = z.enum(facetNames)
export type FacetName = z.infer<typeof facetNameSchema>

/** A limit of a store, with where it is written down. */
const limitSchema = z.object({ value: z.number(), source: z.string() })

/**
 * What a mount can do, as plain data. Derived once from the backend; the window, the command line and the conformance
 * suite decide from it alone, never from the type of the mount.
 */
export const capabilitiesSchema = z.object({
  facets: z.array(facetNameSchema),
  /** False for read-only mounts: every change is refused before it reaches the backend. */
  canWrite: z.boolean(),
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
})
export type Capabilities = Readonly<z.infer<typeof capabilitiesSchema>>

import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

const counted = {
  hits: z.number().int(),
  misses: z.number().int(),
  /** That were not asked of the store. */
  savedBytes: z.number(),
  /** On this disk. */
  bytes: z.number(),
}

/** What is kept of one mount, and how often that was of use since it was last cleared. */
export const cacheUseSchema = z.object({
  mount: z.string(),
  /** Hits and misses are folders that were opened. */
  listings: z.object({ ...counted, folders: z.number().int(), entries: z.number().int() }),
  /** Hits and misses are blocks that were read. */
  contents: z.object({ ...counted, files: z.number().int() }),
})
export type CacheUse = Readonly<z.infer<typeof cacheUseSchema>>

export const cacheStatusSchema = z.object({
  mounts: z.array(cacheUseSchema),
  /** Where it is; absent where nothing is kept. */
  folder: z.string().exactOptional(),
  /** Of all mounts together. */
  most: z.object({ entries: z.number(), listingBytes: z.number(), contentBytes: z.number() }).exactOptional(),
})
export type CacheStatus = Readonly<z.infer<typeof cacheStatusSchema>>

const ofMount = z.object({ mount: z.string().exactOptional() })

/** What is kept of mounts that are elsewhere, to show it sooner. */
export const cachesApi = {
  status: once(ofMount, cacheStatusSchema),
  /** Forgets what is kept of a mount, or of all. */
  clear: once(ofMount, z.object({})),
}

import { z } from 'zod'
import { once } from '../../lib/call-shape.ts'

const counted = {
  hits: z.number().int(),
  misses: z.number().int(),
  /** Bytes that came from the cache and were not requested from the store. */
  savedBytes: z.number(),
  /** Bytes on this disk. */
  bytes: z.number(),
}

/** What the cache holds of one mount, and its hits and misses since it was last cleared. */
export const cacheUseSchema = z.object({
  mount: z.string(),
  /** Hits and misses count folders that were opened. */
  listings: z.object({ ...counted, folders: z.number().int(), entries: z.number().int() }),
  /** Hits and misses count blocks that were read. */
  contents: z.object({ ...counted, files: z.number().int() }),
})
export type CacheUse = Readonly<z.infer<typeof cacheUseSchema>>

export const cacheStatusSchema = z.object({
  mounts: z.array(cacheUseSchema),
  /** The cache folder; absent if nothing is cached. */
  folder: z.string().exactOptional(),
  /** The limits for all mounts together. */
  most: z.object({ entries: z.number(), listingBytes: z.number(), contentBytes: z.number() }).exactOptional(),
})
export type CacheStatus = Readonly<z.infer<typeof cacheStatusSchema>>

const ofMount = z.object({ mount: z.string().exactOptional() })

/** The cache of remote mounts, which makes them faster to show. */
export const cachesApi = {
  status: once(ofMount, cacheStatusSchema),
  /** Clears the cache of one mount, or of all mounts. */
  clear: once(ofMount, z.object({})),
}

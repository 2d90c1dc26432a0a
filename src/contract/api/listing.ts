import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { entryKinds } from '../choices.ts'
import { entrySchema } from '../schemas/entry.ts'
import { entryPageSchema } from '../schemas/entry-page.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })

/** A folder found on a walk: one page of it, or why it could not be read. */
export const walkItemSchema = z.union([
  z.object({ path: z.string(), page: entryPageSchema }),
  z.object({ path: z.string(), failure: failureSchema }),
])
export type WalkItem = Readonly<z.infer<typeof walkItemSchema>>

/** `changed`: the folder must be listed again. `gone`: the folder no longer exists. */
export const folderChangeSchema = z.object({ kind: z.enum(['changed', 'gone']) })
export type FolderChange = Readonly<z.infer<typeof folderChangeSchema>>

/** Describes a cached listing. */
export const knownSinceSchema = z.object({ asOfMs: z.number(), entries: z.number().int() })
export type KnownSince = Readonly<z.infer<typeof knownSinceSchema>>

const sum = {
  /** The bytes of all files whose size is known. */
  bytes: z.number(),
  files: z.number().int(),
  folders: z.number().int(),
}
const measuredPartSchema = z.object({ name: z.string(), kind: z.enum(entryKinds), ...sum })
export type MeasuredPart = Readonly<z.infer<typeof measuredPartSchema>>

/** The space that a folder uses, by its parts, the largest first. */
export const folderMeasureSchema = z.object({
  parts: z.array(measuredPartSchema),
  /** The totals of the smaller parts, which are not listed one by one. */
  rest: z.object(sum),
  /** The first few folders that could not be read, with the reason. */
  skipped: z.array(z.object({ path: z.string(), failure: failureSchema })),
  skippedCount: z.number().int(),
  isDone: z.boolean(),
})
export type FolderMeasure = Readonly<z.infer<typeof folderMeasureSchema>>

export const listingApi = {
  /**
   * Lists one folder in pages, in the store's order. On a past mount, `withAdded` also yields entries that were added
   * later, marked `added`. It has no effect on other mounts. `withDeleted` adds the deleted entries that can be restored
   * at the end, each with `deleted`, if the mount supports it. `remembers` caches the whole listing of a remote mount for
   * `known`.
   */
  list: stream(
    at.extend({
      withAdded: z.boolean().exactOptional(),
      withDeleted: z.boolean().exactOptional(),
      remembers: z.boolean().exactOptional(),
    }),
    entryPageSchema,
  ),
  /**
   * Returns the cached listing of a folder without a request to the mount. It is for display until the folder is
   * listed; nothing may decide by it. Yields the time of the listing first, then its pages. There are fewer entries
   * than stated if the cache lost some in the meantime. Yields nothing if the folder is not cached.
   */
  known: stream(at, z.union([knownSinceSchema, entryPageSchema])),
  /**
   * Walks a folder and everything below it, depth first. A folder that can't be read yields a failure and the walk
   * continues. Symbolic links are not followed.
   */
  walk: stream(at, walkItemSchema),
  /** Measures a folder and everything below it. Yields the totals so far repeatedly, and the complete result last. */
  measure: stream(at, folderMeasureSchema),
  stat: once(at, entrySchema),
  /**
   * Reports changes of a folder, at most a few times a second. Fails with `unsupported` if the mount can't watch
   * folders.
   */
  watch: stream(at, folderChangeSchema),
}

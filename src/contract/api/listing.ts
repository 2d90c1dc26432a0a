import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { entryKinds } from '../choices.ts'
import { entrySchema } from '../schemas/entry.ts'
import { entryPageSchema } from '../schemas/entry-page.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })

/** A folder met on a walk: a page of it, or why it could not be read. */
export const walkItemSchema = z.union([
  z.object({ path: z.string(), page: entryPageSchema }),
  z.object({ path: z.string(), failure: failureSchema }),
])
export type WalkItem = Readonly<z.infer<typeof walkItemSchema>>

/** `changed`: list it again. `gone`: the folder itself is no longer there. */
export const folderChangeSchema = z.object({ kind: z.enum(['changed', 'gone']) })
export type FolderChange = Readonly<z.infer<typeof folderChangeSchema>>

/** Of a listing that was kept. */
export const knownSinceSchema = z.object({ asOfMs: z.number(), entries: z.number().int() })
export type KnownSince = Readonly<z.infer<typeof knownSinceSchema>>

const sum = {
  /** Bytes of all files, as far as their sizes are known. */
  bytes: z.number(),
  files: z.number().int(),
  folders: z.number().int(),
}
const measuredPartSchema = z.object({ name: z.string(), kind: z.enum(entryKinds), ...sum })
export type MeasuredPart = Readonly<z.infer<typeof measuredPartSchema>>

/** How much room a folder takes, by its parts, the largest first. */
export const folderMeasureSchema = z.object({
  parts: z.array(measuredPartSchema),
  /** Smaller parts, which are not told one by one. */
  rest: z.object(sum),
  /** Folders that could not be read, the first of them with the reason. */
  skipped: z.array(z.object({ path: z.string(), failure: failureSchema })),
  skippedCount: z.number().int(),
  isDone: z.boolean(),
})
export type FolderMeasure = Readonly<z.infer<typeof folderMeasureSchema>>

export const listingApi = {
  /**
   * One folder, in pages, in the store's own order. Of a mount as it was, `withAdded` gives what came since, too, marked as
   * `added`; elsewhere it makes no difference. Where what was deleted can be brought back, `withDeleted` gives that last, each with
   * `deleted` and marked so. With `remembers` a whole listing is kept for `known`, where the mount is elsewhere.
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
   * What a folder was last known to hold, without asking the mount: to be shown until it is listed, and never to decide by. First of when it is,
   * then its pages; fewer entries than it says when they were lost meanwhile. Nothing where nothing is known.
   */
  known: stream(at, z.union([knownSinceSchema, entryPageSchema])),
  /** A folder and all below it, depth first. A folder that can't be read is an item, not the end. Links are not followed. */
  walk: stream(at, walkItemSchema),
  /** Measures a folder with all below it: what is known so far, again and again, and at the end all of it. */
  measure: stream(at, folderMeasureSchema),
  stat: once(at, entrySchema),
  /** Says when a folder changes, a few times a second at the most. Fails with `unsupported` where the mount can't tell. */
  watch: stream(at, folderChangeSchema),
}

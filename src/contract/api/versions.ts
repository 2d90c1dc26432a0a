import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { entrySchema } from '../schemas/entry.ts'
import { deletedEntrySchema, versionSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })
const oneVersion = z.object({ location: locationSchema, version: z.string() })
const nothing = z.object({})
const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** Where a mount lacks the ability, each fails with `unsupported` and says why. */
export const versionsApi = {
  /** The states a file had, newest first, deletions among them. */
  list: stream(at, z.array(versionSchema)),
  read: stream(
    oneVersion.extend({
      offset: z.number().int().nonnegative().exactOptional(),
      length: z.number().int().nonnegative().exactOptional(),
    }),
    bytesSchema,
  ),
  /** Reads all bytes of a version, or of the file as it is now, for their SHA-256 in lower-case hex. */
  sum: once(
    at.extend({ version: z.string().exactOptional() }),
    z.object({ sha256: z.string(), sizeBytes: z.number() }),
  ),
  /** Makes a state the current one again, as a new version. */
  restore: once(oneVersion, entrySchema),
  /** Removes one state for good. */
  remove: once(oneVersion, nothing),
  /**
   * When something changed in a folder or below it, newest first and no more than the latest few hundred. Fails with `unsupported`
   * also where that can't be told without reading all of its history.
   */
  changes: once(at, z.object({ momentsMs: z.array(z.number()) })),
  /** What was deleted in a folder and can be brought back. */
  deleted: stream(at, z.array(deletedEntrySchema)),
  /** Brings a deleted entry back. Fails with `exists` when its name is in use again. */
  undelete: once(at, entrySchema),
}

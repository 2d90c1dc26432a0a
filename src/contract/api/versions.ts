import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { entrySchema } from '../schemas/entry.ts'
import { deletedEntrySchema, versionSchema } from '../facets.ts'
import { locationSchema } from '../schemas/location.ts'

const at = z.object({ location: locationSchema })
const oneVersion = z.object({ location: locationSchema, version: z.string() })
const nothing = z.object({})
const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

/** Each call fails with `unsupported` and the reason if the mount lacks the ability. */
export const versionsApi = {
  /** Lists the states that a file had, newest first, including deletions. */
  list: stream(at, z.array(versionSchema)),
  read: stream(
    oneVersion.extend({
      offset: z.number().int().nonnegative().exactOptional(),
      length: z.number().int().nonnegative().exactOptional(),
    }),
    bytesSchema,
  ),
  /** Reads all bytes of a version, or of the current file, and returns their SHA-256 in lower-case hex. */
  sum: once(
    at.extend({ version: z.string().exactOptional() }),
    z.object({ sha256: z.string(), sizeBytes: z.number() }),
  ),
  /** Makes a state the current one again, as a new version. */
  restore: once(oneVersion, entrySchema),
  /** Permanently removes one state. */
  remove: once(oneVersion, nothing),
  /**
   * Returns the times of changes in a folder or below it, newest first, at most the latest few hundred. Fails with
   * `unsupported`, also if the mount would have to read its whole history.
   */
  changes: once(at, z.object({ momentsMs: z.array(z.number()) })),
  /** Lists deleted entries of a folder that can be restored. */
  deleted: stream(at, z.array(deletedEntrySchema)),
  /** Restores a deleted entry. Fails with `exists` if its name is in use again. */
  undelete: once(at, entrySchema),
}

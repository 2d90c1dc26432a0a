import { z } from 'zod'
import { once, stream, upload } from '../../lib/call-shape.ts'
import { entrySchema } from '../schemas/entry.ts'
import { propertyChangesSchema } from '../facets.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/** What happens to an entry that already has the name. */
export const ifExistsSchema = z.enum(['replace', 'fail'])

/** The result for one of several items. */
export const outcomeSchema = z.object({ location: locationSchema, failure: failureSchema.exactOptional() })
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>

/** The entry as it was when it was created or renamed. */
const madeSchema = entrySchema.pick({ kind: true, sizeBytes: true, modifiedMs: true })

const nothing = z.object({})
const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

export const filesApi = {
  /**
   * Reads at most `length` bytes of a file from `offset`. `cached` is for display only and lets the call use cached
   * bytes. They are used if a check confirms now that the file is still the same. If the size and time that the caller
   * knows match, a check made shortly before is enough.
   */
  read: stream(
    z.object({
      location: locationSchema,
      offset: z.number().int().nonnegative().exactOptional(),
      length: z.number().int().nonnegative().exactOptional(),
      cached: z
        .object({ sizeBytes: z.number().exactOptional(), modifiedMs: z.number().exactOptional() })
        .exactOptional(),
    }),
    bytesSchema,
  ),
  /**
   * Returns a ticket for one download of a file or of one of its versions. The browser fetches it from `/download/`
   * within a minute. Fails with `not-a-file` for a folder, and with `unsupported` if the host serves no browser.
   */
  download: once(
    z.object({
      location: locationSchema,
      version: z.string().exactOptional(),
      /** The name that the downloaded file gets. */
      as: z.string().min(1).max(1000).exactOptional(),
    }),
    z.object({ ticket: z.string() }),
  ),
  /**
   * Returns a ticket for reading a file, or one of its versions, in ranges from `/content/`. The window may use it any
   * number of times; it expires after an hour without use. It is valid only for the current state of the file. Fails
   * with `not-a-file` for a folder, and with `unsupported` if the host serves no browser or the size is unknown.
   */
  serve: once(
    z.object({ location: locationSchema, version: z.string().exactOptional() }),
    z.object({ ticket: z.string() }),
  ),
  /** Stores the uploaded bytes under the name in one step, or not at all. */
  write: upload(
    z.object({
      location: locationSchema,
      ifExists: ifExistsSchema,
      modifiedMs: z.number().exactOptional(),
      /** Set in the same step, as far as the mount supports it. */
      properties: propertyChangesSchema.exactOptional(),
    }),
    entrySchema,
  ),
  /** Creates one folder. Its parent folder must exist. Fails with `exists`. */
  makeFolder: once(z.object({ location: locationSchema }), nothing),
  /** Renames an entry or moves it to another folder of its mount. Fails with `exists` unless it may replace a file. */
  rename: once(z.object({ from: locationSchema, to: locationSchema, ifExists: ifExistsSchema }), entrySchema),
  /**
   * Deletes an entry that was created, if it is still as `made` says. A folder must be empty. Fails with `changed` or
   * `not-empty`.
   */
  takeBack: once(z.object({ location: locationSchema, made: madeSchema }), nothing),
  /**
   * Restores the old name of an entry, if it is still as `made` says. Fails with `changed`, and with `exists` if the
   * name is taken.
   */
  renameBack: once(z.object({ from: locationSchema, to: locationSchema, made: madeSchema }), nothing),
  /**
   * Deletes each location; folders are deleted with their contents. `trash` can be undone, and fails if the mount has
   * no trash.
   */
  remove: stream(z.object({ locations: z.array(locationSchema), to: z.enum(['trash', 'nowhere']) }), outcomeSchema),
}

import { z } from 'zod'
import { once, stream, upload } from '../../lib/call-shape.ts'
import { entrySchema } from '../schemas/entry.ts'
import { propertyChangesSchema } from '../facets.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/** What becomes of something that has the name already. */
export const ifExistsSchema = z.enum(['replace', 'fail'])

/** How one of several items ended. */
export const outcomeSchema = z.object({ location: locationSchema, failure: failureSchema.exactOptional() })
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>

/** What something was like when it was made or renamed. */
const madeSchema = entrySchema.pick({ kind: true, sizeBytes: true, modifiedMs: true })

const nothing = z.object({})
const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

export const filesApi = {
  /**
   * Bytes of a file, from `offset`, at most `length` of them. `cached`: for showing only; from what was kept on this disk where that is
   * still the file, as was found out now, or a moment ago where it has the size and time that the caller knows of.
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
   * A ticket for one download of a file, or of one of its versions, with which the browser fetches it from `/download/`
   * within a minute. Fails with `not-a-file` for a folder, and `unsupported` where no browser is served.
   */
  download: once(
    z.object({
      location: locationSchema,
      version: z.string().exactOptional(),
      /** Another name for it on the other side. */
      as: z.string().min(1).max(1000).exactOptional(),
    }),
    z.object({ ticket: z.string() }),
  ),
  /**
   * A ticket with which a window fetches a file, or one of its versions, from `/content/` in parts, as often as it likes, until it
   * did not for an hour. Only for the state the file is in now. Fails with `not-a-file` for a folder, and `unsupported` where no
   * browser is served or the size is not known.
   */
  serve: once(
    z.object({ location: locationSchema, version: z.string().exactOptional() }),
    z.object({ ticket: z.string() }),
  ),
  /** Stores the bytes sent along under the name in one step, or not at all. */
  write: upload(
    z.object({
      location: locationSchema,
      ifExists: ifExistsSchema,
      modifiedMs: z.number().exactOptional(),
      /** Set in the same step, as far as the mount can. */
      properties: propertyChangesSchema.exactOptional(),
    }),
    entrySchema,
  ),
  /** Makes one folder; its parent must be there. Fails with `exists`. */
  makeFolder: once(z.object({ location: locationSchema }), nothing),
  /** Gives an entry another name or folder within its mount. Fails with `exists` unless it may replace a file. */
  rename: once(z.object({ from: locationSchema, to: locationSchema, ifExists: ifExistsSchema }), entrySchema),
  /**
   * Takes away what was made, if it is still as `made` says; a folder only with nothing in it. Fails with `changed` or `not-empty`.
   */
  takeBack: once(z.object({ location: locationSchema, made: madeSchema }), nothing),
  /** Gives something its old name back, if it is still as `made` says. Fails with `changed`, and `exists` where the name is taken. */
  renameBack: once(z.object({ from: locationSchema, to: locationSchema, made: madeSchema }), nothing),
  /** Deletes each location, folders with all they hold. `trash` can be undone and fails where there is no trash. */
  remove: stream(z.object({ locations: z.array(locationSchema), to: z.enum(['trash', 'nowhere']) }), outcomeSchema),
}

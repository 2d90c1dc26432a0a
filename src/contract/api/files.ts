import { z } from 'zod'
import { once, stream, upload } from '../../lib/call-shape.ts'
import { entrySchema } from '../entry.ts'
import { propertyChangesSchema } from '../facets.ts'
import { failureSchema } from '../failure.ts'
import { locationSchema } from '../location.ts'

/** What becomes of something that has the name already. */
export const ifExistsSchema = z.enum(['replace', 'fail'])

/** How one of several items ended. */
export const outcomeSchema = z.object({ location: locationSchema, failure: failureSchema.exactOptional() })
export type Outcome = Readonly<z.infer<typeof outcomeSchema>>

/** How a copy or move goes on: per file when it ends, and a snapshot of the totals about ten times a second. */
export const copyEventSchema = z.union([
  z.object({
    kind: z.literal('item'),
    from: locationSchema,
    to: locationSchema,
    /** Folders are made, not copied: they carry no bytes. */
    entry: z.enum(['file', 'folder', 'link', 'special']),
    outcome: z.enum(['done', 'skipped', 'failed']),
    sizeBytes: z.number().exactOptional(),
    /** Why it was skipped. */
    reason: z.string().exactOptional(),
    failure: failureSchema.exactOptional(),
  }),
  z.object({
    kind: z.literal('progress'),
    doneItems: z.number(),
    doneBytes: z.number(),
    current: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('end'),
    done: z.number(),
    skipped: z.number(),
    failed: z.number(),
    doneBytes: z.number(),
  }),
])
export type CopyEvent = Readonly<z.infer<typeof copyEventSchema>>

const nothing = z.object({})
const bytesSchema: z.ZodType<Uint8Array> = z.instanceof(Uint8Array)

export const filesApi = {
  /** Bytes of a file, from `offset`, at most `length` of them. */
  read: stream(
    z.object({
      location: locationSchema,
      offset: z.number().int().nonnegative().exactOptional(),
      length: z.number().int().nonnegative().exactOptional(),
    }),
    bytesSchema,
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
  /** Deletes each location, folders with all they hold. `trash` can be undone and fails where there is no trash. */
  remove: stream(z.object({ locations: z.array(locationSchema), to: z.enum(['trash', 'nowhere']) }), outcomeSchema),
  /**
   * Copies or moves files and folders, between any two mounts. A folder copies as a folder into `into`, or its contents
   * do with `contents`; `as` gives a single source another name. Every file is checked; a move deletes a source only
   * after its copy is proved.
   */
  copy: stream(
    z.object({
      sources: z.array(z.object({ location: locationSchema, contents: z.boolean().exactOptional() })).min(1),
      into: locationSchema,
      as: z.string().exactOptional(),
      move: z.boolean(),
      onConflict: z.enum(['overwrite', 'keep-both', 'skip', 'fail']),
    }),
    copyEventSchema,
  ),
}

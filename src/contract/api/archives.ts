import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'
import { ifExistsSchema } from './files.ts'

const leftOutSchema = z.object({ location: locationSchema, failure: failureSchema })

/**
 * Progress of writing a zip. The last event lists in `leftOut` some of the files that could not be read. The zip is
 * then stored only if the caller asked to leave such files out.
 */
export const compressEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), files: z.number(), bytes: z.number() }),
  z.object({
    kind: z.literal('ended'),
    files: z.number(),
    bytes: z.number(),
    isStored: z.boolean(),
    leftOut: z.array(leftOutSchema),
    leftOutCount: z.number(),
  }),
])
export type CompressEvent = Readonly<z.infer<typeof compressEventSchema>>

export const archivesApi = {
  /**
   * Packs files and folders of any mounts into one zip. Leaving the loop cancels it, and nothing is stored. Fails with
   * `exists`.
   */
  compress: stream(
    z.object({
      sources: z.array(locationSchema).min(1),
      to: locationSchema,
      ifExists: ifExistsSchema,
      /** Leaves out files that can't be read. Otherwise one such file stops the zip, and nothing is stored. */
      leavesOut: z.boolean(),
    }),
    compressEventSchema,
  ),
  /** Returns a ticket for one download of files and folders as a zip. It works like the ticket of `files.download`. */
  download: once(
    z.object({ locations: z.array(locationSchema).min(1), as: z.string().min(1).max(1000) }),
    z.object({ ticket: z.string() }),
  ),
}

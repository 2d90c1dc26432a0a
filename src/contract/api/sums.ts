import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { sumKinds } from '../../lib/sums/sum-names.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

const kindSchema = z.enum(sumKinds)
/** Where a checksum comes from: from the store without reading the file, or from the bytes that were read. */
const sourceSchema = z.enum(['store', 'bytes'])

export const sumsEventSchema = z.discriminatedUnion('kind', [
  /** What was read so far. */
  z.object({ kind: z.literal('progress'), files: z.number().int(), bytes: z.number() }),
  z.object({
    kind: z.literal('sums'),
    location: locationSchema,
    /** The name of the file, or its path below the requested folder. */
    name: z.string(),
    sums: z.partialRecord(kindSchema, z.string()),
    source: sourceSchema,
  }),
  z.object({ kind: z.literal('failed'), location: locationSchema, name: z.string(), failure: failureSchema }),
])
export type SumsEvent = Readonly<z.infer<typeof sumsEventSchema>>

export const checkedSumSchema = z.object({
  kind: z.literal('checked'),
  name: z.string(),
  sum: kindSchema,
  /** `failed`: the file could not be read, or its path is outside the folder of the checksum file. */
  result: z.enum(['same', 'different', 'missing', 'failed']),
  source: sourceSchema.exactOptional(),
  failure: failureSchema.exactOptional(),
})
export type CheckedSum = Readonly<z.infer<typeof checkedSumSchema>>

export const checkEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), files: z.number().int(), bytes: z.number() }),
  /**
   * The checksum file was read. `count` is the number of files it names, and `badLines` the number of lines without a
   * checksum.
   */
  z.object({ kind: z.literal('began'), count: z.number().int(), badLines: z.number().int() }),
  checkedSumSchema,
])
export type CheckEvent = Readonly<z.infer<typeof checkEventSchema>>

export const sumsApi = {
  /**
   * Computes checksums of files and of all files below folders. Symbolic links are left out. With `usesStore`, a file
   * is not read if its store knows all requested checksums. A file that fails does not stop the others.
   */
  make: stream(
    z.object({ locations: z.array(locationSchema).min(1), kinds: z.array(kindSchema).min(1), usesStore: z.boolean() }),
    sumsEventSchema,
  ),
  /** Compares files with a checksum file that names them. Fails with `bad-input` if the file is not a checksum file. */
  check: stream(
    z.object({ file: locationSchema, sum: kindSchema.exactOptional(), usesStore: z.boolean() }),
    checkEventSchema,
  ),
}

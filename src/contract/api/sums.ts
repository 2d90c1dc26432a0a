import { z } from 'zod'
import { stream } from '../../lib/call-shape.ts'
import { sumKinds } from '../../lib/sums/sum-names.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

const kindSchema = z.enum(sumKinds)
/** Who says so: the store, without reading the file; or its bytes, which were read. */
const sourceSchema = z.enum(['store', 'bytes'])

export const sumsEventSchema = z.discriminatedUnion('kind', [
  /** What was read until now. */
  z.object({ kind: z.literal('progress'), files: z.number().int(), bytes: z.number() }),
  z.object({
    kind: z.literal('sums'),
    location: locationSchema,
    /** Below what was asked for: the name of a file, or its path below the folder it is in. */
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
  /** `failed`: it could not be read, or is not the file's to name. */
  result: z.enum(['same', 'different', 'missing', 'failed']),
  source: sourceSchema.exactOptional(),
  failure: failureSchema.exactOptional(),
})
export type CheckedSum = Readonly<z.infer<typeof checkedSumSchema>>

export const checkEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), files: z.number().int(), bytes: z.number() }),
  /** The file of checksums was read: how many files it names, and how many of its lines are not checksums. */
  z.object({ kind: z.literal('began'), count: z.number().int(), badLines: z.number().int() }),
  checkedSumSchema,
])
export type CheckEvent = Readonly<z.infer<typeof checkEventSchema>>

export const sumsApi = {
  /**
   * Sums of files, and of all files below folders; links are left out. With `usesStore`, a file is not read where its store knows
   * all that is asked for. One file that fails does not stop the others.
   */
  make: stream(
    z.object({ locations: z.array(locationSchema).min(1), kinds: z.array(kindSchema).min(1), usesStore: z.boolean() }),
    sumsEventSchema,
  ),
  /** Compares the files that a file of sums names with it. Throws `bad-input` for a file that is none. */
  check: stream(
    z.object({ file: locationSchema, sum: kindSchema.exactOptional(), usesStore: z.boolean() }),
    checkEventSchema,
  ),
}

import { z } from 'zod'
import { sharedFacts } from '../choices.ts'
import { deletedFactsSchema, foundTextSchema, linkFactsSchema, sumsSchema } from './entry.ts'
import { failureKindSchema } from './failure.ts'

export const sharedFactSchema = z.enum(sharedFacts)
export type SharedFact = z.infer<typeof sharedFactSchema>

/**
 * Some entries of one folder, packed in columns. A listing is a series of such pages. A backend packs once where it
 * reads the names. The columns then travel unchanged through layers, threads and connections into the window's index.
 */
export const entryPageSchema = z.object({
  count: z.number().int().nonnegative(),
  /** All names in UTF-8, one after the other. */
  names: z.instanceof(Uint8Array),
  /** The end of each name in `names`. */
  nameEnds: z.instanceof(Uint32Array),
  /** Indexes into `entryKinds`. */
  kinds: z.instanceof(Uint8Array),
  /** Sizes in bytes; NaN if unknown. */
  sizes: z.instanceof(Float64Array),
  /** Milliseconds since 1970; NaN if unknown. */
  modified: z.instanceof(Float64Array),
  /** For each fact of the page: its values, and the value of each row as an index counted from 1. 0 means no value. */
  facts: z.partialRecord(sharedFactSchema, z.object({ values: z.array(z.string()), rows: z.instanceof(Uint16Array) })),
  /** On a past mount: the version of each row; empty if it has none. */
  versions: z.array(z.string()).exactOptional(),
  /** Fields that only few rows have, by row. */
  extras: z.array(
    z.tuple([
      z.number().int(),
      z.object({
        link: linkFactsSchema.exactOptional(),
        failure: failureKindSchema.exactOptional(),
        sums: sumsSchema.exactOptional(),
        deleted: deletedFactsSchema.exactOptional(),
        found: foundTextSchema.exactOptional(),
      }),
    ]),
  ),
})
export type EntryPage = Readonly<z.infer<typeof entryPageSchema>>
export type EntryExtra = EntryPage['extras'][number][1]
export type FactColumns = EntryPage['facts']

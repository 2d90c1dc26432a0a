import { z } from 'zod'
import { sharedFacts } from '../choices.ts'
import { deletedFactsSchema, foundTextSchema, linkFactsSchema, sumsSchema } from './entry.ts'
import { failureKindSchema } from './failure.ts'

export const sharedFactSchema = z.enum(sharedFacts)
export type SharedFact = z.infer<typeof sharedFactSchema>

/**
 * Some entries of one folder, packed in columns. A listing is a series of such pages: a backend packs once where the
 * names are read, and the columns then travel as they are through layers, threads and wires into the window's index.
 */
export const entryPageSchema = z.object({
  count: z.number().int().nonnegative(),
  /** All names, UTF-8, one after the other. */
  names: z.instanceof(Uint8Array),
  /** Where each name ends in `names`. */
  nameEnds: z.instanceof(Uint32Array),
  /** Index into `entryKinds`. */
  kinds: z.instanceof(Uint8Array),
  /** Bytes; NaN where unknown. */
  sizes: z.instanceof(Float64Array),
  /** Milliseconds since 1970; NaN where unknown. */
  modified: z.instanceof(Float64Array),
  /** For each fact the page tells: its values, and which of them each row has, counted from 1; 0 for none. */
  facts: z.partialRecord(sharedFactSchema, z.object({ values: z.array(z.string()), rows: z.instanceof(Uint16Array) })),
  /** Of an earlier moment: the version each row had; empty for none. */
  versions: z.array(z.string()).exactOptional(),
  /** What few rows have, by row. */
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

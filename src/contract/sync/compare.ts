import { z } from 'zod'
import { entryKindSchema } from '../schemas/entry.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * What two places hold under one name. `newer-left` and `newer-right`: files that differ, and which one is newer; `differ`: their times
 * don't tell. `kind-differs`: a file here and a folder there. `case-clash`: several names that would be one name on the other side.
 * `bad-name`: the other side can't hold the name. `failed`: it could not be compared, and nothing is known of it.
 */
export const differenceSchema = z.enum([
  'same',
  'left-only',
  'right-only',
  'newer-left',
  'newer-right',
  'differ',
  'kind-differs',
  'case-clash',
  'bad-name',
  'failed',
])
export type Difference = z.infer<typeof differenceSchema>
export const differences = differenceSchema.options

export const comparedSideSchema = z.object({
  /** As this side writes it: two sides may differ in case or accents. */
  name: z.string(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
})
export type ComparedSide = Readonly<z.infer<typeof comparedSideSchema>>

export const compareRowSchema = z.object({
  /** Below the two folders; as the left side writes it, where it has it. */
  path: z.string(),
  kind: entryKindSchema,
  left: comparedSideSchema.exactOptional(),
  right: comparedSideSchema.exactOptional(),
  difference: differenceSchema,
  failure: failureSchema.exactOptional(),
})
export type CompareRow = Readonly<z.infer<typeof compareRowSchema>>

/** What is left out of a comparison, on both sides alike. */
export const syncFiltersSchema = z.object({
  /** Only files that fit, as in a search: `*.pdf size<10mb modified:30d`. See `lib/find-query`. */
  query: z.string().max(2000).exactOptional(),
  /** Only files whose paths match this regular expression. */
  regex: z.string().max(2000).exactOptional(),
  /** Lines of a `.gitignore`: what they match is left out. */
  ignore: z.array(z.string().max(2000)).max(10_000).exactOptional(),
  /** Names that begin with a dot are left out, with all that is below. */
  skipsHidden: z.boolean().exactOptional(),
})
export type SyncFilters = Readonly<z.infer<typeof syncFiltersSchema>>

export const compareBySchema = z.enum(['size-and-time', 'hash', 'rule'])
export type CompareBy = z.infer<typeof compareBySchema>

export const compareRequestSchema = z.object({
  left: locationSchema,
  right: locationSchema,
  by: compareBySchema,
  /** With `rule`: CEL over `src` (left) and `dst` (right); where it holds, two files are the same. */
  rule: z.string().max(10_000).exactOptional(),
  /** With `hash`: far files may be read. */
  mayDownload: z.boolean().exactOptional(),
  filters: syncFiltersSchema.exactOptional(),
  /** Rows of these alone are told; all are counted. Without it, all but `same`. */
  tells: z.array(differenceSchema).exactOptional(),
})
export type CompareRequest = Readonly<z.infer<typeof compareRequestSchema>>

export const compareCountsSchema = z.record(differenceSchema, z.number())
export type CompareCounts = Readonly<Record<Difference, number>>

export const compareItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.array(compareRowSchema) }),
  /** Where it is now, and how far. */
  z.object({ kind: z.literal('progress'), path: z.string(), counts: compareCountsSchema }),
  z.object({ kind: z.literal('end'), counts: compareCountsSchema }),
])
export type CompareItem = Readonly<z.infer<typeof compareItemSchema>>

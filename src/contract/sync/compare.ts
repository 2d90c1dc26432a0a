import { z } from 'zod'
import { entryKindSchema } from '../schemas/entry.ts'
import { failureSchema } from '../schemas/failure.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * How the two items with one name differ. `newer-left` and `newer-right`: the files differ, and one is
 * newer. `differ`: their times do not tell which is newer. `kind-differs`: a file on one side and a folder on the
 * other. `case-clash`: several names that would be one name on the other side. `bad-name`: the other side can't hold
 * the name. `failed`: it could not be compared, and nothing is known about it.
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
  /** The name as this side writes it. The two sides may differ in case or accents. */
  name: z.string(),
  kind: entryKindSchema,
  sizeBytes: z.number().exactOptional(),
  modifiedMs: z.number().exactOptional(),
})
export type ComparedSide = Readonly<z.infer<typeof comparedSideSchema>>

export const compareRowSchema = z.object({
  /** The path below the two folders, as the left side writes it if it exists there. */
  path: z.string(),
  kind: entryKindSchema,
  left: comparedSideSchema.exactOptional(),
  right: comparedSideSchema.exactOptional(),
  difference: differenceSchema,
  failure: failureSchema.exactOptional(),
})
export type CompareRow = Readonly<z.infer<typeof compareRowSchema>>

/** What a comparison leaves out, equally on both sides. */
export const syncFiltersSchema = z.object({
  /** Includes only files that match, as in a search: `*.pdf size<10mb modified:30d`. See `lib/find-query`. */
  query: z.string().max(2000).exactOptional(),
  /** Includes only files whose paths match this regular expression. */
  regex: z.string().max(2000).exactOptional(),
  /** Lines in `.gitignore` syntax. What they match is left out. */
  ignore: z.array(z.string().max(2000)).max(10_000).exactOptional(),
  /** Leaves out names that begin with a dot, with everything below them. */
  skipsHidden: z.boolean().exactOptional(),
})
export type SyncFilters = Readonly<z.infer<typeof syncFiltersSchema>>

export const compareBySchema = z.enum(['size-and-time', 'hash', 'rule'])
export type CompareBy = z.infer<typeof compareBySchema>

export const compareRequestSchema = z.object({
  left: locationSchema,
  right: locationSchema,
  by: compareBySchema,
  /** With `rule`: a CEL expression over `src` (left) and `dst` (right). Two files are the same if it is true. */
  rule: z.string().max(10_000).exactOptional(),
  /** With `hash`: remote files may be read. */
  mayDownload: z.boolean().exactOptional(),
  filters: syncFiltersSchema.exactOptional(),
  /** Only rows of these kinds are sent; all are counted. The default is all except `same`. */
  tells: z.array(differenceSchema).exactOptional(),
})
export type CompareRequest = Readonly<z.infer<typeof compareRequestSchema>>

export const compareCountsSchema = z.record(differenceSchema, z.number())
export type CompareCounts = Readonly<Record<Difference, number>>

export const compareItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rows'), rows: z.array(compareRowSchema) }),
  /** The path that is compared now, and the counts so far. */
  z.object({ kind: z.literal('progress'), path: z.string(), counts: compareCountsSchema }),
  z.object({ kind: z.literal('end'), counts: compareCountsSchema }),
])
export type CompareItem = Readonly<z.infer<typeof compareItemSchema>>

import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { locationSchema } from '../schemas/location.ts'

/**
 * One value. Numbers that a program would round (large integers, decimals) are text with all their digits. Dates and
 * times are text as `2026-01-31 10:20:30`. Lists and structures are JSON.
 */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type Cell = z.infer<typeof cellSchema>

export const columnKinds = ['number', 'text', 'boolean', 'time', 'nested', 'bytes'] as const
export const tableColumnSchema = z.object({
  name: z.string(),
  /** The type as the engine names it: `DECIMAL(10,2)`. */
  type: z.string(),
  kind: z.enum(columnKinds),
})
export type TableColumn = Readonly<z.infer<typeof tableColumnSchema>>

/** Some rows, stored by column. */
export const tablePageSchema = z.object({ rows: z.number().int(), columns: z.array(z.array(cellSchema)) })
export type TablePage = Readonly<z.infer<typeof tablePageSchema>>

/** The location that a text in a query refers to. The text is as written in the query, or `this`. */
export const tableSourceSchema = z.object({ text: z.string(), location: locationSchema })
export type TableSource = Readonly<z.infer<typeof tableSourceSchema>>

export const queryRequestSchema = z.object({
  sql: z.string().max(1_000_000),
  /**
   * Any other text is read as `mount:path`. Paths may contain `*`, `?`, `[…]` and `**`; a folder stands for all tables
   * in it.
   */
  sources: z.array(tableSourceSchema).max(1000).exactOptional(),
  /** Orders the result by one of its columns, counted from 0. */
  orderBy: z.object({ column: z.number().int().nonnegative(), descending: z.boolean() }).exactOptional(),
})
export type QueryRequest = Readonly<z.infer<typeof queryRequestSchema>>

export const queryItemSchema = z.discriminatedUnion('kind', [
  /** The number of bytes fetched so far. Files of this computer are read in place and not counted. */
  z.object({ kind: z.literal('progress'), readBytes: z.number() }),
  z.object({ kind: z.literal('columns'), columns: z.array(tableColumnSchema) }),
  z.object({ kind: z.literal('page'), page: tablePageSchema }),
  z.object({ kind: z.literal('end'), rows: z.number(), readBytes: z.number(), elapsedMs: z.number() }),
])
export type QueryItem = Readonly<z.infer<typeof queryItemSchema>>

export const tableFormats = ['csv', 'json', 'parquet'] as const

export const saveRequestSchema = queryRequestSchema.extend({
  to: locationSchema,
  format: z.enum(['csv', 'parquet']),
  ifExists: z.enum(['replace', 'fail']),
})
export type SaveRequest = Readonly<z.infer<typeof saveRequestSchema>>

export const saveItemSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), readBytes: z.number() }),
  z.object({ kind: z.literal('end'), rows: z.number(), writtenBytes: z.number(), readBytes: z.number() }),
])
export type SaveItem = Readonly<z.infer<typeof saveItemSchema>>

/** The first rows of a table. As little as possible of the file is read for it. */
export const tablePreviewSchema = z.object({
  format: z.enum(tableFormats),
  sizeBytes: z.number().exactOptional(),
  columns: z.array(tableColumnSchema),
  page: tablePageSchema,
  /** Present only if counting costs no extra read. */
  rows: z.number().exactOptional(),
  readBytes: z.number(),
  /** Columns whose values are too large to show. They have no values in the page. */
  leftOut: z.array(z.string()),
})
export type TablePreview = Readonly<z.infer<typeof tablePreviewSchema>>

export const tablesApi = {
  /**
   * Runs one query over files of any mount. It only reads, and only the files it names. Fails with `bad-input` for an
   * invalid query, and with `unsupported` if the engine is not installed. Leaving the loop ends it at once.
   */
  query: stream(queryRequestSchema, queryItemSchema),
  /** Stores a result as one file in one step. Readers see either the old file or the complete new one. */
  save: stream(saveRequestSchema, saveItemSchema),
  /** Returns the first rows of one file. Fails with `unsupported` for other kinds of files. */
  preview: once(z.object({ location: locationSchema }), tablePreviewSchema),
}

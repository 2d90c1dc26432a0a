import type { Cell, TableColumn, TablePreview } from '../../../contract/api/tables.ts'
import type { Failure } from '../../../contract/failure.ts'

export interface Statistics {
  readonly column: string
  /** Undefined while the statistics are computed. */
  readonly cells?: readonly Cell[]
}

export interface Sorting {
  readonly column: number
  readonly descending: boolean
}

/** The shown part of a table: its first rows, or the rows of a result fetched so far. */
export interface TableState {
  readonly columns: readonly TableColumn[]
  /** The cells by column. */
  readonly cells: readonly (readonly Cell[])[]
  readonly rows: number
  readonly preview?: TablePreview
  readonly status: 'idle' | 'previewing' | 'running' | 'stopped'
  /** True if more rows can be fetched by scrolling. */
  readonly hasMore: boolean
  readonly isCut: boolean
  readonly elapsedMs?: number
  readonly readBytes: number
  /** The query that returned the rows; undefined for the preview. */
  readonly ran?: string
  readonly sorting?: Sorting
  readonly failure?: Failure
  readonly statistics?: Statistics
}

/** The window keeps at most this number of rows. */
export const mostRows = 20_000

export const nothing: TableState = {
  columns: [],
  cells: [],
  rows: 0,
  status: 'idle',
  hasMore: false,
  isCut: false,
  readBytes: 0,
}

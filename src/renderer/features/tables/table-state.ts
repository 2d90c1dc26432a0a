import type { Cell, TableColumn, TablePreview } from '../../../contract/api/tables.ts'
import type { Failure } from '../../../contract/failure.ts'

export interface Statistics {
  readonly column: string
  /** Absent while they are counted. */
  readonly cells?: readonly Cell[]
}

export interface Sorting {
  readonly column: number
  readonly descending: boolean
}

/** What is shown of a table: its first rows, or the result of a query as far as it was fetched. */
export interface TableState {
  readonly columns: readonly TableColumn[]
  /** Rows by column. */
  readonly cells: readonly (readonly Cell[])[]
  readonly rows: number
  readonly preview?: TablePreview
  readonly status: 'idle' | 'previewing' | 'running' | 'stopped'
  /** There is more, to be fetched when it is scrolled to. */
  readonly hasMore: boolean
  readonly isCut: boolean
  readonly elapsedMs?: number
  readonly readBytes: number
  /** The query the rows are of; none for the first rows. */
  readonly ran?: string
  readonly sorting?: Sorting
  readonly failure?: Failure
  readonly statistics?: Statistics
}

/** More rows are not kept in the window. */
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

/** The messages between the host and the engine process. Each process runs one query. */
import type { TableColumn, TablePage } from '../../../contract/api/tables.ts'

export interface EngineLimits {
  readonly memoryBytes: number
  readonly temporaryBytes: number
}

export interface EngineStart {
  readonly kind: 'start'
  readonly sql: string
  /** The only files it may read. */
  readonly files: readonly string[]
  /** The only folder it may write to: for data that does not fit into memory, and for a result. */
  readonly folder: string
  readonly limits: EngineLimits
  /** Writes the result to a file instead of pages. */
  readonly output?: { readonly path: string; readonly format: 'csv' | 'parquet' }
}

/** `plan`: returns the query plan. `run`: starts the query. `next`: returns another page. */
export type EngineAsk =
  | EngineStart
  | { readonly kind: 'plan' | 'run' | 'next' }
  /** An internal question that is answered with integers. */
  | { readonly kind: 'numbers'; readonly sql: string }

export type EngineAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'plan'; readonly json: string }
  | { readonly kind: 'numbers'; readonly numbers: readonly number[] }
  | { readonly kind: 'columns'; readonly columns: readonly TableColumn[] }
  | { readonly kind: 'page'; readonly page: TablePage }
  | { readonly kind: 'end'; readonly rows: number }
  | { readonly kind: 'failed'; readonly reason: 'absent' | 'refused' | 'engine'; readonly message: string }

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Cell, QueryItem, QueryRequest, TableColumn } from '../../contract/api/tables.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { createTables, type Tables, type TablesDeps } from './tables.ts'

export const { signal } = new AbortController()

export interface TablesHarness {
  readonly tables: Tables
  /** The folder for fetched files. */
  readonly folder: string
  run(request: string | QueryRequest, options?: { readonly signal?: AbortSignal }): Promise<Result>
  close(): Promise<void>
}

export interface Result {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly Cell[])[]
  readonly readBytes: number
}

/** Creates tables over the backends of these mounts. */
export function createTablesHarness(
  backends: Readonly<Record<string, Backend>>,
  { contentsOf, ...limits }: TablesDeps['limits'] & Pick<TablesDeps, 'contentsOf'> = {},
): TablesHarness {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-tables-'))
  const openBackend: TablesDeps['openBackend'] = async (mount) => {
    const backend = Object.hasOwn(backends, mount) ? backends[mount] : undefined
    if (backend) return backend
    throw new StorageError({ kind: 'not-found', message: `There is no mount “${mount}”.`, operation: 'test' })
  }
  const tables = createTables({ openBackend, folder, limits, ...(contentsOf && { contentsOf }) })
  return {
    tables,
    folder,
    async run(request, options = {}) {
      const wish = typeof request === 'string' ? { sql: request } : request
      return collect(tables.query(wish, { signal, ...options }))
    },
    async close() {
      await tables.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function collect(items: AsyncIterable<QueryItem>): Promise<Result> {
  let columns: readonly TableColumn[] = []
  const rows: Cell[][] = []
  let readBytes = -1
  for await (const item of items) {
    if (item.kind === 'columns') columns = item.columns
    else if (item.kind === 'page') {
      for (let at = 0; at < item.page.rows; at++) rows.push(item.page.columns.map((column) => column[at] ?? null))
    } else readBytes = item.readBytes
  }
  return { columns, rows, readBytes }
}

export async function put(backend: Backend, path: string, body: string | Uint8Array): Promise<void> {
  const parents = path.split('/').slice(0, -1)
  for (const [at] of parents.entries()) {
    await backend.makeFolder(parents.slice(0, at + 1).join('/'), { signal }).catch(() => {})
  }
  const stream = new Blob([
    typeof body === 'string' ? body : new Uint8Array(body),
  ]).stream() as ReadableStream<Uint8Array>
  await backend.write(path, stream, { signal, ifExists: 'replace' })
}

/** Returns the bytes of a Parquet file with the rows of a query. */
export async function parquetOf(sql: string, options = ''): Promise<Uint8Array> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const { readFileSync } = await import('node:fs')
  const folder = mkdtempSync(join(tmpdir(), 'portolan-parquet-'))
  try {
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const path = join(folder, 'x.parquet')
    await connection.run(`copy (${sql}) to '${path}' (format parquet${options})`)
    connection.closeSync()
    return readFileSync(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

import { said } from '../../../contract/sentences/said.ts'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Cell, TablePreview } from '../../../contract/api/tables.ts'
import { StorageError } from '../../../contract/failure.ts'
import { baseName, formatLocation, type Location } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { startEngine } from '../engine/engine.ts'
import { explain } from '../query/explain-error.ts'
import type { QueryDeps } from '../query/query-deps.ts'
import { formatOf } from '../../../lib/table-names.ts'
import { previewParquet } from './preview-parquet.ts'
import { previewRows } from './preview-rows.ts'
import { readBeginning } from './read-beginning.ts'

/**
 * Returns the first rows of one file. It reads only the beginning; for Parquet, the footer and what these rows need.
 */
export async function preview(deps: QueryDeps, location: Location, { signal }: Waits): Promise<TablePreview> {
  const backend = await deps.openBackend(location.mount, { signal })
  const format = formatOf(baseName(location.path))
  if (!format) throw noTable(location)
  if (format === 'parquet') return previewParquet(deps, backend, location, { signal })
  return previewText(deps, backend, location, format, { signal })
}

async function previewText(
  deps: QueryDeps,
  backend: Backend,
  location: Location,
  format: 'csv' | 'json',
  waits: Waits,
): Promise<TablePreview> {
  const beginning = await readBeginning(backend, location.path, format, waits)
  const folder = await deps.cache.newFolder()
  const path = join(folder, 'part', beginning.name)
  try {
    await mkdir(join(folder, 'part'))
    await writeFile(path, beginning.bytes)
    const { columns, page } = await firstRows(deps, folder, path, format, waits)
    const isAll = beginning.isWhole && page.rows < previewRows
    const { sizeBytes, readBytes } = beginning
    return {
      format,
      columns,
      page,
      readBytes,
      leftOut: [],
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(isAll && { rows: page.rows }),
    }
  } catch (error) {
    waits.signal.throwIfAborted()
    const files = [{ path, shownAs: formatLocation(location) }]
    throw explain(error, { stage: { folder, files } })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function firstRows({ limits }: QueryDeps, folder: string, path: string, format: 'csv' | 'json', waits: Waits) {
  const reader = format === 'csv' ? 'read_csv' : 'read_json'
  const quoted = `'${path.replaceAll("'", "''")}'`
  const sql = `select * from ${reader}(${quoted}, hive_partitioning = false) limit ${previewRows}`
  const engine = await startEngine({ kind: 'start', sql, files: [path], folder, limits }, waits)
  try {
    const answer = await engine.ask({ kind: 'run' })
    const columns = answer.kind === 'columns' ? [...answer.columns] : []
    const cells: Cell[][] = columns.map(() => [])
    let rows = 0
    for (;;) {
      const next = await engine.ask({ kind: 'next' })
      if (next.kind !== 'page') return { columns, page: { rows, columns: cells } }
      rows += next.page.rows
      next.page.columns.forEach((more, at) => cells[at]?.push(...more))
    }
  } finally {
    await engine.end()
  }
}

function noTable(location: Location): StorageError {
  return new StorageError({
    kind: 'unsupported',
    ...said('table.not-a-table'),
    operation: 'tables.preview',
    location: formatLocation(location),
  })
}

import { type FileMetaData, parquetReadObjects, parquetSchema } from 'hyparquet'
import type { Cell, TableColumn, TablePreview } from '../../../contract/api/tables.ts'
import type { Location } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { FetchedFile, FetchOptions } from '../fetch/fetched-file.ts'
import { fetchFooter, rangesOf } from '../fetch/parquet-parts.ts'
import type { QueryDeps } from '../query/query-deps.ts'
import { previewRows } from './preview-rows.ts'

/** What the first rows may cost. Columns of which they cost more are named, and not shown. */
const mostBytes = 4_000_000

/** By hyparquet, which needs no engine. */
export async function previewParquet(
  { cache }: QueryDeps,
  backend: Backend,
  location: Location,
  { signal }: Waits,
): Promise<TablePreview> {
  const count = { bytes: 0 }
  const options: FetchOptions = { signal, onBytes: (bytes) => (count.bytes += bytes) }
  const entry = await backend.stat(location.path, { signal })
  const taken = await cache.take(location, entry, backend, options)
  try {
    const { file } = taken
    const footer = await fetchFooter(file, options)
    const { shown, leftOut } = chooseColumns(footer)
    const columns = columnsOf(footer).filter(({ name }) => shown.includes(name))
    const rows = await readRows(file, footer, shown, options)
    return {
      format: 'parquet',
      sizeBytes: file.sizeBytes,
      columns,
      page: { rows: rows.length, columns: columns.map(({ name }) => rows.map((row) => cellOf(row[name]))) },
      rows: Number(footer.num_rows),
      readBytes: count.bytes,
      leftOut,
    }
  } finally {
    await taken.done()
  }
}

function chooseColumns(footer: FileMetaData): { readonly shown: string[]; readonly leftOut: string[] } {
  const [first] = footer.row_groups
  const names = parquetSchema(footer).children.map(({ element }) => element.name)
  if (!first) return { shown: names, leftOut: [] }
  const shown: string[] = []
  const leftOut: string[] = []
  let bytes = 0
  for (const name of names) {
    const size = rangesOf({ ...footer, row_groups: [first] }, (one) => one === name).reduce(
      (sum, { start, end }) => sum + end - start,
      0,
    )
    if (bytes + size > mostBytes) leftOut.push(name)
    else {
      shown.push(name)
      bytes += size
    }
  }
  return { shown, leftOut }
}

async function readRows(file: FetchedFile, metadata: FileMetaData, columns: string[], options: FetchOptions) {
  if (columns.length === 0 || metadata.num_rows === 0n) return []
  const buffer = {
    byteLength: file.sizeBytes,
    async slice(start: number, end = file.sizeBytes) {
      await file.fetch([{ start, end }], options)
      return file.read({ start, end })
    },
  }
  const rowEnd = Math.min(previewRows, Number(metadata.row_groups[0]?.num_rows ?? 0n))
  return parquetReadObjects({ file: buffer, metadata, columns, rowStart: 0, rowEnd, useOffsetIndex: true })
}

function columnsOf(footer: FileMetaData): TableColumn[] {
  return parquetSchema(footer).children.map(({ element, children }) => {
    const { name, type = 'STRUCT', logical_type: logical, converted_type: converted } = element
    const word = converted ?? logical?.type ?? type
    if (children.length > 0) return { name, type: converted ?? 'STRUCT', kind: 'nested' as const }
    return { name, type: word, kind: kindOf(word) }
  })
}

function kindOf(word: string): TableColumn['kind'] {
  if (/^(DATE|TIME|INT96)/.test(word)) return 'time'
  if (/^U?INT|^FLOAT|^DOUBLE|^DECIMAL|^INTEGER/.test(word)) return 'number'
  if (word === 'BOOLEAN') return 'boolean'
  return word === 'JSON' ? 'nested' : 'text'
}

/** As the engine shows the same values. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Date) return dateText(value)
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? one.toString() : one)) ?? null
}

function dateText(value: Date): string {
  const text = value
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$|Z$/, '')
  return text.endsWith(' 00:00:00') ? text.slice(0, 10) : text
}

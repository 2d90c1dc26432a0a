import { type FileMetaData, parquetReadObjects, parquetSchema } from 'hyparquet'
import type { TablePreview } from '../../../contract/api/tables.ts'
import type { Location } from '../../../contract/location.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import type { FetchedFile, FetchOptions } from '../fetch/fetched-file.ts'
import { fetchFooter, rangesOf } from '../fetch/parquet-parts.ts'
import type { QueryDeps } from '../query/query-deps.ts'
import { cellOf, columnOf, withRawDecimals } from './parquet-cells.ts'
import { previewRows } from './preview-rows.ts'

/** The largest number of bytes for the first rows of a column. Larger columns are named but not shown. */
const mostBytes = 4_000_000

/** Uses hyparquet, which needs no engine. */
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
    const parts = parquetSchema(footer).children.filter(({ element }) => shown.includes(element.name))
    const rows = await readRows(file, withRawDecimals(footer), shown, options)
    return {
      format: 'parquet',
      sizeBytes: file.sizeBytes,
      columns: parts.map(({ element, children }) => columnOf(element, children.length > 0)),
      page: {
        rows: rows.length,
        columns: parts.map(({ element }) => rows.map((row) => cellOf(row[element.name], element))),
      },
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

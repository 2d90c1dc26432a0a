import { said } from '../../../contract/sentences/said.ts'
import { type FileMetaData, parquetMetadataAsync } from 'hyparquet'
import { StorageError } from '../../../contract/failure.ts'
import type { FetchedFile, FetchOptions } from './fetched-file.ts'
import type { Range } from './ranges.ts'
import type { WantedColumns } from './wanted-columns.ts'

/** The part at the end of a file that is fetched first. Most footers are shorter. */
const tailBytes = 65_536

/** Fetches only the footer of a Parquet file. Throws `corrupt`. */
export async function fetchFooter(file: FetchedFile, options: FetchOptions): Promise<FileMetaData> {
  const { sizeBytes } = file
  const begin = { start: 0, end: Math.min(4, sizeBytes) }
  await file.fetch([{ start: Math.max(0, sizeBytes - tailBytes), end: sizeBytes }, begin], options)
  const buffer = {
    byteLength: sizeBytes,
    async slice(start: number, end = sizeBytes) {
      await file.fetch([{ start, end }], options)
      return file.read({ start, end })
    },
  }
  try {
    return await parquetMetadataAsync(buffer, { initialFetchSize: Math.min(tailBytes, sizeBytes), geoparquet: false })
  } catch (error) {
    if (error instanceof StorageError) throw error
    options.signal.throwIfAborted()
    const detail = (error as Error).message.replace(/\.$/, '')
    throw new StorageError(
      { kind: 'corrupt', ...said('table.bad-parquet', { detail }), operation: 'tables.fetch' },
      { cause: error },
    )
  }
}

/** Returns the ranges of the needed columns, including their dictionaries and bloom filters. */
export function rangesOf({ row_groups: groups }: FileMetaData, wanted: WantedColumns): Range[] {
  return groups.flatMap(({ columns }) =>
    columns.flatMap(({ meta_data: chunk }) => {
      const name = chunk?.path_in_schema[0]
      if (!chunk || name === undefined || !wanted(name)) return []
      const starts = [chunk.dictionary_page_offset, chunk.data_page_offset].map(Number).filter((start) => start > 0)
      const start = Math.min(...starts)
      const ranges = [{ start, end: start + Number(chunk.total_compressed_size) }]
      if (chunk.bloom_filter_offset === undefined) return ranges
      const bloom = Number(chunk.bloom_filter_offset)
      return [...ranges, { start: bloom, end: bloom + (chunk.bloom_filter_length ?? 0) }]
    }),
  )
}

/** Recognises table files by their names. */
export type TableFormat = 'csv' | 'json' | 'parquet'

const endings: Readonly<Record<string, TableFormat>> = {
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  json: 'json',
  jsonl: 'json',
  ndjson: 'json',
  parquet: 'parquet',
  pq: 'parquet',
}

/** Compressed files that the engine reads directly. */
const packed = /\.(gz|zst)$/i

/** Returns the format by the name; undefined if the file is not a table. */
export function formatOf(name: string): TableFormat | undefined {
  const ending = /\.([^.]+)$/.exec(name.replace(packed, ''))?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined
}

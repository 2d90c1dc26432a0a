/** The files that are tables, by their names. */
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

/** What the engine unpacks while it reads. */
const packed = /\.(gz|zst)$/i

/** By its name; undefined for what is no table. */
export function formatOf(name: string): TableFormat | undefined {
  const ending = /\.([^.]+)$/.exec(name.replace(packed, ''))?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined
}

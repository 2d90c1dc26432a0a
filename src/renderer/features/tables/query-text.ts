import type { Cell, TableColumn, TableSource } from '../../../contract/api/tables.ts'
import type { Location } from '../../../contract/location.ts'
import { findNamedPlaces, thisWord } from '../../../lib/sql/location-strings.ts'

/** Resolves a typed text to a location, or to a sentence about why it is not valid. */
export type Locate = (typed: string) => Promise<Location | string>

/** Resolves the places named in a query. Texts that cannot be resolved are left to the host, which reports them. */
export async function sourcesOf(sql: string, here: Location, locate: Locate): Promise<TableSource[]> {
  const found = findNamedPlaces(sql)
  const texts = new Set('places' in found ? found.places.map(({ text }) => text) : [])
  const sources: TableSource[] = []
  for (const text of texts) {
    const location = text === thisWord ? here : await locate(text)
    if (typeof location !== 'string') sources.push({ text, location })
  }
  return sources
}

export const firstQuery = 'select * from this'

/** Returns a query for the statistics of one column of a result. */
export function statisticsQuery(sql: string, name: string): string {
  const column = `"${name.replaceAll('"', '""')}"`
  return `select min(${column})::varchar, max(${column})::varchar, approx_count_distinct(${column}), count(*) - count(${column}), count(*) from (${withoutEnd(sql)}\n)`
}

/** Removes semicolons at the end of a query. */
function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '')
}

/** Formats a cell for display. The digits of decimals are grouped. */
export function cellText(cell: Cell, { type }: TableColumn, none: string): string {
  if (cell === null) return none
  const shown = String(cell)
  if (!type.startsWith('DECIMAL')) return shown
  const [whole = '', ...rest] = shown.split('.')
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.')
}

/** Returns the width of a column in characters, from the content of the first rows. */
export function widthOf({ name, type }: TableColumn, cells: readonly Cell[]): number {
  const lengths = cells.slice(0, 100).map((cell) => (cell === null ? 4 : String(cell).length))
  return Math.min(40, Math.max(8, name.length + 5, Math.min(type.length + 3, 24), ...lengths))
}

/** Suggests a name for a saved result: the name of the file without its extension, followed by `-result.csv`. */
export function resultName(name: string): string {
  const bare = name.replace(/(\.(csv|tsv|tab|jsonl?|ndjson|parquet|pq))?(\.(gz|zst))?$/i, '')
  return `${bare === '' ? 'table' : bare}-result.csv`
}

import type { Cell, TableColumn, TableSource } from '../../../contract/api/tables.ts'
import type { Location } from '../../../contract/location.ts'
import { findNamedPlaces, thisWord } from '../../../lib/sql/location-strings.ts'

/** What a typed text means: a location, or a sentence on why it is none. */
export type Locate = (typed: string) => Promise<Location | string>

/** What each text of a query stands for. Texts that mean nothing here are left to the host, which says so. */
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

/** Asks for what is known of one column of a result. */
export function statisticsQuery(sql: string, name: string): string {
  const column = `"${name.replaceAll('"', '""')}"`
  return `select min(${column})::varchar, max(${column})::varchar, approx_count_distinct(${column}), count(*) - count(${column}), count(*) from (${withoutEnd(sql)}\n)`
}

/** Without semicolons at its end. */
function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '')
}

/** As people read it: of decimals, the digits are in groups. */
export function cellText(cell: Cell, { type }: TableColumn, none: string): string {
  if (cell === null) return none
  const shown = String(cell)
  if (!type.startsWith('DECIMAL')) return shown
  const [whole = '', ...rest] = shown.split('.')
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...rest].join('.')
}

/** In characters, by what is in the first rows. */
export function widthOf({ name, type }: TableColumn, cells: readonly Cell[]): number {
  const lengths = cells.slice(0, 100).map((cell) => (cell === null ? 4 : String(cell).length))
  return Math.min(40, Math.max(8, name.length + 5, Math.min(type.length + 3, 24), ...lengths))
}

/** A name for a saved result: that of the file, unless it would be the same. */
export function resultName(name: string): string {
  const bare = name.replace(/(\.(csv|tsv|tab|jsonl?|ndjson|parquet|pq))?(\.(gz|zst))?$/i, '')
  return `${bare === '' ? 'table' : bare}-result.csv`
}

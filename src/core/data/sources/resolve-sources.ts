import { type Said, said } from '../../../contract/sentences/said.ts'
import type { TableSource } from '../../../contract/api/tables.ts'
import type { Location } from '../../../contract/location.ts'
import { baseName, formatLocation, splitLocation } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import { findNamedPlaces, type NamedPlace, replacePlaces, thisWord } from '../../../lib/sql/location-strings.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { formatOf, type TableFormat } from '../../../lib/table-names.ts'
import { listSource, type SourceFile } from './list-source.ts'

/** The files that one text of a query stands for. */
export interface Source {
  readonly text: string
  readonly location: Location
  readonly backend: Backend
  readonly files: readonly SourceFile[]
  /** Undefined only if the query names a function that reads them. */
  readonly format?: TableFormat
}

export type OpenBackend = (mount: string, waits: Waits) => Promise<Backend>

/** Returns the places that a query names. Throws `bad-input`. */
export function placesOf(sql: string): readonly NamedPlace[] {
  const found = findNamedPlaces(sql)
  if ('places' in found) return found.places
  throw badInput({ message: found.problem.sentence })
}

/**
 * Finds the files of each place, once for each text. Throws `not-found`, and `bad-input` if the text does not name a
 * table.
 */
export async function resolveSources(
  places: readonly NamedPlace[],
  given: readonly TableSource[],
  openBackend: OpenBackend,
  waits: Waits,
): Promise<ReadonlyMap<string, Source>> {
  const sources = new Map<string, Source>()
  for (const { text, reader } of places) {
    if (sources.has(text)) continue
    const location = locationOf(text, given)
    const backend = await openBackend(location.mount, waits)
    const files = await listSource(backend, location.path, waits)
    if (files.length === 0) throw nothingThere(location)
    const format = reader === undefined ? commonFormat(files, location) : undefined
    sources.set(text, { text, location, backend, files, ...(format && { format }) })
  }
  return sources
}

function locationOf(text: string, given: readonly TableSource[]): Location {
  const location = given.find((one) => one.text === text)?.location ?? splitLocation(text)
  if (location) return location
  if (text === thisWord) throw badInput(said('table.no-this'))
  throw badInput(said('table.bad-location', { text }))
}

function commonFormat(files: readonly SourceFile[], location: Location): TableFormat {
  const formats = new Set(files.map(({ path }) => formatOf(baseName(path))))
  const [format] = formats
  if (format && formats.size === 1) return format
  if (formats.size > 1) {
    const names = [...formats].map((one) => one ?? '…').join(', ')
    throw badInput(said('table.several-formats', { place: formatLocation(location), formats: names }))
  }
  throw badInput(said('table.unknown-format', { place: formatLocation(location) }))
}

function nothingThere(location: Location): StorageError {
  return new StorageError({
    kind: 'not-found',
    ...said('table.nothing-found'),
    operation: 'tables.query',
    location: formatLocation(location),
  })
}

export function badInput(why: Pick<Said, 'message'>): StorageError {
  return new StorageError({ kind: 'bad-input', ...why, operation: 'tables.query' })
}

const readers: Readonly<Record<TableFormat, string>> = {
  csv: 'read_csv',
  json: 'read_json',
  parquet: 'read_parquet',
}

/** Returns the query for the engine: places are replaced by the paths of their files. */
export function engineSql(
  sql: string,
  places: readonly NamedPlace[],
  sources: ReadonlyMap<string, Source>,
  pathsOf: (source: Source) => readonly string[],
): string {
  return replacePlaces(sql, places, ({ text, reader, isWholeQuery }) => {
    const source = sources.get(text)
    if (!source) throw new Error(`no source for ${text}`)
    const paths = pathsOf(source)
    const list = paths.map((path) => `'${path.replaceAll("'", "''")}'`)
    if (reader !== undefined) return paths.length === 1 ? (list[0] ?? '') : `[${list.join(', ')}]`
    const options = paths.length > 1 ? ', union_by_name = true' : ''
    return `${isWholeQuery ? 'from ' : ''}${readers[source.format ?? 'csv']}([${list.join(', ')}], hive_partitioning = ${hasPartitions(paths)}${options})`
  })
}

function hasPartitions(paths: readonly string[]): boolean {
  return paths.every((path) => /[/\\][^/\\=]+=[^/\\]*[/\\]/.test(path))
}

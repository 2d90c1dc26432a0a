import { entryKinds, sharedFacts } from './choices.ts'
import type { Entry, SinceThen } from './schemas/entry.ts'
import type { EntryExtra, EntryPage, FactColumns, SharedFact } from './schemas/entry-page.ts'

export type { EntryExtra, EntryPage, SharedFact } from './schemas/entry-page.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Packs entries into a page and keeps their order. */
export function packEntries(entries: readonly Entry[]): EntryPage {
  const count = entries.length
  const encoded = entries.map((entry) => encoder.encode(entry.name))
  const names = new Uint8Array(encoded.reduce((sum, bytes) => sum + bytes.length, 0))
  const nameEnds = new Uint32Array(count)
  const kinds = new Uint8Array(count)
  const sizes = new Float64Array(count)
  const modified = new Float64Array(count)
  const extras: [number, EntryExtra][] = []
  let end = 0
  entries.forEach((entry, row) => {
    const name = encoded[row] ?? new Uint8Array()
    names.set(name, end)
    end += name.length
    nameEnds[row] = end
    kinds[row] = entryKinds.indexOf(entry.kind)
    sizes[row] = entry.sizeBytes ?? Number.NaN
    modified[row] = entry.modifiedMs ?? Number.NaN
    const { link, failure, sums, deleted, found } = entry
    const extra = {
      ...(link && { link }),
      ...(failure && { failure }),
      ...(sums && { sums }),
      ...(deleted && { deleted }),
      ...(found && { found }),
    }
    if (Object.keys(extra).length > 0) extras.push([row, extra])
  })
  const hasVersions = entries.some(({ version }) => version !== undefined)
  return {
    count,
    names,
    nameEnds,
    kinds,
    sizes,
    modified,
    facts: packFacts(entries),
    ...(hasVersions && { versions: entries.map(({ version = '' }) => version) }),
    extras,
  }
}

function packFacts(entries: readonly Entry[]): FactColumns {
  const columns: FactColumns = {}
  for (const fact of sharedFacts) {
    if (!entries.some((entry) => entry[fact] !== undefined)) continue
    const places = new Map<string, number>()
    const rows = new Uint16Array(entries.length)
    entries.forEach(({ [fact]: value }, row) => {
      if (value === undefined) return
      const place = places.get(value) ?? places.size + 1
      places.set(value, place)
      rows[row] = place
    })
    columns[fact] = { values: [...places.keys()], rows }
  }
  return columns
}

/** The shared facts of one row. */
export type RowFacts = Partial<Record<Exclude<SharedFact, 'since'>, string> & { since: SinceThen }>

export function factsOf(page: EntryPage, row: number): RowFacts {
  const facts: Partial<Record<SharedFact, string>> = {}
  for (const fact of sharedFacts) {
    const column = page.facts[fact]
    const value = column?.values[(column.rows[row] ?? 0) - 1]
    if (value !== undefined) facts[fact] = value
  }
  return facts as RowFacts
}

/** Returns every entry of a page, in order. */
export function unpackEntries(page: EntryPage): Entry[] {
  return unpackRows(
    page,
    Array.from({ length: page.count }, (_, row) => row),
  )
}

/** Returns the entries of the given rows. */
export function unpackRows(page: EntryPage, rows: readonly number[]): Entry[] {
  if (rows.length === 0) return []
  const extras = new Map(page.extras)
  return rows.map((row) => {
    const start = row === 0 ? 0 : (page.nameEnds[row - 1] ?? 0)
    const sizeBytes = page.sizes[row] ?? Number.NaN
    const modifiedMs = page.modified[row] ?? Number.NaN
    const version = page.versions?.[row]
    return {
      name: decoder.decode(page.names.subarray(start, page.nameEnds[row])),
      kind: entryKinds[page.kinds[row] ?? 0] ?? 'file',
      ...(!Number.isNaN(sizeBytes) && { sizeBytes }),
      ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
      ...factsOf(page, row),
      ...(version && { version }),
      ...extras.get(row),
    }
  })
}

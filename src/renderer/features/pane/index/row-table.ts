import { sharedFacts } from '../../../../contract/choices.ts'
import type { EntryPage, SharedFact } from '../../../../contract/entry-page.ts'
import { entryKinds } from '../../../../contract/choices.ts'
import { foldText, isAscii, lowerByte } from '../../../../lib/text/fold-text.ts'
import { longestKey, writeSortKey } from './sort-key.ts'
import { bytesUsed, createTextColumn, grown, reserveText, startOf, type TextColumn, trimText } from './text-column.ts'

/** The data that ordering and filtering need about every row, in columns. The number of a row is its arrival order. */
export interface RowTable {
  count: number
  /** The names in the form in which they are searched. */
  readonly folded: TextColumn
  /** The sort keys; see `sort-key.ts`. */
  readonly keys: TextColumn
  /** `isFolderFlag` for an entry that opens as a folder, `isHiddenFlag` for a name that begins with a dot. */
  flags: Uint8Array
  hiddenCount: number
  sizes: Float64Array
  modified: Float64Array
  readonly facts: Readonly<Record<SharedFact, FactColumn>>
}

/**
 * A fact with few distinct values: the values in the order in which they were first seen, and the value id of each row.
 * Ids start at 1; 0 means no value.
 */
export interface FactColumn {
  readonly ids: Map<string, number>
  rows: Uint16Array
}

const mostValues = 0xffff

const encoder = new TextEncoder()
const decoder = new TextDecoder()
export const isFolderFlag = 1
export const isHiddenFlag = 2
const dot = 0x2e
const slash = 0x2f
const folderKind = entryKinds.indexOf('folder')

export function createRowTable(): RowTable {
  return {
    count: 0,
    folded: createTextColumn(),
    keys: createTextColumn(),
    flags: new Uint8Array(64),
    hiddenCount: 0,
    sizes: new Float64Array(64),
    modified: new Float64Array(64),
    facts: {
      storageClass: { ids: new Map(), rows: new Uint16Array(0) },
      mode: { ids: new Map(), rows: new Uint16Array(0) },
      owner: { ids: new Map(), rows: new Uint16Array(0) },
      since: { ids: new Map(), rows: new Uint16Array(0) },
    },
  }
}

/** Appends the rows of a page in its order. */
export function appendPage(table: RowTable, page: EntryPage): void {
  const need = table.count + page.count
  if (need > table.flags.length) {
    table.flags = grown(table.flags, Uint8Array, need)
    table.sizes = grown(table.sizes, Float64Array, need)
    table.modified = grown(table.modified, Float64Array, need)
  }
  table.sizes.set(page.sizes, table.count)
  table.modified.set(page.modified, table.count)
  for (let row = 0; row < page.count; row++) {
    table.flags[table.count + row] = page.kinds[row] === folderKind ? isFolderFlag : 0
  }
  for (const [row, extra] of page.extras) {
    if (extra.link?.leadsTo === 'folder') table.flags[table.count + row] = isFolderFlag
  }
  for (let row = 0; row < page.count; row++) appendName(table, page, row)
  for (const fact of sharedFacts) appendFact(table, page, fact)
  table.count = need
}

/** Each page has its own value numbers. Values beyond the maximum number of ids are stored as no value. */
function appendFact({ facts, count }: RowTable, page: EntryPage, fact: SharedFact): void {
  const told = page.facts[fact]
  if (!told) return
  const column = facts[fact]
  if (count + page.count > column.rows.length) column.rows = grown(column.rows, Uint16Array, count + page.count)
  const idOf = told.values.map((value) => {
    const known = column.ids.get(value)
    if (known !== undefined) return known
    const id = column.ids.size < mostValues ? column.ids.size + 1 : 0
    if (id > 0) column.ids.set(value, id)
    return id
  })
  for (let row = 0; row < page.count; row++) {
    const value = told.rows[row] ?? 0
    column.rows[count + row] = value === 0 ? 0 : (idOf[value - 1] ?? 0)
  }
}

/** Frees the memory reserved for more rows. */
export function trimTable(table: RowTable): void {
  const { count } = table
  trimText(table.folded)
  trimText(table.keys)
  if (table.flags.length === count) return
  table.flags = table.flags.slice(0, count)
  table.sizes = table.sizes.slice(0, count)
  table.modified = table.modified.slice(0, count)
}

function appendName(table: RowTable, page: EntryPage, pageRow: number): void {
  const { folded, keys } = table
  const row = table.count + pageRow
  const nameStart = pageRow === 0 ? 0 : (page.nameEnds[pageRow - 1] ?? 0)
  const nameEnd = page.nameEnds[pageRow] ?? 0

  // A path found by a search is ordered and filtered by its base name.
  let ownStart = nameEnd
  while (ownStart > nameStart && page.names[ownStart - 1] !== slash) ownStart--

  let at = bytesUsed(folded)
  if (isAscii(page.names, ownStart, nameEnd)) {
    reserveText(folded, 1, nameEnd - ownStart)
    for (let from = ownStart; from < nameEnd; from++) folded.bytes[at++] = lowerByte[page.names[from] ?? 0] ?? 0
  } else {
    const bytes = encoder.encode(foldText(decoder.decode(page.names.subarray(ownStart, nameEnd))))
    reserveText(folded, 1, bytes.length)
    folded.bytes.set(bytes, at)
    at += bytes.length
  }
  folded.ends[row] = at
  folded.count = row + 1

  const foldedStart = startOf(folded, row)
  if (folded.bytes[foldedStart] === dot) {
    table.flags[row] = (table.flags[row] ?? 0) | isHiddenFlag
    table.hiddenCount++
  }
  reserveText(keys, 1, longestKey(at - foldedStart, nameEnd - nameStart))
  keys.ends[row] = writeSortKey(keys.bytes, bytesUsed(keys), {
    isFolder: ((table.flags[row] ?? 0) & isFolderFlag) !== 0,
    folded: folded.bytes,
    foldedStart,
    foldedEnd: at,
    name: page.names,
    nameStart,
    nameEnd,
  })
  keys.count = row + 1
}

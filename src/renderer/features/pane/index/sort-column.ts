import { sharedFacts } from '../../../../contract/choices.ts'
import { type FactColumn, isFolderFlag, type RowTable } from './row-table.ts'
import { sortByNumber } from './sort-numbers.ts'
import { mergeRows } from './sort-rows.ts'
import { kindBytes } from './sort-key.ts'
import { startOf } from './text-column.ts'

export const sortColumns = ['name', 'size', 'modified', 'kind', ...sharedFacts] as const
export type SortColumn = (typeof sortColumns)[number]
export interface Sort {
  readonly column: SortColumn
  readonly descending: boolean
}

export interface ColumnOrder {
  readonly sort: Sort
  readonly foldersFirst: boolean
}

/**
 * Sorts rows by a column. The input is ordered by name with folders first; rows with equal values stay in that order.
 */
export function orderByColumn(
  byName: Uint32Array,
  table: RowTable,
  { sort, foldersFirst }: ColumnOrder,
): Uint32Array<ArrayBuffer> {
  const firstFile = countFolders(byName, table)
  if (!foldersFirst) {
    const mixed = mergeRows(byName.subarray(0, firstFile), byName.subarray(firstFile), table.keys, kindBytes)
    orderGroup(mixed, table, sort)
    return mixed
  }
  const order = new Uint32Array(byName)
  const groups = [order.subarray(0, firstFile), order.subarray(firstFile)]
  for (const rows of groups) orderGroup(rows, table, sort)
  return order
}

function orderGroup(rows: Uint32Array, table: RowTable, { column, descending }: Sort): void {
  if (column === 'name') {
    if (descending) rows.reverse()
  } else if (column === 'size') {
    sortByNumber(rows, table.sizes, { descending })
  } else if (column === 'modified') {
    sortByNumber(rows, table.modified, { descending })
  } else if (column === 'kind') {
    sortByNumber(rows, endingRanks(rows, table), { descending })
  } else {
    sortByNumber(rows, valueRanks(rows, table.facts[column]), { descending })
  }
}

/** Returns for each row the rank of its value among all values; NaN without a value. */
function valueRanks(rows: Uint32Array, column: FactColumn): Float64Array {
  const rankOfId = new Float64Array(column.ids.size + 1).fill(Number.NaN)
  const sorted = [...column.ids.keys()].toSorted()
  sorted.forEach((value, rank) => (rankOfId[column.ids.get(value) ?? 0] = rank))
  const last = rows.reduce((most, row) => Math.max(most, row), -1)
  const ranks = new Float64Array(last + 1)
  for (const row of rows) ranks[row] = rankOfId[column.rows[row] ?? 0] ?? Number.NaN
  return ranks
}

/** Folders come first in name order, so a binary search finds their number. */
function countFolders(byName: Uint32Array, table: RowTable): number {
  let low = 0
  let high = byName.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (((table.flags[byName[middle] ?? 0] ?? 0) & isFolderFlag) !== 0) low = middle + 1
    else high = middle
  }
  return low
}

const longestEnding = 16
const dot = 0x2e

/** Returns for each row the rank of its file extension; NaN without one. */
function endingRanks(rows: Uint32Array, table: RowTable): Float64Array {
  const ids = new Map<string, number>()
  const ranks = new Float64Array(table.count).fill(Number.NaN)
  for (const row of rows) {
    const ending = endingOf(table, row)
    if (ending === undefined) continue
    let id = ids.get(ending)
    if (id === undefined) ids.set(ending, (id = ids.size))
    ranks[row] = id
  }
  const sorted = [...ids.keys()].toSorted()
  const rankOfId = new Float64Array(ids.size)
  sorted.forEach((ending, rank) => (rankOfId[ids.get(ending) ?? 0] = rank))
  for (const row of rows) {
    const id = ranks[row] ?? Number.NaN
    if (!Number.isNaN(id)) ranks[row] = rankOfId[id] ?? 0
  }
  return ranks
}

function endingOf({ folded }: RowTable, row: number): string | undefined {
  const start = startOf(folded, row)
  const end = folded.ends[row] ?? 0
  for (let at = end - 1; at > start && end - at <= longestEnding; at--) {
    if (folded.bytes[at] === dot) return String.fromCharCode(...folded.bytes.subarray(at + 1, end))
  }
  return undefined
}

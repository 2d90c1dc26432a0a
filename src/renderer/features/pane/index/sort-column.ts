import { isFolderFlag, type RowTable } from './row-table.ts'
import { sortByNumber } from './sort-numbers.ts'
import { startOf } from './text-column.ts'

export const sortColumns = ['name', 'size', 'modified', 'kind'] as const
export type SortColumn = (typeof sortColumns)[number]
export interface Sort {
  readonly column: SortColumn
  readonly descending: boolean
}

/** The rows, given in order of their names, in the order of a column. Folders stay first; equal rows stay by name. */
export function orderByColumn(byName: Uint32Array, table: RowTable, sort: Sort): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(byName)
  const firstFile = countFolders(order, table)
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
  } else {
    sortByNumber(rows, endingRanks(rows, table), { descending })
  }
}

/** In name order folders come first, so their number is found by halving. */
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

/** For each row the place of its name's ending among all endings; NaN without one. */
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

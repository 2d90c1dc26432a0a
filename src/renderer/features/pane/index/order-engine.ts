/**
 * Computes which rows of a folder are shown, and in which order. Pages are added when they arrive; each new batch is
 * sorted alone and merged into the sorted rows. Runs in a worker and holds several folders by number.
 */
import type { EntryPage } from '../../../../contract/entry-page.ts'
import { type Filter, isNarrower, matchRows, parseFilter, parsePattern } from './filter.ts'
import { appendPage, createRowTable, isHiddenFlag, type RowTable, trimTable } from './row-table.ts'
import { orderByColumn, type Sort } from './sort-column.ts'
import { mergeRows, sortRows } from './sort-rows.ts'
import { startOf } from './text-column.ts'

export interface ViewRequest {
  readonly sort: Sort
  readonly filter: string
  readonly showHidden: boolean
  readonly foldersFirst: boolean
  /** Hides the rows that are marked as unchanged. */
  readonly onlyChanged: boolean
}

/** Means "no such row" in a mapping. */
export const noRow = 0xffffffff

interface Folder {
  readonly table: RowTable
  view: ViewRequest
  byName: Uint32Array
  /** The rows in the requested order; undefined if it must be computed again. */
  sorted: Uint32Array | undefined
  filter: Filter
  matches: Uint8Array
  matchedRows: number
}

export interface OrderEngine {
  open(folder: number, view: ViewRequest): void
  append(folder: number, page: EntryPage): void
  setView(folder: number, view: ViewRequest): void
  /** Returns the rows to show, in order. The array is a copy, so it can be transferred. */
  order(folder: number): Uint32Array<ArrayBuffer>
  /** Returns how many rows are left out only because they are hidden files. */
  hiddenRows(folder: number): number
  /** Called after the last page. Frees the memory reserved for more. */
  finish(folder: number): void
  /** Returns for each row of one folder the row with the same name in another, or `noRow`. */
  mapRows(from: number, to: number): Uint32Array<ArrayBuffer>
  /** Returns one byte for each row: 1 if the name matches the pattern. */
  match(folder: number, pattern: string): Uint8Array<ArrayBuffer>
  drop(folder: number): void
}

export function createOrderEngine(): OrderEngine {
  const folders = new Map<number, Folder>()

  function find(folder: number): Folder {
    const found = folders.get(folder)
    if (!found) throw new Error(`no folder ${folder} is open`)
    return found
  }

  return {
    open: (folder, view) =>
      void folders.set(folder, {
        table: createRowTable(),
        view,
        byName: new Uint32Array(0),
        sorted: undefined,
        filter: { kind: 'all' },
        matches: new Uint8Array(0),
        matchedRows: 0,
      }),
    append: (folder, page) => appendPage(find(folder).table, page),
    setView(folder, view) {
      const found = find(folder)
      if (!isSameOrder(found.view, view)) found.sorted = undefined
      found.view = view
    },
    order: (folder) => orderOf(find(folder)),
    hiddenRows(folder) {
      const { table, view } = find(folder)
      return view.showHidden ? 0 : table.hiddenCount
    },
    finish: (folder) => trimTable(find(folder).table),
    mapRows: (from, to) => mapByName(find(from), find(to)),
    match(folder, pattern) {
      const { table } = find(folder)
      const matches = new Uint8Array(table.count)
      matchRows(table.folded, parsePattern(pattern), matches, 0)
      return matches
    },
    drop: (folder) => void folders.delete(folder),
  }
}

function orderOf(folder: Folder): Uint32Array<ArrayBuffer> {
  sortNewRows(folder)
  const { table, view } = folder
  folder.sorted ??= isByName(view) ? folder.byName : orderByColumn(folder.byName, table, view)
  const filter = parseFilter(view.filter)
  const isAllShown = (view.showHidden || table.hiddenCount === 0) && !view.onlyChanged
  if (filter.kind === 'all' && isAllShown) return new Uint32Array(folder.sorted)
  updateMatches(folder, filter)
  return pickRows(folder)
}

function sortNewRows(folder: Folder): void {
  const { table, byName } = folder
  if (byName.length === table.count) return
  const added = new Uint32Array(table.count - byName.length)
  for (let at = 0; at < added.length; at++) added[at] = byName.length + at
  sortRows(added, table.keys)
  folder.byName = byName.length === 0 ? added : mergeRows(byName, added, table.keys)
  folder.sorted = undefined
}

function updateMatches(folder: Folder, filter: Filter): void {
  const { count, folded } = folder.table
  if (folder.matches.length < count) {
    const larger = new Uint8Array(Math.ceil(count * 1.25))
    larger.set(folder.matches)
    folder.matches = larger
  }
  const isSame = isNarrower(filter, folder.filter) && isNarrower(folder.filter, filter)
  if (isSame) {
    matchRows(folded, filter, folder.matches, folder.matchedRows)
  } else {
    const within = isNarrower(filter, folder.filter) && folder.matchedRows === count ? folder.matches : undefined
    matchRows(folded, filter, folder.matches, 0, within)
  }
  folder.filter = filter
  folder.matchedRows = count
}

function pickRows({ sorted = new Uint32Array(0), matches, table, view }: Folder): Uint32Array<ArrayBuffer> {
  const { flags } = table
  const leftOut = view.showHidden ? 0 : isHiddenFlag
  const { since } = table.facts
  const same = view.onlyChanged ? since.ids.get('same') : undefined
  const picked = new Uint32Array(sorted.length)
  let count = 0
  for (let at = 0; at < sorted.length; at++) {
    const row = sorted[at] ?? 0
    if (same !== undefined && since.rows[row] === same) continue
    if (matches[row] === 1 && ((flags[row] ?? 0) & leftOut) === 0) picked[count++] = row
  }
  return picked.slice(0, count)
}

function mapByName(from: Folder, to: Folder): Uint32Array<ArrayBuffer> {
  sortNewRows(from)
  sortNewRows(to)
  const mapping = new Uint32Array(from.table.count).fill(noRow)
  let next = 0
  for (const row of from.byName) {
    let difference = 1
    while (next < to.byName.length) {
      difference = compareAcross(from.table, row, to.table, to.byName[next] ?? 0)
      if (difference <= 0) break
      next++
    }
    if (difference === 0) mapping[row] = to.byName[next] ?? noRow
  }
  return mapping
}

function compareAcross(a: RowTable, rowA: number, b: RowTable, rowB: number): number {
  let atA = startOf(a.keys, rowA)
  let atB = startOf(b.keys, rowB)
  const endA = a.keys.ends[rowA] ?? 0
  const endB = b.keys.ends[rowB] ?? 0
  while (atA < endA && atB < endB) {
    const difference = (a.keys.bytes[atA++] ?? 0) - (b.keys.bytes[atB++] ?? 0)
    if (difference !== 0) return difference
  }
  return endA - atA - (endB - atB)
}

/** Tells whether the view has the order in which rows are stored: by name, with folders first. */
function isByName({ sort, foldersFirst }: ViewRequest): boolean {
  return foldersFirst && sort.column === 'name' && !sort.descending
}

function isSameOrder(a: ViewRequest, b: ViewRequest): boolean {
  const isSameSort = a.sort.column === b.sort.column && a.sort.descending === b.sort.descending
  return isSameSort && a.foldersFirst === b.foldersFirst
}

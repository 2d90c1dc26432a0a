/** Maps positions to the rows of a tab: first `..` if there is a parent folder, then the rows in order. */
import type { Entry, EntryKind } from '../../../contract/entry.ts'
import { childPath, folderAbove, type Location } from '../../../contract/location.ts'
import { isSelected, selectedRows, type Selection } from '../../ui/virtual-list/selection.ts'
import type { ListingIndex } from './index/listing-index.ts'
import { firstRow, parentRow, type Tab } from './pane-state.ts'

/** Tells whether the rows are search results, whose names are paths relative to the folder. */
export function isSearching({ search }: Pick<Tab, 'search'>): boolean {
  return search !== undefined && search.query !== ''
}

export function hasParentRow(tab: Tab): boolean {
  return folderAbove(tab.location) !== undefined && !isSearching(tab)
}

export function rowCount(tab: Tab): number {
  return tab.view.order.length + (hasParentRow(tab) ? 1 : 0)
}

/** Returns the row at a position; `firstRow` if there is no row. */
export function rowAt(tab: Tab, position: number): number {
  const shift = hasParentRow(tab) ? 1 : 0
  if (position < shift) return parentRow
  return tab.view.order[position - shift] ?? firstRow
}

/** Returns the position of a row; undefined if it is not shown. */
export function positionOf(tab: Tab, row: number): number | undefined {
  if (row === firstRow) return 0
  const shift = hasParentRow(tab) ? 1 : 0
  if (row === parentRow) return shift === 1 ? 0 : undefined
  const index = tab.view.order.indexOf(row)
  return index < 0 ? undefined : index + shift
}

export function cursorPosition(tab: Tab): number {
  return positionOf(tab, tab.cursor) ?? 0
}

/** Returns the row under the cursor; undefined on `..` and in an empty list. */
export function cursorRow(tab: Tab): number | undefined {
  const row = tab.cursor === firstRow ? rowAt(tab, 0) : tab.cursor
  return row >= 0 ? row : undefined
}

/** Returns the selected rows in the order shown, or else the row under the cursor. */
function pickedRows(tab: Tab): readonly number[] {
  if (tab.selection.count > 0) return Array.from(tab.view.order.filter((row) => isSelected(tab.selection, row)))
  const row = cursorRow(tab)
  return row === undefined ? [] : [row]
}

/**
 * Returns the rows that a command applies to: the selected ones in the order shown, or else the one under the cursor.
 * Entries that do not exist in the shown folder are left out.
 */
export function chosenRows(tab: Tab): readonly number[] {
  return pickedRows(tab).filter((row) => !tab.view.index.isAbsent(row))
}

/** Returns the deleted entries that can be restored, among the selected rows or else the one under the cursor. */
export function chosenDeleted(tab: Tab): readonly Entry[] {
  return pickedRows(tab)
    .filter((row) => tab.view.index.extra(row)?.deleted)
    .map((row) => tab.view.index.entry(row))
}

/** The entries that a command applies to, with their locations. */
export interface ChosenEntries {
  readonly entries: readonly Entry[]
  readonly locations: readonly Location[]
  readonly sources: readonly { readonly location: Location; readonly kind: EntryKind }[]
}

export function chosenEntries(tab: Tab): ChosenEntries {
  const entries = chosenRows(tab).map((row) => tab.view.index.entry(row))
  const sources = entries.map(({ name, kind }) => ({ location: locationIn(tab, name), kind }))
  return { entries, locations: sources.map(({ location }) => location), sources }
}

export function cursorEntry(tab: Tab): Entry | undefined {
  const row = cursorRow(tab)
  return row === undefined ? undefined : tab.view.index.entry(row)
}

/** Returns the location of an entry. For a search result, the name is a path. */
export function locationIn(tab: Tab, name: string): Location {
  return { mount: tab.location.mount, path: childPath(tab.location.path, name) }
}

/** Returns the total size of the selected rows, as far as the listing knows it. */
export function selectedBytes(selection: Selection, index: ListingIndex): number {
  let sum = 0
  for (const row of selectedRows(selection)) {
    const size = index.size(row)
    if (!Number.isNaN(size)) sum += size
  }
  return sum
}

/** The rows of a tab by position: `..` first where there is a folder above, then the order's. */
import type { Entry, EntryKind } from '../../../contract/entry.ts'
import { childPath, folderAbove, type Location } from '../../../contract/location.ts'
import { isSelected, selectedRows, type Selection } from '../../ui/virtual-list/selection.ts'
import type { ListingIndex } from './index/listing-index.ts'
import { firstRow, parentRow, type Tab } from './pane-state.ts'

/** Are its rows what was found below its folder? Their names are paths from there. */
export function isSearching({ search }: Pick<Tab, 'search'>): boolean {
  return search !== undefined && search.query !== ''
}

export function hasParentRow(tab: Tab): boolean {
  return folderAbove(tab.location) !== undefined && !isSearching(tab)
}

export function rowCount(tab: Tab): number {
  return tab.view.order.length + (hasParentRow(tab) ? 1 : 0)
}

/** The row at a position; `firstRow` when there is none. */
export function rowAt(tab: Tab, position: number): number {
  const shift = hasParentRow(tab) ? 1 : 0
  if (position < shift) return parentRow
  return tab.view.order[position - shift] ?? firstRow
}

/** Where a row is shown; undefined when it is not. */
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

/** The row the cursor is on; undefined on `..` and in an empty list. */
export function cursorRow(tab: Tab): number | undefined {
  const row = tab.cursor === firstRow ? rowAt(tab, 0) : tab.cursor
  return row >= 0 ? row : undefined
}

/** The selected rows in the order shown, else the cursor's. */
function pickedRows(tab: Tab): readonly number[] {
  if (tab.selection.count > 0) return Array.from(tab.view.order.filter((row) => isSelected(tab.selection, row)))
  const row = cursorRow(tab)
  return row === undefined ? [] : [row]
}

/** The rows a command works on: the selected ones in the order shown, else the cursor's. Never those that are not there. */
export function chosenRows(tab: Tab): readonly number[] {
  return pickedRows(tab).filter((row) => !tab.view.index.isAbsent(row))
}

/** Of the selected rows, else the cursor's, those that were deleted and can be brought back. */
export function chosenDeleted(tab: Tab): readonly Entry[] {
  return pickedRows(tab)
    .filter((row) => tab.view.index.extra(row)?.deleted)
    .map((row) => tab.view.index.entry(row))
}

/** What a command works on, as entries with their places. */
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

/** Where an entry of the tab lies; a path, where its rows were found by a search. */
export function locationIn(tab: Tab, name: string): Location {
  return { mount: tab.location.mount, path: childPath(tab.location.path, name) }
}

/** How many bytes the selected rows have, as far as the listing says. */
export function selectedBytes(selection: Selection, index: ListingIndex): number {
  let sum = 0
  for (const row of selectedRows(selection)) {
    const size = index.size(row)
    if (!Number.isNaN(size)) sum += size
  }
  return sum
}

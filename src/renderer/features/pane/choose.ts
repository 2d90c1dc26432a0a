/** Changes the cursor and the selection of the active tab. */
import {
  invertRows,
  isSelected,
  noSelection,
  type Selection,
  selectRange,
  selectRows,
  toggleRow,
  withRows,
} from '../../ui/virtual-list/selection.ts'
import { currentTab, type Pane, patchTab, workOf } from './pane.ts'
import { firstRow, type PictureSize, type Tab } from './pane-state.ts'
import { cursorPosition, cursorRow, hasParentRow, positionOf, rowAt, rowCount } from './tab-rows.ts'
import { viewRequest } from './list-folder.ts'
import type { SortColumn } from './index/sort-column.ts'

/** Moves the cursor. With `extend`, it selects from the start of the range. */
export function moveCursor(pane: Pane, position: number, { extend }: { readonly extend: boolean }): void {
  change(pane, (tab) => {
    const cursor = rowAt(tab, position)
    if (cursor === firstRow) return {}
    if (!extend) {
      return {
        cursor,
        obstacle: undefined,
        anchor: cursor,
        ...(tab.isClicked && { selection: noSelection }),
        rangeBase: tab.isClicked ? noSelection : tab.selection,
        isClicked: false,
      }
    }
    const base = tab.isClicked ? noSelection : tab.rangeBase
    const range = rangeTo(tab, position)
    return { cursor, selection: union(base, range), rangeBase: base, isClicked: false }
  })
}

/** Handles a click: it selects one row, with `extend` a range; with `toggle` it adds or removes the row. */
export function clickRow(
  pane: Pane,
  position: number,
  { extend, toggle }: { readonly extend: boolean; readonly toggle: boolean },
): void {
  if (extend) return moveCursor(pane, position, { extend })
  change(pane, (tab) => {
    const row = rowAt(tab, position)
    if (row < 0) return { cursor: row, anchor: row, selection: noSelection, rangeBase: noSelection }
    const selection = toggle ? toggleRow(tab.selection, row) : selectRows([row])
    return { cursor: row, anchor: row, selection, rangeBase: selection, isClicked: !toggle, obstacle: undefined }
  })
}

/** Adds the row at the cursor to the selection or removes it. With `goDown`, the cursor then moves down. */
export function toggleAtCursor(pane: Pane, { goDown }: { readonly goDown: boolean }): void {
  change(pane, (tab) => {
    const row = cursorRow(tab)
    const start = tab.isClicked && goDown ? noSelection : tab.selection
    const selection = row === undefined ? start : toggleRow(start, row)
    const next = goDown ? rowAt(tab, Math.min(cursorPosition(tab) + 1, rowCount(tab) - 1)) : tab.cursor
    return { selection, rangeBase: selection, isClicked: false, cursor: next, anchor: next }
  })
}

/** The first and the last position, both included. */
export type PositionRange = readonly [first: number, last: number]

/** Selects the rows in the given ranges, in addition to `base`. */
export function selectPositions(pane: Pane, ranges: readonly PositionRange[], base: Selection): void {
  change(pane, (tab) => explicit(withRows(base, rowsIn(tab, ranges), { selected: true })))
}

function* rowsIn(tab: Tab, ranges: readonly PositionRange[]): Iterable<number> {
  const shift = hasParentRow(tab) ? 1 : 0
  for (const [first, last] of ranges) {
    yield* tab.view.order.subarray(Math.max(0, first - shift), Math.max(0, last - shift + 1))
  }
}

/** Handles a click on the checkmark of a row: adds it to the selection or removes it. */
export function toggleRowAt(pane: Pane, position: number): void {
  change(pane, (tab) => {
    const row = rowAt(tab, position)
    if (row < 0) return {}
    const selection = toggleRow(tab.isClicked && !isSelected(tab.selection, row) ? noSelection : tab.selection, row)
    return { cursor: row, anchor: row, selection, rangeBase: selection, isClicked: false, obstacle: undefined }
  })
}

export function selectAll(pane: Pane): void {
  change(pane, (tab) => explicit(selectRows(tab.view.order)))
}

export function selectNone(pane: Pane): void {
  change(pane, () => explicit(noSelection))
}

export function invertSelection(pane: Pane): void {
  change(pane, (tab) => explicit(invertRows(tab.isClicked ? noSelection : tab.selection, tab.view.order)))
}

/** Selects or unselects the shown rows whose names match the pattern. */
export async function selectPattern(
  pane: Pane,
  pattern: string,
  { selected }: { readonly selected: boolean },
): Promise<void> {
  const { id, view } = currentTab(pane)
  const matches = await workOf(pane, id).folder?.match(pattern)
  if (!matches) return
  patchTab(pane, id, (tab) => {
    if (tab.view.index !== view.index) return {}
    const rows = tab.view.order.filter((row) => matches[row] === 1)
    return explicit(withRows(tab.isClicked ? noSelection : tab.selection, rows, { selected }))
  })
}

export function setFilter(pane: Pane, filter: string): void {
  change(pane, () => ({ filter }))
  applyView(pane)
}

/** In a past folder, hides or shows the entries that have not changed since. */
export function toggleOnlyChanged(pane: Pane): void {
  change(pane, ({ onlyChanged }) => ({ onlyChanged: !onlyChanged }))
  applyView(pane)
}

/** Sorts by a column, or reverses its order if it is already the sort column. */
export function sortBy(pane: Pane, column: SortColumn): void {
  change(pane, ({ sort }) => ({
    sort: { column, descending: sort.column === column ? !sort.descending : column === 'modified' },
  }))
  applyView(pane)
}

/**
 * Requests the rows of every tab again, after a change of the sort order, the filter or the display of hidden files.
 */
export function applyView(pane: Pane): void {
  for (const tab of pane.state.getState().tabs) workOf(pane, tab.id).folder?.setView(viewRequest(pane, tab))
}

/** Shows why the entry under the cursor could not be opened or renamed. */
export function showObstacle(pane: Pane, obstacle: string | undefined): void {
  change(pane, () => ({ obstacle }))
}

/** Shows the files of the active tab as pictures; undefined shows a list. */
export function showAsPictures(pane: Pane, pictures: PictureSize | undefined): void {
  if (pictures) pane.pictureSize = pictures
  change(pane, () => ({ pictures }))
}

export function startRename(pane: Pane): void {
  change(pane, (tab) => ({ renamingRow: cursorRow(tab) }))
}

export function endRename(pane: Pane): void {
  change(pane, () => ({ renamingRow: undefined, obstacle: undefined }))
}

function change(pane: Pane, patch: (tab: Tab) => Partial<Tab>): void {
  patchTab(pane, currentTab(pane).id, patch)
}

function explicit(selection: Tab['selection']): Partial<Tab> {
  return { selection, rangeBase: selection, isClicked: false }
}

function rangeTo(tab: Tab, position: number) {
  const shift = hasParentRow(tab) ? 1 : 0
  const anchor = positionOf(tab, tab.anchor) ?? position
  return selectRange(tab.view.order, Math.max(0, anchor - shift), position - shift)
}

function union(base: Tab['selection'], more: Tab['selection']) {
  if (base.count === 0) return more
  const [large, small] = base.bits.length >= more.bits.length ? [base, more] : [more, base]
  const bits = Uint32Array.from(large.bits, (word, at) => word | (small.bits[at] ?? 0))
  let count = 0
  for (let word of bits) for (; word !== 0; word &= word - 1) count++
  return { bits, count }
}

import type { ReactNode, RefObject } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { childPath, type Location, parentPath } from '../../../../contract/location.ts'
import { typeOfName } from '../../../../lib/file-kinds.ts'
import type { Thumbnails } from '../../../content/thumbnails/thumbnails.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { isSelected } from '../../../ui/virtual-list/selection.ts'
import type { RowPlace, VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import type { ShownColumns } from '../columns/use-columns.ts'
import type { Pane } from '../pane.ts'
import { parentRow, type Tab } from '../pane-state.ts'
import { soughtWords } from '../search/search.ts'
import { cursorPosition, isSearching, locationIn, rowAt, rowCount } from '../tab-rows.ts'
import type { GridShape } from './grid-shape.ts'
import { PaneRow } from './pane-row.tsx'
import { PictureLine } from './picture-line.tsx'
import { PictureTile } from './picture-tile.tsx'
import { RenameRow } from './rename-row.tsx'
import { RenameTile } from './rename-tile.tsx'
import { parentFacts, rowFacts } from './row-facts.ts'

export interface DrawnGrid {
  readonly pane: Pane
  readonly tab: Tab
  /** The capabilities of the tab's mount, which decide the columns; undefined until they are known. */
  readonly capabilities: Capabilities | undefined
  readonly grid: RefObject<VirtualGridHandle | null>
  /** The source of thumbnails; undefined if they are switched off. */
  readonly thumbnails: Thumbnails | undefined
  /** Tells whether an entry was cut, and will be moved when it is pasted. */
  readonly isCut: (location: Location) => boolean
  /** Renames an entry. Resolves to a sentence if that fails. */
  readonly onRename: (from: string, to: string) => Promise<string | undefined>
}

export interface DrawingOptions {
  readonly columns: ShownColumns
  readonly shape: GridShape
  readonly rowId: (position: number) => string
}

/** Returns a function that renders one line of a tab: a row of the list, or pictures side by side. */
export function useDrawing(
  { tab, pane, grid, capabilities, thumbnails, isCut, onRename }: DrawnGrid,
  { columns, shape: { linePx, perLine }, rowId }: DrawingOptions,
): (place: RowPlace) => ReactNode {
  const dates = useDateFormat()
  const told = { ...columns, capabilities, folderSizes: tab.folderSizes }
  const cursor = cursorPosition(tab)
  const shown = columns.shown.join(' ')
  const sought = isSearching(tab) ? soughtWords(tab).join('\n') : ''
  const { index } = tab.view

  const factsOf = (row: number) => (row === parentRow ? parentFacts : rowFacts(index, row, dates, told))
  const stateOf = (row: number, position: number) => ({
    isCut: row >= 0 && isCut(locationIn(tab, index.name(row))),
    isSelected: row >= 0 && isSelected(tab.selection, row),
    isCursor: position === cursor,
    sought,
  })
  const renaming = (row: number) =>
    row >= 0 && row === tab.renamingRow
      ? { pane, grid, onRename: (to: string) => onRename(...renamed(tab, row, to)) }
      : undefined

  function drawRow({ position, topPx }: RowPlace): ReactNode {
    const row = rowAt(tab, position)
    if (row < parentRow) return null
    const facts = factsOf(row)
    const place = { id: rowId(position), rowIndex: position + 2, position, topPx, heightPx: linePx }
    const rename = renaming(row)
    if (rename) return <RenameRow {...place} {...facts} {...rename} />
    return <PaneRow {...place} {...facts} columns={shown} {...stateOf(row, position)} />
  }

  function drawTile(position: number, column: number): ReactNode {
    const row = rowAt(tab, position)
    if (row < parentRow) return null
    const { label, name, kind, note, since, mark } = factsOf(row)
    const rename = renaming(row)
    if (rename) return <RenameTile key={column} id={rowId(position)} name={name} kind={kind} {...rename} />
    return (
      <PictureTile
        key={column}
        id={rowId(position)}
        {...{ position, column, label, name, kind, note, since, mark }}
        {...stateOf(row, position)}
        {...pictureOf(tab, row, thumbnails)}
      />
    )
  }

  function drawLine(length: number, { position, topPx }: RowPlace): ReactNode {
    const positions = Array.from({ length: Math.min(length, rowCount(tab) - position) }, (_, at) => position + at)
    return (
      <PictureLine rowIndex={position / length + 2} topPx={topPx} heightPx={linePx} perLine={length}>
        {positions.map((each) => drawTile(each, each - position))}
      </PictureLine>
    )
  }

  return perLine === undefined ? drawRow : (place) => drawLine(perLine, place)
}

/**
 * Returns the location and state of a picture. Empty if the file is not a picture that can be read here, or if a change
 * of it could not be detected.
 */
function pictureOf(tab: Tab, row: number, thumbnails: Thumbnails | undefined) {
  const { index } = tab.view
  if (!thumbnails || row < 0 || index.kind(row) !== 'file' || index.isAbsent(row)) return undefined
  const name = index.name(row)
  const [sizeBytes, modifiedMs] = [index.size(row), index.modified(row)]
  const isTold = !Number.isNaN(sizeBytes) && !Number.isNaN(modifiedMs)
  if (!isTold || typeOfName(name) !== 'picture' || index.extra(row)?.failure) return undefined
  const { mount, path } = locationIn(tab, name)
  return { thumbnails, mount, path, sizeBytes, modifiedMs }
}

/** The name of a search result is its path; the typed text is the last part of it. */
function renamed(tab: Tab, row: number, to: string): [from: string, to: string] {
  const from = tab.view.index.name(row)
  return [from, childPath(parentPath(from), to)]
}

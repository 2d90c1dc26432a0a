import { type CSSProperties, type RefObject, useId, useRef } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { childPath, type Location, parentPath } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { isSelected, noSelection } from '../../../ui/virtual-list/selection.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { selectNone, selectPositions } from '../choose.ts'
import type { Pane } from '../pane.ts'
import { parentRow, type Tab } from '../pane-state.ts'
import { soughtWords } from '../search/search.ts'
import { cursorPosition, isSearching, locationIn, rowAt, rowCount } from '../tab-rows.ts'
import { ColumnHeads } from '../columns/column-heads.tsx'
import type { ColumnChoice } from '../columns/columns.ts'
import { useColumns } from '../columns/use-columns.ts'
import { mouseHandlers, type Opening, positionUnder } from './grid-mouse.ts'
import { PaneRow } from './pane-row.tsx'
import { RenameRow } from './rename-row.tsx'
import { parentFacts, rowFacts } from './row-facts.ts'
import { useGridKeys } from './use-grid-keys.ts'
import { useKeptScroll } from './use-kept-scroll.ts'
import { useRubberBand } from './use-rubber-band.tsx'

export interface FileGridProps extends Opening {
  readonly pane: Pane
  readonly tab: Tab
  /** What was chosen of the columns. */
  readonly choice: ColumnChoice
  readonly onChoice: (choice: ColumnChoice) => void
  /** Of the tab's mount, once they are known: which columns there are. */
  readonly capabilities: Capabilities | undefined
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly onFocus: () => void
  /** Was it cut, to be moved when it is pasted? */
  readonly isCut: (location: Location) => boolean
  /** Tells in a sentence why it could not be renamed. */
  readonly onRename: (from: string, to: string) => Promise<string | undefined>
}

export function FileGrid(props: FileGridProps) {
  const { pane, tab, capabilities, grid, choice, onChoice, onOpen, onOpenTab, onFocus, isCut, onRename } = props
  const gridId = useId()
  const rowPx = useRowHeightPx()
  const dates = useDateFormat()
  const cursor = cursorPosition(tab)
  const count = rowCount(tab)
  const frame = useRef<HTMLDivElement>(null)
  const columns = useColumns(frame, tab, capabilities, choice)
  const told = { ...columns, capabilities, folderSizes: tab.folderSizes }
  const shown = columns.shown.join(' ')
  const sought = isSearching(tab) ? soughtWords(tab).join('\n') : ''
  const rowId = (position: number) => `${gridId}-${position}`

  useKeptScroll(tab, grid)
  const onKeyDown = useGridKeys({ pane, tab, grid, rowId })
  const mouse = mouseHandlers(pane, tab, { onOpen, onOpenTab })
  const before = useRef(tab.selection)
  const band = useRubberBand(grid, rowPx, {
    onStart: () => (before.current = tab.selection),
    onRange: (first, last, { adds }) => selectPositions(pane, first, last, adds ? before.current : noSelection),
    onPress: () => selectNone(pane),
  })

  return (
    <div ref={frame} className="h-full" data-marks={columns.marks} style={gridStyle(columns.template)}>
      <VirtualGrid
        label={text('pane.files')}
        count={count}
        rowHeightPx={rowPx}
        handle={grid}
        header={<ColumnHeads pane={pane} sort={tab.sort} columns={columns} choice={choice} onChoice={onChoice} />}
        activePosition={cursor}
        rowId={rowId}
        isBusy={tab.listing.kind === 'loading'}
        onKeyDown={onKeyDown}
        {...mouse}
        onMouseDown={(event) => (positionUnder(event) === undefined ? band.onMouseDown : mouse.onMouseDown)(event)}
        onFocus={onFocus}
        renderRow={({ position, topPx }) => {
          const row = rowAt(tab, position)
          if (row < parentRow) return null
          const facts = row === parentRow ? parentFacts : rowFacts(tab.view.index, row, dates, told)
          const place = { id: rowId(position), rowIndex: position + 2, position, topPx, heightPx: rowPx }
          if (row >= 0 && row === tab.renamingRow) {
            const rename = (to: string) => onRename(...renamed(tab, row, to))
            return <RenameRow {...place} {...facts} pane={pane} onRename={rename} grid={grid} />
          }
          return (
            <PaneRow
              {...place}
              {...facts}
              columns={shown}
              isCut={row >= 0 && isCut(locationIn(tab, tab.view.index.name(row)))}
              isSelected={row >= 0 && isSelected(tab.selection, row)}
              isCursor={position === cursor}
              sought={sought}
            />
          )
        }}
      />
      {band.drawn}
    </div>
  )
}

/** Rows that were found have their paths for names: what was typed is the last part of one. */
function renamed(tab: Tab, row: number, to: string): [from: string, to: string] {
  const from = tab.view.index.name(row)
  return [from, childPath(parentPath(from), to)]
}

/** The widths of the columns, for `grid.css`. */
function gridStyle(template: string): CSSProperties {
  return { '--columns': template } as CSSProperties
}

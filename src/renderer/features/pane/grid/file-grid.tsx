import { type RefObject, useId, useRef } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { childPath, isPast, parentPath } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import { useDateFormat } from '../../../ui/use-date-format.ts'
import { isSelected, noSelection } from '../../../ui/virtual-list/selection.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { selectNone, selectPositions } from '../choose.ts'
import type { Pane } from '../pane.ts'
import { parentRow, type Tab } from '../pane-state.ts'
import { soughtWords } from '../search/search.ts'
import { cursorPosition, isSearching, rowAt, rowCount } from '../tab-rows.ts'
import { ColumnHeads, type RowMarks } from './column-heads.tsx'
import { extraColumnsOf } from './extra-columns.ts'
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
  /** Of the tab's mount, once they are known: which columns there are. */
  readonly capabilities: Capabilities | undefined
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly onFocus: () => void
  /** Tells in a sentence why it could not be renamed. */
  readonly onRename: (from: string, to: string) => Promise<string | undefined>
}

export function FileGrid({ pane, tab, capabilities, grid, onOpen, onOpenTab, onFocus, onRename }: FileGridProps) {
  const gridId = useId()
  const rowPx = useRowHeightPx()
  const dates = useDateFormat()
  const cursor = cursorPosition(tab)
  const count = rowCount(tab)
  const extra = extraColumnsOf(capabilities, tab)
  const columns = { extra, capabilities, folderSizes: tab.folderSizes }
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
    <div className="contents" data-extras={extra.length} data-marks={marksOf(tab)}>
      <VirtualGrid
        label={text('pane.files')}
        count={count}
        rowHeightPx={rowPx}
        handle={grid}
        header={<ColumnHeads pane={pane} sort={tab.sort} extra={extra} marks={marksOf(tab)} />}
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
          const facts = row === parentRow ? parentFacts : rowFacts(tab.view.index, row, dates, columns)
          const place = { id: rowId(position), rowIndex: position + 2, position, topPx, heightPx: rowPx }
          if (row >= 0 && row === tab.renamingRow) {
            return (
              <RenameRow
                {...place}
                {...facts}
                pane={pane}
                onRename={(to) => onRename(...renamed(tab, row, to))}
                grid={grid}
              />
            )
          }
          return (
            <PaneRow
              {...place}
              {...facts}
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

/** Which words the rows are marked with, if any. */
function marksOf({ location, showsDeleted, search }: Tab): RowMarks {
  if (isSearching({ search })) return search?.inContents ? 'text' : 'folder'
  if (isPast(location)) return 'since'
  return showsDeleted ? 'deleted' : undefined
}

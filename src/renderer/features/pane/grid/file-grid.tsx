import { type CSSProperties, useId, useRef } from 'react'
import { text } from '../../../strings/text.ts'
import { noSelection } from '../../../ui/virtual-list/selection.ts'
import { VirtualGrid } from '../../../ui/virtual-list/virtual-grid.tsx'
import { selectNone, selectPositions } from '../choose.ts'
import { cursorPosition, rowCount } from '../tab-rows.ts'
import { ColumnHeads } from '../columns/column-heads.tsx'
import type { ColumnChoice } from '../columns/columns.ts'
import { useColumns } from '../columns/use-columns.ts'
import { mouseHandlers, type Opening, positionUnder } from './grid-mouse.ts'
import { useGridShape } from './grid-shape.ts'
import { type DrawnGrid, useDrawing } from './use-drawing.tsx'
import { useGridKeys } from './use-grid-keys.ts'
import { useKeptScroll } from './use-kept-scroll.ts'
import { useRubberBand } from './use-rubber-band.tsx'

export interface FileGridProps extends Opening, DrawnGrid {
  /** The user's choice of columns. */
  readonly choice: ColumnChoice
  readonly onChoice: (choice: ColumnChoice) => void
  readonly onFocus: () => void
}

/**
 * Shows the files of a tab as a list or as pictures. Both have the same cursor, selection, keys and mouse behaviour.
 */
export function FileGrid(props: FileGridProps) {
  const { pane, tab, capabilities, grid, choice, onChoice, onOpen, onOpenTab, onFocus } = props
  const gridId = useId()
  const frame = useRef<HTMLDivElement>(null)
  const columns = useColumns(frame, tab, capabilities, choice)
  const shape = useGridShape(tab.pictures, columns.paneRem)
  const rowId = (position: number) => `${gridId}-${position}`

  useKeptScroll(tab, grid)
  const onKeyDown = useGridKeys({ pane, tab, grid, rowId, perLine: shape.perLine })
  const mouse = mouseHandlers(pane, tab, { onOpen, onOpenTab })
  const before = useRef(tab.selection)
  const band = useRubberBand(grid, shape, {
    onStart: () => (before.current = tab.selection),
    onRanges: (ranges, { adds }) => selectPositions(pane, ranges, adds ? before.current : noSelection),
    onPress: () => selectNone(pane),
  })
  const renderLine = useDrawing(props, { columns, shape, rowId })

  return (
    <div ref={frame} className="h-full" data-marks={columns.marks} style={gridStyle(columns.template)}>
      <VirtualGrid
        label={text('pane.files')}
        count={rowCount(tab)}
        perLine={shape.perLine ?? 1}
        rowHeightPx={shape.linePx}
        handle={grid}
        header={<ColumnHeads pane={pane} sort={tab.sort} columns={columns} choice={choice} onChoice={onChoice} />}
        activePosition={cursorPosition(tab)}
        rowId={rowId}
        isBusy={tab.listing.kind === 'loading'}
        onKeyDown={onKeyDown}
        {...mouse}
        onMouseDown={(event) => (positionUnder(event) === undefined ? band.onMouseDown : mouse.onMouseDown)(event)}
        onFocus={onFocus}
        renderRow={renderLine}
      />
      {band.drawn}
    </div>
  )
}

/** Passes the column widths to `grid.css`. */
function gridStyle(template: string): CSSProperties {
  return { '--columns': template } as CSSProperties
}

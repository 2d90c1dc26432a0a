import { useId, useRef } from 'react'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { isSelected } from '../../../ui/virtual-list/selection.ts'
import { type RowPlace, VirtualGrid, type VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { type ActedOn, useGridActions } from './use-grid-actions.ts'
import { folderAt } from './lines.ts'
import { FolderLineRow, PlanLine } from './plan-line.tsx'
import { rowText } from './row-text.ts'
import { useRowsCursor } from './use-rows-cursor.ts'
import { possibleWays, wayOf } from './ways.ts'

export interface PlanGridProps extends ActedOn {
  readonly mode: SyncSettings['mode']
  /** The display names of the two sides. */
  readonly places: readonly [left: string, right: string]
  readonly isByFolder: boolean
  readonly isBusy: boolean
}

/** The grid of a comparison's rows, with a cursor, a selection, and an arrow in each row that changes its action. */
export function PlanGrid(props: PlanGridProps) {
  const { rows, lines, turned, isSame } = props
  const grid = useRef<VirtualGridHandle>(null)
  const gridId = useId()
  const rowPx = useRowHeightPx()
  const dates = useDateFormat()
  const cursor = useRowsCursor(lines)
  const rowId = (line: number) => `${gridId}-${line}`
  const rowAt = (line: number) => rows[lines.at[line] ?? -1]

  const actions = useGridActions(props, { grid, cursor })

  function renderLine({ position, topPx }: RowPlace) {
    const place = {
      id: rowId(position),
      rowIndex: position + 2,
      position,
      topPx,
      heightPx: rowPx,
      isCursor: position === cursor.line,
    }
    const folder = folderAt(lines, position)
    if (folder) return <FolderLineRow {...place} {...folder} />
    const row = rowAt(position)
    if (!row) return null
    const options = {
      mode: props.mode,
      isByFolder: props.isByFolder,
      isSame,
      dates,
      way: wayOf(row, turned),
      isTurned: !isSame && turned.has(row.number),
    }
    return (
      <PlanLine
        {...place}
        {...rowText(row, options)}
        leftKind={row.left?.kind}
        rightKind={row.right?.kind}
        isTurned={options.isTurned}
        isFixed={isSame || possibleWays(row).length < 2}
        isSelected={isSelected(cursor.selection, lines.at[position] ?? -1)}
      />
    )
  }

  return (
    <VirtualGrid
      label={text('sync.grid')}
      count={lines.at.length}
      rowHeightPx={rowPx}
      handle={grid}
      header={<Heads places={props.places} />}
      activePosition={cursor.line}
      rowId={rowId}
      isBusy={props.isBusy}
      {...actions}
      renderRow={renderLine}
    />
  )
}

function Heads({ places: [left, right] }: Pick<PlanGridProps, 'places'>) {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="compare-line h-full" translate="no">
        <div role="columnheader" className="truncate">
          {left}
        </div>
        <div role="columnheader">
          <span className="sr-only">{text('sync.col.do')}</span>
        </div>
        <div role="columnheader" className="truncate">
          {right}
        </div>
      </div>
    </div>
  )
}

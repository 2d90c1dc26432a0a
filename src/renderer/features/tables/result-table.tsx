import { ChartColumn } from 'lucide-react'
import { type PointerEvent, type UIEvent, useState } from 'react'
import type { Cell, TableColumn } from '../../../contract/api/tables.ts'
import { text } from '../../strings/text.ts'
import { isRightToLeft, stepOfArrow } from '../../ui/direction.ts'
import type { Sorting, TableState } from './table-state.ts'
import { cellText, widthOf } from './query-text.ts'

export interface ResultTableProps {
  readonly state: TableState
  readonly onSort: (sorting: Sorting | undefined) => void
  readonly onCount: (column: string) => void
  /** Called when the last row is scrolled into view. */
  readonly onEnd: () => void
}

const rowPx = 26
const rowsAround = 10
const characterPx = 7.6

/** A virtualised table with columns as wide as their content. */
export function ResultTable({ state, onSort, onCount, onEnd }: ResultTableProps) {
  const { columns, cells, rows } = state
  const [first, setFirst] = useState(0)
  const [inSight, setInSight] = useState(40)
  const [dragged, setDragged] = useState<Readonly<Record<string, number>>>({})
  const widths = columns.map(
    (column, at) => dragged[column.name] ?? widthOf(column, cells[at] ?? []) * characterPx + 20,
  )
  const total = widths.reduce((sum, width) => sum + width, 0)
  const from = Math.max(0, first - rowsAround)
  const until = Math.min(rows, first + inSight + rowsAround)

  function onScroll({ currentTarget }: UIEvent<HTMLDivElement>) {
    const { scrollTop, clientHeight, scrollHeight } = currentTarget
    setFirst(Math.floor(scrollTop / rowPx))
    setInSight(Math.ceil(clientHeight / rowPx))
    if (scrollTop + clientHeight > scrollHeight - 20 * rowPx) onEnd()
  }

  return (
    <div
      role="grid"
      aria-label={text('tables.result')}
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-busy={state.status === 'running'}
      tabIndex={0}
      data-result
      translate="no"
      className="min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-panel outline-offset-[-2px]"
      onScroll={onScroll}
    >
      <div style={{ width: Math.max(total, 1), minWidth: '100%' }}>
        <div role="rowgroup" className="sticky top-0 z-10 bg-sunk">
          <div role="row" aria-rowindex={1} className="flex border-b border-line">
            {columns.map((column, at) => (
              <Head
                key={column.name}
                column={column}
                widthPx={widths[at] ?? 80}
                sorting={state.sorting?.column === at ? state.sorting : undefined}
                onSort={() => onSort(nextSorting(state.sorting, at))}
                onCount={() => onCount(column.name)}
                onWidth={(width) => setDragged({ ...dragged, [column.name]: width })}
              />
            ))}
          </div>
        </div>
        <div role="rowgroup" className="relative" style={{ height: rows * rowPx }}>
          {Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index).map((row) => (
            <div
              key={row}
              role="row"
              aria-rowindex={row + 2}
              className="absolute inset-x-0 flex border-b border-line"
              style={{ top: row * rowPx, height: rowPx }}
            >
              {columns.map((column, at) => (
                <Value key={column.name} cell={cells[at]?.[row] ?? null} column={column} widthPx={widths[at] ?? 80} />
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

/** Cycles through ascending, descending and the original order. */
function nextSorting(now: Sorting | undefined, column: number): Sorting | undefined {
  if (now?.column !== column) return { column, descending: false }
  return now.descending ? undefined : { column, descending: true }
}

function Value({
  cell,
  column,
  widthPx,
}: {
  readonly cell: Cell
  readonly column: TableColumn
  readonly widthPx: number
}) {
  const shown = cellText(cell, column, text('tables.null'))
  return (
    <div
      role="gridcell"
      title={shown}
      style={{ width: widthPx }}
      className={`shrink-0 truncate px-2 leading-[26px] select-text ${cell === null ? 'text-ink-3 italic' : ''} ${column.kind === 'number' ? 'text-end tabular-nums' : ''}`}
    >
      {shown}
    </div>
  )
}

interface HeadProps {
  readonly column: TableColumn
  readonly widthPx: number
  readonly sorting: Sorting | undefined
  readonly onSort: () => void
  readonly onCount: () => void
  readonly onWidth: (widthPx: number) => void
}

const leastPx = 48
const stepPx = 16

function Head({ column, widthPx, sorting, onSort, onCount, onWidth }: HeadProps) {
  const { name, type } = column
  const values = { name }
  const direction = sorting ? (sorting.descending ? 'descending' : 'ascending') : 'none'

  function drag(event: PointerEvent<HTMLDivElement>) {
    const handle = event.currentTarget
    const startX = event.clientX
    handle.setPointerCapture(event.pointerId)
    const move = (now: globalThis.PointerEvent) =>
      onWidth(Math.max(leastPx, widthPx + (now.clientX - startX) * (isRightToLeft ? -1 : 1)))
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', () => handle.removeEventListener('pointermove', move), { once: true })
  }

  return (
    <div
      role="columnheader"
      aria-sort={direction}
      style={{ width: widthPx }}
      className="relative flex shrink-0 items-center gap-0.5 ps-2 pe-2"
    >
      <button
        type="button"
        className="flex min-w-0 flex-1 flex-col items-start py-1 text-start"
        aria-label={text('tables.sort', values)}
        title={`${name} · ${type}`}
        onClick={onSort}
      >
        <span className="w-full truncate text-small font-semibold">
          {name}
          {sorting && <span aria-hidden> {sorting.descending ? '↓' : '↑'}</span>}
        </span>
        <span className="w-full truncate text-tiny text-ink-3">{type}</span>
      </button>
      <button
        type="button"
        className="icon-btn shrink-0"
        aria-label={text('tables.statistics', values)}
        title={text('tables.statistics', values)}
        onClick={onCount}
      >
        <ChartColumn aria-hidden className="size-3" />
      </button>
      <div
        role="separator"
        aria-orientation="vertical"
        aria-label={text('tables.resize', values)}
        aria-valuenow={Math.round(widthPx)}
        aria-valuemin={leastPx}
        aria-valuemax={2000}
        tabIndex={0}
        className="absolute inset-y-0 end-0 w-1.5 cursor-col-resize border-e border-line hover:bg-sea-soft"
        onPointerDown={drag}
        onKeyDown={(event) => {
          const by = (stepOfArrow(event.key) ?? 0) * stepPx
          if (by === 0) return
          event.preventDefault()
          onWidth(Math.max(leastPx, widthPx + by))
        }}
      />
    </div>
  )
}

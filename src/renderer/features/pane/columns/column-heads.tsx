import { ArrowDown, ArrowUp } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { text } from '../../../strings/text.ts'
import { isRightToLeft, stepOfArrow } from '../../../ui/direction.ts'
import { rootFontPx } from '../../../ui/appearance/root-size.ts'
import { sortBy } from '../choose.ts'
import type { Sort, SortColumn } from '../index/sort-column.ts'
import type { Pane } from '../pane.ts'
import { type ColumnChoice, type ColumnId, moveColumn, withWidth } from './columns.ts'
import type { ShownColumns } from './use-columns.ts'

export interface ColumnHeadsProps {
  readonly pane: Pane
  readonly sort: Sort
  readonly columns: ShownColumns
  readonly choice: ColumnChoice
  readonly onChoice: (choice: ColumnChoice) => void
}

/** The column headers: a click sorts, dragging a header moves the column, and dragging its edge resizes it. */
export function ColumnHeads({ pane, sort, columns, choice, onChoice }: ColumnHeadsProps) {
  const { shown, marks } = columns
  return (
    <div role="rowgroup" className="grid-head" data-offered={columns.offered.join(' ')}>
      <div role="row" aria-rowindex={1} className="grid-line h-full">
        {(['name', ...shown] as const).map((column) => (
          <div
            key={column}
            role="columnheader"
            className={`cell-${column} relative min-w-0`}
            aria-sort={sort.column === column ? (sort.descending ? 'descending' : 'ascending') : 'none'}
            {...(column !== 'name' && dragging(column, shown, choice, onChoice))}
          >
            {column !== 'name' && <Edge column={column} choice={choice} onChoice={onChoice} />}
            {column === 'folder' ? (
              text('column.folder')
            ) : (
              <ColumnButton
                column={column}
                label={text(column === 'since' && marks === 'deleted' ? 'column.deleted' : `column.${column}`)}
                sort={sort}
                onSort={() => sortBy(pane, column)}
                onKey={(event) => column !== 'name' && changeByKey(event, column, shown, choice, onChoice)}
              />
            )}
          </div>
        ))}
      </div>
    </div>
  )
}

const dragType = 'application/x-portolan-column'
const stepRem = 0.5

/** Alt with an arrow key moves a column; with Shift as well, it resizes the column. */
function changeByKey(
  event: KeyboardEvent,
  column: ColumnId,
  shown: readonly ColumnId[],
  choice: ColumnChoice,
  onChoice: (choice: ColumnChoice) => void,
): void {
  const step = stepOfArrow(event.key)
  if (!event.altKey || step === undefined) return
  event.preventDefault()
  event.stopPropagation()
  if (!event.shiftKey) return onChoice(moveColumn(choice, shown, column, step))
  const head = event.currentTarget.closest<HTMLElement>('[role=columnheader]')
  onChoice(withWidth(choice, column, (head?.offsetWidth ?? 0) / rootFontPx() + step * stepRem))
}

function dragging(
  column: ColumnId,
  shown: readonly ColumnId[],
  choice: ColumnChoice,
  onChoice: (choice: ColumnChoice) => void,
) {
  return {
    draggable: true,
    onDragStart({ dataTransfer }: DragEvent) {
      dataTransfer.setData(dragType, column)
      dataTransfer.effectAllowed = 'move'
    },
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(dragType)) event.preventDefault()
    },
    onDrop(event: DragEvent) {
      const moved = shown.find((each) => each === event.dataTransfer.getData(dragType))
      if (!moved) return
      event.preventDefault()
      onChoice(moveColumn(choice, shown, moved, column))
    },
  }
}

interface EdgeProps {
  readonly column: ColumnId
  readonly choice: ColumnChoice
  readonly onChoice: (choice: ColumnChoice) => void
}

/** The resize handle on the side of the name column, which shrinks when this column grows. */
function Edge({ column, choice, onChoice }: EdgeProps) {
  const grip = useRef<{ readonly x: number; readonly px: number }>(null)
  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (event.button !== 0) return
    event.preventDefault() // Prevents a drag of the header.
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { x: event.clientX, px: event.currentTarget.parentElement?.offsetWidth ?? 0 }
  }
  function onPointerMove({ clientX }: PointerEvent) {
    if (!grip.current) return
    const wider = (grip.current.x - clientX) * (isRightToLeft ? -1 : 1)
    onChoice(withWidth(choice, column, (grip.current.px + wider) / rootFontPx()))
  }
  const end = () => (grip.current = null)
  return (
    <i
      aria-hidden
      data-edge={column}
      className="absolute inset-y-0 -start-1.5 z-1 w-2 cursor-col-resize touch-none hover:border-s-2 hover:border-focus"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={end}
      onPointerCancel={end}
    />
  )
}

interface ColumnButtonProps {
  readonly column: SortColumn
  readonly label: string
  readonly sort: Sort
  readonly onSort: () => void
  readonly onKey: (event: KeyboardEvent) => void
}

function ColumnButton({ column, label, sort, onSort, onKey }: ColumnButtonProps) {
  const Arrow = sort.descending ? ArrowDown : ArrowUp
  return (
    <button
      type="button"
      className="inline-flex max-w-full items-center gap-0.5 rounded-sm hover:text-ink"
      onClick={onSort}
      onKeyDown={onKey}
    >
      <span className="truncate">{label}</span>
      {sort.column === column && <Arrow aria-hidden className="size-3 shrink-0" />}
    </button>
  )
}

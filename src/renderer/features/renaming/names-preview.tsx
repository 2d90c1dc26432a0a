import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { text } from '../../strings/text.ts'
import { useRootPx } from '../../ui/appearance/root-size.ts'
import { shownName } from '../../ui/format/shown-name.ts'
import { RowGrid, type RowGridHandle } from '../../ui/row-grid/row-grid.tsx'
import { movedPosition } from '../../ui/virtual-list/movement.ts'
import type { NamedItem, NewNames } from './names-message.ts'

export interface NamesPreviewProps {
  readonly items: readonly NamedItem[]
  /** The names that were computed last. */
  readonly made: Extract<NewNames, { readonly kind: 'names' }> | undefined
  readonly isBusy: boolean
  /** Only the names of these rows are shown. */
  readonly rows: readonly number[]
}

const rowRem = 1.625
const mostRows = 9

/** Shows the present and the new name of each item. */
export function NamesPreview({ items, made, isBusy, rows }: NamesPreviewProps) {
  const [cursor, setCursor] = useState(0)
  const grid = useRef<RowGridHandle>(null)
  const gridId = useId()
  const rowPx = useRootPx(rowRem)
  const active = Math.min(cursor, Math.max(0, rows.length - 1))

  function onKeyDown(event: KeyboardEvent) {
    const next = movedPosition(event.key, active, { count: rows.length, pageRows: grid.current?.pageRows() ?? 1 })
    if (next === undefined || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    setCursor(next)
    grid.current?.reveal(next)
  }

  return (
    <div
      className="overflow-hidden rounded-lg border border-line text-small"
      style={{ height: (Math.min(mostRows, Math.max(3, items.length)) + 1) * rowPx + 2 }}
    >
      <RowGrid
        label={text('rename.preview')}
        count={rows.length}
        rowHeightPx={rowPx}
        handle={grid}
        header={<Heads />}
        activePosition={active}
        rowId={(position) => `${gridId}-${position}`}
        isBusy={isBusy}
        onKeyDown={onKeyDown}
        renderRow={(position, topPx) => {
          const at = rows[position] ?? -1
          const item = items[at]
          if (!item) return null
          const problem = made?.problems[at]
          const to = made?.names[at] ?? item.name
          return (
            <div
              id={`${gridId}-${position}`}
              role="row"
              aria-rowindex={position + 2}
              className="rename-line grid-row"
              data-position={position}
              data-cursor={position === active || undefined}
              style={{ height: rowPx, transform: `translateY(${topPx}px)` }}
            >
              <div role="gridcell" className="truncate text-ink-2" title={item.name}>
                {shownName(item.name)}
              </div>
              <div
                role="gridcell"
                className={`truncate ${problem ? 'text-bad' : to === item.name ? 'text-ink-3' : ''}`}
                title={to}
              >
                {problem ? text(`rename.problem.${problem}`, { name: shownName(to) }) : shownName(to)}
              </div>
            </div>
          )
        }}
      />
    </div>
  )
}

function Heads() {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="rename-line h-full">
        <div role="columnheader">{text('rename.before')}</div>
        <div role="columnheader">{text('rename.after')}</div>
      </div>
    </div>
  )
}

import { type KeyboardEvent, type MouseEvent, useEffect, useId, useRef, useState } from 'react'
import type { Item, Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { useRootPx } from '../../../ui/appearance/root-size.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { RowGrid, type RowGridHandle } from '../../../ui/row-grid/row-grid.tsx'
import { movedPosition } from '../../../ui/virtual-list/movement.ts'
import { itemName, itemSize, itemState, itemWhy } from '../item-text.ts'
import type { Transfers } from '../transfers-store.ts'
import { useItems } from './use-items.ts'

export interface TransferItemsProps {
  readonly transfers: Transfers
  readonly transfer: Transfer
  /** Answers the question of an item. */
  readonly onConflict: (item: number) => void
}

const rowRem = 1.625
const mostRows = 7
/** More items are read before the last ones are visible. */
const readAhead = 20

/** Lists the items of a transfer, those that need the user first. Enter or a click answers a question. */
export function TransferItems({ transfers, transfer, onConflict }: TransferItemsProps) {
  const { items, hasMore, isRead, failure, more } = useItems(transfers, transfer)
  const [cursor, setCursor] = useState(0)
  const grid = useRef<RowGridHandle>(null)
  const gridId = useId()
  const rowPx = useRootPx(rowRem)
  const active = Math.min(cursor, Math.max(0, items.length - 1))

  function answer(position: number) {
    const item = items[position]
    if (item?.state === 'asking') onConflict(item.number)
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'Enter') return answer(active)
    const next = movedPosition(event.key, active, { count: items.length, pageRows: grid.current?.pageRows() ?? 1 })
    if (next === undefined) return
    event.preventDefault()
    setCursor(next)
    grid.current?.reveal(next)
    if (hasMore && next > items.length - readAhead) more(items.length)
  }

  function onMouseDown({ target, button }: MouseEvent) {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null
    if (!row || button !== 0) return
    setCursor(Number(row.dataset['position']))
    answer(Number(row.dataset['position']))
  }

  const box = useRef<HTMLDivElement>(null)
  const hasItems = items.length > 0
  useEffect(() => {
    if (hasItems) box.current?.scrollIntoView({ block: 'nearest' })
  }, [hasItems])

  if (failure) return <FailureNote failure={failure} />
  if (items.length === 0) {
    return <p className="px-10 py-2 text-small text-ink-2">{text(isRead ? 'items.none' : 'items.loading')}</p>
  }
  return (
    <div
      ref={box}
      className="mx-10 mb-2 overflow-hidden rounded-lg border border-line text-small"
      style={{ height: Math.min(mostRows, items.length) * rowPx + rowPx + 2 }}
    >
      <RowGrid
        label={text('items.title')}
        count={items.length}
        rowHeightPx={rowPx}
        handle={grid}
        header={<Heads />}
        activePosition={active}
        rowId={(position) => `${gridId}-${position}`}
        isBusy={!isRead}
        onKeyDown={onKeyDown}
        onMouseDown={onMouseDown}
        renderRow={(position, topPx) => {
          const item = items[position]
          if (!item) return null
          return (
            <ItemRow
              id={`${gridId}-${position}`}
              item={item}
              transfer={transfer}
              position={position}
              topPx={topPx}
              isActive={position === active}
              {...(hasMore && position === items.length - 1 && { onSeen: more })}
            />
          )
        }}
      />
    </div>
  )
}

const heads = ['items.name', 'items.size', 'items.state', 'items.why'] as const

function Heads() {
  return (
    <div role="rowgroup" className="grid-head">
      <div role="row" aria-rowindex={1} className="item-line h-full">
        {heads.map((head) => (
          <div key={head} role="columnheader" className={head === 'items.size' ? 'text-end' : ''}>
            {text(head)}
          </div>
        ))}
      </div>
    </div>
  )
}

interface ItemRowProps {
  readonly id: string
  readonly item: Item
  readonly transfer: Transfer
  readonly position: number
  readonly topPx: number
  readonly isActive: boolean
  /** Set for the last item read; called when it becomes visible. */
  readonly onSeen?: (known: number) => void
}

const colors: Partial<Record<Item['state'], string>> = {
  asking: 'text-warn',
  waiting: 'text-warn',
  failed: 'text-bad',
  done: 'text-ok',
  running: 'text-sea',
}

function ItemRow({ id, item, transfer, position, topPx, isActive, onSeen }: ItemRowProps) {
  const seen = useRef(onSeen)
  useEffect(() => {
    seen.current = onSeen
  })
  const isLast = onSeen !== undefined
  useEffect(() => {
    if (isLast) seen.current?.(position + 1)
  }, [isLast, position])
  const rowPx = useRootPx(rowRem)
  const name = itemName(item, transfer)
  const why = itemWhy(item)
  const state = itemState(item, transfer)
  return (
    <div
      id={id}
      role="row"
      aria-label={[name, state, why].filter(Boolean).join(', ')}
      aria-rowindex={position + 2}
      aria-selected={false}
      data-position={position}
      data-cursor={isActive || undefined}
      className="grid-row item-line"
      style={{ height: rowPx, transform: `translateY(${topPx}px)` }}
    >
      <div role="gridcell" className="text-ink" title={name}>
        {name}
      </div>
      <div role="gridcell" className="text-end">
        {itemSize(item)}
      </div>
      <div
        role="gridcell"
        className={transfer.state === 'paused' && item.state === 'waiting' ? '' : (colors[item.state] ?? '')}
      >
        {state}
      </div>
      <div role="gridcell" title={why}>
        {why}
      </div>
    </div>
  )
}

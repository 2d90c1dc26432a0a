import { useState } from 'react'
import { useStore } from 'zustand'
import type { Transfer } from '../../../../contract/transfer.ts'
import { text } from '../../../strings/text.ts'
import { focusablesIn, useArrowFocus } from '../../../ui/arrow-focus.ts'
import { Separator } from '../../../ui/separator.tsx'
import { DockHead } from './dock-head.tsx'
import type { PlaceName } from '../transfer-text.ts'
import { TransferRow } from './later-row.tsx'
import { shownTransfers } from '../transfers-state.ts'
import type { Transfers } from '../transfers-store.ts'
import { useKeptFocus } from './use-kept-focus.ts'

export interface TransfersDockProps {
  readonly transfers: Transfers
  readonly placeName: PlaceName
  /** The maximum height of the rows. */
  readonly heightPx: number
  readonly onHeight: (heightPx: number) => void
  readonly onHistory: () => void
  readonly onReport: (transfer: Transfer) => void
  readonly onConflict: (id: number, item?: number) => void
  /** The text for screen readers. */
  readonly said: string
}

const leastPx = 68
/** The minimum height when the items of a transfer are visible. */
const leastOpenPx = 252
/** The minimum height that remains for the panes. */
const panesPx = 300
const rowPx = 34

/** Shows copies, moves and deletions at the bottom of the window; only its header if there are none. */
export function TransfersDock(props: TransfersDockProps) {
  const { transfers, placeName, heightPx, onHeight } = props
  const state = useStore(transfers.state)
  const { hidden, open, asking } = useStore(transfers.view)
  const [rows, setRows] = useState<HTMLElement | null>(null)
  const [dock, setDock] = useState<HTMLElement | null>(null)
  useKeptFocus(dock)
  useArrowFocus(dock, buttonRows)
  const shown = shownTransfers(state, hidden)
  const roomLeastPx = shown.some(({ id }) => open.has(id)) ? leastOpenPx : leastPx
  const roomPx = Math.max(heightPx, roomLeastPx)
  const hasRows = shown.length > 0
  return (
    <section
      ref={setDock}
      aria-label={text('transfers.title')}
      className="dock relative flex shrink-0 flex-col border-t border-line-strong bg-panel"
    >
      {hasRows && (
        <Separator
          label={text('transfers.resize')}
          orientation="horizontal"
          step={rowPx}
          value={Math.min(roomPx, Math.max(roomLeastPx, rows?.offsetHeight ?? roomPx))}
          least={roomLeastPx}
          most={Math.max(roomLeastPx, window.innerHeight - panesPx)}
          onValue={(px) => onHeight(Math.round(px))}
        />
      )}
      <DockHead transfers={transfers} state={state} shown={shown} onHistory={props.onHistory} />
      <p role="status" className="sr-only">
        {props.said}
      </p>
      {hasRows && (
        <div
          ref={setRows}
          className="min-h-0 overflow-auto border-t border-line"
          style={{ maxHeight: `min(${roomPx}px, calc(100vh - ${panesPx}px))` }}
        >
          {shown.map((transfer) => (
            <TransferRow
              key={transfer.id}
              transfers={transfers}
              transfer={transfer}
              question={asking.get(transfer.id)}
              isOpen={open.has(transfer.id)}
              placeName={placeName}
              onReport={props.onReport}
              onConflict={props.onConflict}
            />
          ))}
        </div>
      )}
    </section>
  )
}

/** Returns the buttons of the header and of each transfer, without those inside a transfer's items. */
function buttonRows(dock: HTMLElement): HTMLElement[][] {
  const rows = [...dock.querySelectorAll('[data-dock-head], [data-transfer]')]
  return rows.map((row) => focusablesIn(row).filter((button) => button.closest('[role=grid]') === null))
}

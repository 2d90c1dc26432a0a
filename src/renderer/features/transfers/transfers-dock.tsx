import { useStore } from 'zustand'
import { text } from '../../strings/text.ts'
import { TransferRowView } from './transfer-row.tsx'
import { cancelTransfer, clearFinished, removeRow, type Transfers } from './transfers-store.ts'

/** What is being copied, moved or deleted, at the foot of the window; only its head when that is nothing. */
export function TransfersDock({
  transfers,
  placeName,
}: {
  readonly transfers: Transfers
  readonly placeName: (mount: string) => string
}) {
  const { rows } = useStore(transfers.state)
  const running = rows.filter(({ end }) => !end).length
  const finished = rows.length - running
  const summary = [
    running > 0 && text('transfers.running', { count: running }),
    finished > 0 && text('transfers.finished', { count: finished }),
  ].filter(Boolean)
  return (
    <section
      aria-label={text('transfers.title')}
      className="flex max-h-52 min-h-8.5 shrink-0 flex-col border-t border-line-strong bg-panel"
    >
      <div className="flex h-8.5 shrink-0 items-center gap-3.5 px-3.5">
        <h2 className="font-semibold">{text('transfers.title')}</h2>
        <span className="text-ink-2">{summary.join(' · ') || text('transfers.none')}</span>
        {finished > 0 && (
          <button type="button" className="btn ml-auto" onClick={() => clearFinished(transfers)}>
            {text('transfers.clear')}
          </button>
        )}
      </div>
      {rows.length > 0 && (
        <div className="min-h-0 overflow-auto border-t border-line" tabIndex={-1}>
          {rows.map((row) => (
            <TransferRowView
              key={row.id}
              row={row}
              placeName={placeName}
              onCancel={() => cancelTransfer(transfers, row.id)}
              onRemove={() => removeRow(transfers, row.id)}
            />
          ))}
        </div>
      )}
    </section>
  )
}

import { Check, CircleSlash, MoveRight, TriangleAlert, X } from 'lucide-react'
import { useState } from 'react'
import { baseName, formatLocation } from '../../../contract/location.ts'
import { failureReason, failureText } from '../../strings/failures.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import { progressOf } from './copy-totals.ts'
import type { TransferRow } from './transfers-store.ts'

export interface TransferRowViewProps {
  readonly row: TransferRow
  readonly placeName: (mount: string) => string
  readonly onCancel: () => void
  readonly onRemove: () => void
}

export function TransferRowView({ row, placeName, onCancel, onRemove }: TransferRowViewProps) {
  const [isOpen, setIsOpen] = useState(false)
  const { totals, end } = row
  const name = text(`transfers.${row.verb}-name`, { count: row.count, to: formatLocation(row.to) })
  return (
    <div role="group" aria-label={name} className="border-b border-line last:border-b-0">
      <div className="flex min-h-8.5 items-center gap-3 px-3.5 text-ink-2 tabular-nums">
        <StateIcon row={row} />
        <span className="min-w-0 flex-1 truncate text-ink" title={name}>
          {name}
          {totals.current !== undefined && <span className="ml-2 text-ink-3">{baseName(totals.current)}</span>}
        </span>
        {end === undefined && <Progress row={row} />}
        <span className="shrink-0">{end ? endText(row, placeName) : runningText(row)}</span>
        {totals.failures.length + totals.skips.length > 0 && (
          <button type="button" className="btn" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
            {text(totals.failures.length > 0 ? 'transfers.show-failures' : 'transfers.show-skips')}
          </button>
        )}
        {end === undefined ? (
          <button type="button" className="btn" onClick={onCancel}>
            {text('transfers.cancel')}
          </button>
        ) : (
          <button type="button" className="icon-btn" aria-label={text('transfers.remove')} onClick={onRemove}>
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
      {isOpen && <LeftOut row={row} />}
    </div>
  )
}

function StateIcon({ row: { end, totals } }: { readonly row: TransferRow }) {
  if (!end) return <MoveRight aria-hidden className="size-3.5 shrink-0 text-sea" />
  if (end.kind === 'cancelled') return <CircleSlash aria-hidden className="size-3.5 shrink-0 text-ink-3" />
  if (end.kind === 'broken' || totals.failed > 0)
    return <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
  return <Check aria-hidden className="size-3.5 shrink-0 text-ok" />
}

function Progress({ row }: { readonly row: TransferRow }) {
  const part = progressOf(row.totals, { bytes: row.expectedBytes, items: row.count })
  return (
    <div
      role="progressbar"
      aria-label={text('transfers.progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={part === undefined ? undefined : Math.round(part * 100)}
      className="h-1.5 w-40 shrink-0 overflow-hidden rounded-full bg-sunk"
    >
      <div
        className={`h-full bg-sea ${part === undefined ? 'w-1/4 animate-pulse' : ''}`}
        style={part === undefined ? undefined : { width: `${part * 100}%` }}
      />
    </div>
  )
}

function runningText({ totals, verb }: TransferRow): string {
  const done = totals.done + totals.skipped + totals.failed
  const parts = [text('transfers.done-so-far', { count: done })]
  if (verb !== 'delete') parts.push(formatSize(totals.doneBytes))
  if (totals.bytesPerSecond !== undefined)
    parts.push(text('transfers.rate', { size: formatSize(totals.bytesPerSecond) }))
  return parts.join(' · ')
}

function endText({ totals, end, verb, to }: TransferRow, placeName: (mount: string) => string): string {
  const parts = [text('transfers.done', { count: totals.done })]
  if (totals.skipped > 0) parts.push(text('transfers.skipped', { count: totals.skipped }))
  if (totals.failed > 0) parts.push(text('transfers.failed', { count: totals.failed }))
  if (verb !== 'delete') parts.push(formatSize(totals.doneBytes))
  if (end?.kind === 'cancelled') parts.unshift(text('transfers.cancelled'))
  if (end?.kind === 'broken') parts.unshift(failureText(end.failure, `“${placeName(to.mount)}”`).title)
  return parts.join(' · ')
}

const mostShown = 200

/** What failed and what was skipped, each with its reason. */
function LeftOut({ row }: { readonly row: TransferRow }) {
  const { failures, skips } = row.totals
  return (
    <ul className="mx-10 mb-2 rounded-lg bg-sunk px-3 py-2 text-small select-text">
      {failures.slice(0, mostShown).map(({ location, failure }) => (
        <li key={location.path} className="break-words">
          {formatLocation(location)}
          <span className="text-ink-2"> — {failure ? failureReason(failure.kind) : ''}</span>
        </li>
      ))}
      {skips.slice(0, mostShown).map(({ location, reason }) => (
        <li key={location.path} className="break-words">
          {formatLocation(location)}
          <span className="text-ink-2"> — {text('transfers.skipped-because', { reason })}</span>
        </li>
      ))}
      {row.totals.failed > mostShown && <li>{text('transfers.more', { count: row.totals.failed - mostShown })}</li>}
    </ul>
  )
}

import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Transfer } from '../../../../contract/transfer.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { text } from '../../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../../ui/dialog.tsx'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatCount, formatDuration, formatSize } from '../../../ui/format/size.ts'
import { saveBlob } from '../../../ui/save-blob.ts'
import { groupByReason, itemName, itemWhy, type ReasonGroup } from '../item-text.ts'
import { readReport } from '../transfer-reads.ts'
import { type PlaceName, routeText, titleText } from '../transfer-text.ts'
import type { Transfers } from '../transfers-store.ts'
import { useItems } from '../dock/use-items.ts'

export interface ReportDialogProps {
  readonly transfers: Transfers
  /** The transfer at the time when the report was opened. */
  readonly transfer: Transfer
  readonly placeName: PlaceName
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const leftOut = ['failed', 'skipped', 'cancelled'] as const

/** Shows the result of a transfer: its counts, and the items left out with their reasons. */
export function ReportDialog({ transfers, placeName, onClose, returnFocus, ...props }: ReportDialogProps) {
  const transfer = useStore(transfers.state, ({ byId }) => byId.get(props.transfer.id)) ?? props.transfer
  const { items, hasMore, isRead, failure, more } = useItems(transfers, transfer, leftOut)
  const [saving, setSaving] = useState('')
  const close = useRef<HTMLButtonElement>(null)

  async function save(format: 'json' | 'csv') {
    setSaving(text('report.saving'))
    try {
      saveBlob(await readReport(transfers, transfer.id, format), `transfer-${transfer.id}.${format}`)
      setSaving('')
    } catch (error) {
      setSaving(failureOf(error, 'transfers.report').message)
    }
  }

  return (
    <DialogBox
      name={text('report.title')}
      heading={titleText(transfer, placeName)}
      isWide
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={close}
    >
      <p className="text-ink-2">{[routeText(transfer, placeName), tookText(transfer)].filter(Boolean).join(' · ')}</p>
      {transfer.state !== 'ended' && <p className="text-warn">{text(`report.now.${transfer.state}`)}</p>}
      <Counts transfer={transfer} />
      <section
        aria-label={text('report.list')}
        className="mt-3 max-h-[40vh] shrink-0 overflow-auto rounded-lg border border-line"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={0}
      >
        {failure && <FailureNote failure={failure} />}
        {!failure && items.length === 0 && (
          <p className="p-4 text-center text-ink-2">{nothingText(transfer, isRead)}</p>
        )}
        {groupByReason(items).map((group) => (
          <Group key={`${group.state} ${group.reason}`} group={group} transfer={transfer} />
        ))}
        {hasMore && (
          <button type="button" className="btn m-3" onClick={() => more(items.length)}>
            {text('report.more')}
          </button>
        )}
      </section>
      <DialogButtons>
        <span role="status" className="me-auto text-small text-ink-2">
          {saving}
        </span>
        <button type="button" className="btn" onClick={() => void save('json')}>
          {text('report.save-json')}
        </button>
        <button type="button" className="btn" onClick={() => void save('csv')}>
          {text('report.save-csv')}
        </button>
        <button ref={close} type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

const shownCounts = [
  ['done', 'transfers.done', 'text-ok'],
  ['skipped', 'transfers.skipped', 'text-ink'],
  ['failed', 'transfers.failed', 'text-bad'],
  ['cancelled', 'transfers.cancelled-items', 'text-ink'],
  ['asking', 'transfers.asking', 'text-warn'],
] as const

/** All counts but the last two add up to the total; folders do not count as items. */
function Counts({ transfer: { counts, folders } }: { readonly transfer: Transfer }) {
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-4 gap-y-1 tabular-nums">
      {shownCounts
        .filter(([state]) => state === 'done' || counts[state] > 0)
        .map(([state, key, color]) => (
          <b key={state} className={`font-semibold ${color}`}>
            {text(key, { count: counts[state] })}
          </b>
        ))}
      <span className="text-ink-3">{text('report.total', { count: counts.total })}</span>
      {folders.done > 0 && <span className="text-ink-2">{text('report.folders', { count: folders.done })}</span>}
      {folders.existing > 0 && (
        <span className="text-ink-3">{text('amount.existing', { count: folders.existing })}</span>
      )}
    </p>
  )
}

function Group({ group, transfer }: { readonly group: ReasonGroup; readonly transfer: Transfer }) {
  const { state, reason, items } = group
  const isFailed = state === 'failed'
  const heading = [text(`items.state.${state}`), reason].filter(Boolean).join(': ')
  return (
    <div className="border-b border-line px-3 py-2 last:border-0">
      <h3 className={`text-small font-semibold ${isFailed ? 'text-bad' : 'text-ink-2'}`}>
        {heading} <span className="font-normal text-ink-3">({formatCount(items.length)})</span>
      </h3>
      <ul className="text-small select-text">
        {items.map((item) => (
          <li key={item.number} className="break-words">
            {itemName(item, transfer)}
            {isFailed && <span className="text-ink-2"> — {itemWhy(item)}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

function nothingText({ state }: Transfer, isRead: boolean): string {
  if (!isRead) return text('items.loading')
  return text(state === 'ended' ? 'report.nothing-left' : 'report.nothing-yet')
}

function tookText({ verb, bytes, startedMs, endedMs }: Transfer): string {
  if (startedMs === undefined || endedMs === undefined) return ''
  const time = formatDuration(endedMs - startedMs)
  return verb === 'delete' ? time : text('report.took', { bytes: formatSize(bytes.copied), time })
}

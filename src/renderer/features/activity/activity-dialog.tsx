import { Fragment, useEffect, useId, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ActivityEntry } from '../../../contract/api/activity.ts'
import { text } from '../../strings/text.ts'
import { DialogBox, DialogButtons } from '../../ui/dialog.tsx'
import { type Activity, followActivity } from './activity-store.ts'
import { asText, matching, outcomeText, type PlaceName, timeText, tookText, whereText } from './activity-text.ts'
import { KeptHere } from './kept-here.tsx'

export interface ActivityDialogProps {
  readonly activity: Activity
  readonly placeName: PlaceName
  /** The initial filter text. The first matching entry is shown with its details. */
  readonly lookFor?: string
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

const mostShown = 200

/** Lists the recent calls to mounts: the operation, the mount, the duration and the result of each. */
export function ActivityDialog({ activity, placeName, lookFor = '', onClose, returnFocus }: ActivityDialogProps) {
  const state = useStore(activity.state)
  const [filter, setFilter] = useState(lookFor)
  const [copied, setCopied] = useState<'activity.copied' | 'activity.not-copied'>()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const leaving = new AbortController()
    void followActivity(activity, leaving.signal)
    return () => leaving.abort()
  }, [activity])
  const found = state.kind === 'loading' ? [] : matching(state.entries, filter, placeName)
  const shown = found.slice(0, mostShown)

  function copy() {
    navigator.clipboard.writeText(`${found.map((entry) => asText(entry, placeName)).join('\n')}\n`).then(
      () => setCopied('activity.copied'),
      () => setCopied('activity.not-copied'),
    )
  }

  return (
    <DialogBox
      name={text('activity.title')}
      heading={text('activity.title')}
      isBroad
      onClose={onClose}
      returnFocus={returnFocus}
      initialFocus={input}
    >
      <p className="text-ink-2">{text('activity.lead')}</p>
      {state.kind === 'lost' && (
        <p role="alert" className="mt-1 text-warn">
          {text('activity.lost')}
        </p>
      )}
      <input
        ref={input}
        type="search"
        aria-label={text('activity.filter')}
        placeholder={text('activity.filter-hint')}
        className="field mt-2 shrink-0"
        spellCheck={false}
        value={filter}
        onChange={(event) => setFilter(event.target.value)}
      />
      <div className="mt-2 h-[46vh] shrink-0 overflow-auto rounded-lg border border-line" tabIndex={-1}>
        {shown.length > 0 ? (
          <ActivityTable entries={shown} opened={lookFor} placeName={placeName} />
        ) : (
          <p className="p-6 text-center text-ink-2">{emptyText(state.kind === 'loading', filter)}</p>
        )}
      </div>
      <KeptHere activity={activity} placeName={placeName} />
      <DialogButtons>
        <span role="status" className="me-auto text-small text-ink-2">
          {copied
            ? text(copied)
            : found.length > shown.length
              ? text('activity.more', { shown: shown.length, n: found.length })
              : text('activity.shown', { count: found.length })}
        </span>
        <button type="button" className="btn" disabled={found.length === 0} onClick={copy}>
          {text('activity.copy')}
        </button>
        <button type="button" className="btn btn-primary" onClick={onClose}>
          {text('dialog.close')}
        </button>
      </DialogButtons>
    </DialogBox>
  )
}

function emptyText(isLoading: boolean, filter: string): string {
  if (isLoading) return text('activity.loading')
  return filter.trim() === '' ? text('activity.nothing') : text('activity.no-match', { filter })
}

const heads = [
  'activity.time',
  'activity.mount',
  'activity.what',
  'activity.where',
  'activity.took',
  'activity.outcome',
] as const

interface ActivityTableProps extends Pick<ActivityDialogProps, 'placeName'> {
  readonly entries: readonly ActivityEntry[]
  readonly opened: string
}

function ActivityTable({ entries, opened, placeName }: ActivityTableProps) {
  const detailsId = useId()
  const [openNumber, setOpenNumber] = useState(
    () => entries.find(({ id, outcome }) => id === opened && outcome === 'failed')?.number,
  )
  return (
    <table className="w-full border-collapse text-small">
      <thead className="sticky top-0 bg-panel text-start text-ink-3">
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col" className="border-b border-line px-2.5 py-1.5 font-normal whitespace-nowrap">
              {text(head)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => {
          const isOpen = entry.number === openNumber
          const toggle = () => setOpenNumber(isOpen ? undefined : entry.number)
          return (
            <Fragment key={entry.number}>
              <tr className="border-b border-line hover:bg-row" onClick={toggle}>
                <td className="px-2.5 py-1 whitespace-nowrap text-ink-2">{timeText(entry.timeMs)}</td>
                <td className="max-w-32 truncate px-2.5 py-1" title={placeName(entry.mount)}>
                  {placeName(entry.mount)}
                </td>
                <td className="px-2.5 py-1 whitespace-nowrap">
                  <button
                    type="button"
                    className="text-sea"
                    aria-expanded={isOpen}
                    aria-controls={isOpen ? detailsId : undefined}
                    onClick={(event) => {
                      event.stopPropagation()
                      toggle()
                    }}
                  >
                    {entry.operation}
                  </button>
                </td>
                <td className="w-full max-w-0 truncate px-2.5 py-1" title={whereText(entry)}>
                  {whereText(entry)}
                </td>
                <td className="px-2.5 py-1 text-end whitespace-nowrap text-ink-2">{tookText(entry.durationMs)}</td>
                <td className={`px-2.5 py-1 whitespace-nowrap ${outcomeColor(entry)}`}>{outcomeText(entry)}</td>
              </tr>
              {isOpen && (
                <tr id={detailsId} className="border-b border-line bg-sunk">
                  <td colSpan={heads.length} className="px-2.5 py-2">
                    <Details entry={entry} />
                  </td>
                </tr>
              )}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

function outcomeColor({ outcome }: ActivityEntry): string {
  return outcome === 'failed' ? 'text-bad' : outcome === 'left' ? 'text-ink-2' : 'text-ok'
}

function Details({ entry }: { readonly entry: ActivityEntry }) {
  const facts = [
    ['activity.id', entry.id],
    ['activity.time', new Date(entry.timeMs).toISOString()],
    ['activity.where', whereText(entry)],
    ['activity.attempts', text('activity.attempts-value', { count: entry.attempts })],
    ['activity.bytes', entry.bytes?.toLocaleString('en')],
    ['activity.entries', entry.entries?.toLocaleString('en')],
    ['activity.kind', entry.kind],
    ['activity.message', entry.message],
    ['activity.detail', entry.detail],
  ] as const
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 select-text">
      {facts.map(([key, value]) =>
        value === undefined ? null : (
          <div key={key} className="contents">
            <dt className="text-ink-2">{text(key)}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

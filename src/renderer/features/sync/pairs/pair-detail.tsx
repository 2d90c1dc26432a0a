import { useState } from 'react'
import type { Contract } from '../../../../contract/contract.ts'
import type { Location } from '../../../../contract/location.ts'
import type { Pair } from '../../../../contract/sync/pairs.ts'
import type { PlanTotals } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatDuration } from '../../../ui/format/size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { GuardNotice } from '../compare/guard-notice.tsx'
import type { StartChoice } from '../plan/plan-model.ts'
import { outcomeText } from './outcome.ts'
import { PairRuns } from './pair-runs.tsx'
import { PairTotals } from './pair-totals.tsx'
import { scheduleText } from './schedule.ts'

export type PairAnswer =
  | { readonly kind: 'run'; readonly choice: StartChoice }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'remove' }

export interface PairDetailProps {
  readonly client: () => Client<Contract>
  readonly pair: Pair
  readonly placeName: (place: Location) => string
  readonly onAnswer: (answer: PairAnswer) => void
  readonly onSee: () => void
  readonly onEdit: () => void
  readonly onReport: (transfer: number) => void
}

/** One pair: what it does and when, what stopped it, what its last run planned, and its runs. */
export function PairDetail(props: PairDetailProps) {
  const { client, pair, placeName, onAnswer, onReport } = props
  const { settings, last } = pair
  const places = [placeName(settings.left), placeName(settings.right)] as const
  const isRunning = last?.outcome === 'running'
  return (
    <section aria-label={pair.name} className="flex min-h-0 min-w-0 flex-1 flex-col gap-2.5 overflow-auto pe-1">
      <h3 className="text-[0.9375rem] font-semibold break-words">
        {places[0]} {settings.mode === 'two-way' ? '⇄' : '→'} {places[1]}
      </h3>
      <p className="text-ink-2">{aboutText(pair, useDateFormat())}</p>
      <p role="status" className="sr-only">
        {outcomeText(pair)}
      </p>
      {last?.outcome === 'stopped' && last.guards && last.totals && (
        <GuardNotice
          guards={last.guards}
          changes={deletionsOf(last.totals)}
          places={places}
          isDisabled={isRunning}
          onStart={(choice) => onAnswer({ kind: 'run', choice })}
        />
      )}
      {last?.failure && <FailureNote failure={last.failure} />}
      {last?.totals && <PairTotals totals={last.totals} settings={settings} places={places} />}
      <PairButtons {...props} isRunning={isRunning} />
      <PairRuns client={client} pair={pair} onReport={onReport} />
    </section>
  )
}

function aboutText({ settings, schedule, isPaused, nextMs, last }: Pair, format: ReturnType<typeof useDateFormat>) {
  const changes = last?.items ? [text('pairs.changes', { count: last.items.done })] : []
  const took = last?.endedMs === undefined ? [] : [formatDuration(last.endedMs - last.startedMs)]
  return [
    text(`sync.mode.${settings.mode}`),
    isPaused ? text('pairs.paused') : scheduleText(schedule),
    ...(nextMs === undefined || isPaused ? [] : [text('pairs.when.next', { time: format.full(nextMs) })]),
    ...(last ? [[text('pairs.last', { time: format.full(last.startedMs) }), ...changes, ...took].join(', ')] : []),
  ].join(' · ')
}

function deletionsOf({ left, right }: PlanTotals) {
  const all = [left, right].reduce((sum, side) => sum + side.added + side.changed + side.moved + side.deleted, 0)
  return { left: { deletes: left.deleted }, right: { deletes: right.deleted }, all }
}

/** Removing asks once more. */
function PairButtons({ pair, isRunning, onAnswer, onSee, onEdit }: PairDetailProps & { readonly isRunning: boolean }) {
  const [isRemoving, setIsRemoving] = useState(false)
  if (isRemoving) {
    return (
      <div role="group" aria-label={text('pairs.remove')} className="flex flex-wrap items-center gap-2">
        <p className="basis-full font-semibold">{text('pairs.remove-sure', { name: pair.name })}</p>
        <button type="button" className="btn" ref={(element) => element?.focus()} onClick={() => setIsRemoving(false)}>
          {text('dialog.cancel')}
        </button>
        <button type="button" className="btn btn-danger" onClick={() => onAnswer({ kind: 'remove' })}>
          {text('pairs.remove-now')}
        </button>
      </div>
    )
  }
  const hasSchedule = Object.keys(pair.schedule).length > 0
  return (
    <div className="flex flex-wrap gap-2">
      <button
        type="button"
        className="btn btn-primary"
        disabled={isRunning}
        onClick={() => onAnswer({ kind: 'run', choice: {} })}
      >
        {text('pairs.run')}
      </button>
      <button type="button" className="btn" onClick={onSee}>
        {text('pairs.see')}
      </button>
      {hasSchedule && (
        <button type="button" className="btn" onClick={() => onAnswer({ kind: 'pause', isPaused: !pair.isPaused })}>
          {text(pair.isPaused ? 'pairs.resume' : 'pairs.pause')}
        </button>
      )}
      <button type="button" className="btn" disabled={isRunning} onClick={onEdit}>
        {text('pairs.edit')}
      </button>
      <button type="button" className="btn" disabled={isRunning} onClick={() => setIsRemoving(true)}>
        {text('pairs.remove')}
      </button>
    </div>
  )
}

import type { Contract } from '../../../../contract/contract.ts'
import type { Location } from '../../../../contract/location.ts'
import type { Pair, PairRun, RunPair } from '../../../../contract/sync/pairs.ts'
import type { PlanTotals } from '../../../../contract/sync/plan.ts'
import type { Client } from '../../../../rpc/client.ts'
import { text } from '../../../strings/text.ts'
import { FailureNote } from '../../../ui/failure-note.tsx'
import { formatDuration } from '../../../ui/format/size.ts'
import { useDateFormat } from '../../../ui/hooks/use-date-format.ts'
import { GuardNotice } from '../compare/guard-notice.tsx'
import type { StartChoice } from '../plan/plan-model.ts'
import { outcomeText, placesText } from './outcome.ts'
import { type PairAnswer, PairButtons } from './pair-buttons.tsx'
import { PairRuns } from './pair-runs.tsx'
import { PairTotals } from './pair-totals.tsx'
import { scheduleText } from './schedule.ts'

export interface PairDetailProps {
  readonly client: () => Client<Contract>
  readonly pair: Pair
  readonly placeName: (place: Location) => string
  readonly onAnswer: (answer: PairAnswer) => void
  readonly onSee: () => void
  readonly onEdit: () => void
  readonly onReport: (transfer: number) => void
}

/** Shows one pair: its settings and schedule, what stopped it, what its last run planned, and its runs. */
export function PairDetail(props: PairDetailProps) {
  const { client, pair, placeName, onAnswer, onReport } = props
  const { settings, last } = pair
  const places = [placeName(settings.left), placeName(settings.right)] as const
  const format = useDateFormat()
  return (
    <section aria-label={pair.name} className="flex min-h-0 min-w-0 flex-1 flex-col gap-2.5 overflow-auto pe-1">
      <h3 className="pt-1 text-[0.9375rem] font-semibold break-words">{placesText(settings, placeName)}</h3>
      <p className="text-ink-2">{aboutText(pair, format)}</p>
      <p role="status" className="sr-only">
        {last ? text(`pairs.outcome.${last.outcome}`) : text('pairs.never')}
      </p>
      {last?.outcome === 'running' && <p className="text-sea-ink">{outcomeText(pair)}</p>}
      {last?.outcome === 'stopped' && last.guards && last.totals && (
        <GuardNotice
          guards={last.guards}
          changes={deletionsOf(last.totals)}
          places={places}
          isDisabled={false}
          onStart={(choice) => onAnswer({ kind: 'run', choice: choiceOf(last, choice) })}
        />
      )}
      {last?.outcome === 'needs-you' && <NeedsYou run={last} />}
      {last?.failure && <FailureNote failure={last.failure} />}
      {last?.totals && <PairTotals totals={last.totals} settings={settings} places={places} />}
      <PairButtons {...props} />
      <PairRuns client={client} pair={pair} onReport={onReport} />
    </section>
  )
}

/** Runs exactly the plan that the user saw, without changes that appeared later. */
function choiceOf({ plan }: PairRun, { withoutDeletions, despite = [] }: StartChoice): Omit<RunPair, 'name'> {
  return { ...(plan !== undefined && { plan }), despite: [...despite], ...(withoutDeletions && { withoutDeletions }) }
}

/** Keeps a number and its unit on one line. */
function unbroken(time: string): string {
  return time.replaceAll(' ', '\u00a0')
}

function aboutText({ settings, schedule, isPaused, nextMs, last }: Pair, format: ReturnType<typeof useDateFormat>) {
  const changes = last?.items ? [text('pairs.changes', { count: last.items.done })] : []
  const took =
    last?.endedMs === undefined
      ? []
      : [text('pairs.took', { time: unbroken(formatDuration(last.endedMs - last.startedMs)) })]
  return [
    text(`sync.mode.${settings.mode}`),
    isPaused ? text('pairs.paused') : scheduleText(schedule),
    ...(last ? [[text('pairs.last', { time: format.short(last.startedMs) }), ...changes, ...took].join(', ')] : []),
    ...(nextMs === undefined || isPaused ? [] : [text('pairs.when.next', { time: format.precise(nextMs) })]),
  ].join(' · ')
}

function deletionsOf({ left, right }: PlanTotals) {
  const all = [left, right].reduce((sum, side) => sum + side.added + side.changed + side.moved + side.deleted, 0)
  return { left: { deletes: left.deleted }, right: { deletes: right.deleted }, all }
}

/** Shows what a finished run leaves for the user to decide. */
function NeedsYou({ run: { items, totals } }: { readonly run: PairRun }) {
  const failed = items?.failed ?? 0
  const asks = totals?.asks ?? 0
  return (
    <section className="guard-notice" aria-label={text('pairs.outcome.needs-you')}>
      <h3 className="font-semibold text-warn">{text('pairs.outcome.needs-you')}</h3>
      {asks > 0 && <p className="mt-1 text-ink-2">{text('pairs.left.asks', { count: asks })}</p>}
      {failed > 0 && <p className="mt-1 text-ink-2">{text('pairs.left.failed', { count: failed })}</p>}
      {asks === 0 && failed === 0 && <p className="mt-1 text-ink-2">{text('pairs.left.changed')}</p>}
    </section>
  )
}

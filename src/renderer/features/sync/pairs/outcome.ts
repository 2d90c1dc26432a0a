import type { Location } from '../../../../contract/location.ts'
import type { Pair, RunOutcome } from '../../../../contract/sync/pairs.ts'
import type { SyncSettings } from '../../../../contract/sync/plan.ts'
import { text } from '../../../strings/text.ts'
import { formatCount } from '../../../ui/format/size.ts'

/** Formats the two places: `Home › Photos ⇄ reports › photos`. */
export function placesText({ left, right, mode }: SyncSettings, placeName: (place: Location) => string): string {
  return `${placeName(left)} ${mode === 'two-way' ? '⇄' : '→'} ${placeName(right)}`
}

/** Returns the result of a pair's last run, or the progress of the current run. */
export function outcomeText({ last, looked, isPaused }: Pair): string {
  if (last?.outcome === 'running' && looked !== undefined && last.transfer === undefined)
    return text('pairs.outcome.planning', { n: formatCount(looked) })
  const latest = last ? text(`pairs.outcome.${last.outcome}`) : text('pairs.never')
  return isPaused ? `${text('pairs.paused')} · ${latest}` : latest
}

const tones: Readonly<Record<RunOutcome, string>> = {
  running: 'text-sea-ink',
  done: 'text-ink-2',
  nothing: 'text-ink-2',
  stopped: 'text-warn',
  'needs-you': 'text-warn',
  failed: 'text-bad',
  cancelled: 'text-ink-2',
  interrupted: 'text-ink-2',
}

export function outcomeTone({ last }: Pick<Pair, 'last'>): string {
  return last ? tones[last.outcome] : 'text-ink-2'
}

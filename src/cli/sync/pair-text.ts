import type { Pair, PairRun, PairSchedule, RunOutcome } from '../../contract/sync/pairs.ts'
import { durationText } from '../arguments/duration.ts'
import { countOf, formatDuration, formatSize, formatTime } from '../output/format.ts'
import { showLocation } from '../output/show-location.ts'

const outcomes: Readonly<Record<RunOutcome, string>> = {
  running: 'running',
  done: 'done',
  nothing: 'nothing to do',
  stopped: 'stopped, needs you',
  'needs-you': 'partly done, needs your decision',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
}

export function pairLine(pair: Pair): string {
  const { name, settings, schedule, isPaused, last } = pair
  const places = `${showLocation(settings.left)} and ${showLocation(settings.right)}`
  const when = isPaused ? 'paused' : scheduleText(schedule)
  const latest = last ? `${outcomes[last.outcome]} ${formatTime(last.startedMs)}` : 'never run'
  return `${name}  ${settings.mode}  ${places}  (${when}; ${latest})`
}

export function settingsText({ name, settings, schedule, isPaused }: Pair): string[] {
  return [
    name,
    `left   ${showLocation(settings.left)}`,
    `right  ${showLocation(settings.right)}`,
    `mode   ${settings.mode}, compared by ${settings.by}, conflicts: ${settings.onConflict}`,
    `runs   ${isPaused ? 'paused' : scheduleText(schedule)}`,
  ]
}

function scheduleText({ everyMs, onMount, onChange }: PairSchedule): string {
  const parts = [
    everyMs === undefined ? '' : `every ${durationText(everyMs)}`,
    onMount ? 'when both places can be reached' : '',
    onChange ? 'on change' : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'by hand' : parts.join(', ')
}

export function runLine(run: PairRun): string {
  const { startedMs, endedMs, items, bytesCopied } = run
  const facts = [
    items ? countOf(items.done, 'change') : '',
    bytesCopied === undefined ? '' : formatSize(bytesCopied),
    endedMs === undefined ? '' : formatDuration(endedMs - startedMs),
    run.failure?.message ?? '',
  ].filter((fact) => fact !== '')
  return `${formatTime(startedMs)}  ${outcomes[run.outcome]}${facts.length > 0 ? `  (${facts.join(', ')})` : ''}`
}

export function outcomeText(run: PairRun): string {
  return `${outcomes[run.outcome].replace(/^./, (first) => first.toUpperCase())}.`
}

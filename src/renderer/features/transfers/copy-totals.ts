import type { CopyEvent, Outcome } from '../../../contract/api/files.ts'
import type { Location } from '../../../contract/location.ts'

/** Something that was left out, and why. */
export interface Skip {
  readonly location: Location
  readonly reason: string
}

/** How far a transfer is. */
export interface CopyTotals {
  readonly done: number
  readonly skipped: number
  readonly failed: number
  readonly doneBytes: number
  readonly current: string | undefined
  /** Bytes a second, over the last few snapshots. */
  readonly bytesPerSecond: number | undefined
  readonly measuredAt: number | undefined
  readonly failures: readonly Outcome[]
  /** What was skipped with a reason. */
  readonly skips: readonly Skip[]
}

export const noTotals: CopyTotals = {
  done: 0,
  skipped: 0,
  failed: 0,
  doneBytes: 0,
  current: undefined,
  bytesPerSecond: undefined,
  measuredAt: undefined,
  failures: [],
  skips: [],
}

const mostKept = 1000
const freshShare = 0.3

/** The totals after an event of the copy. */
export function applyEvent(totals: CopyTotals, event: CopyEvent, nowMs: number): CopyTotals {
  if (event.kind === 'end') {
    const { done, skipped, failed, doneBytes } = event
    return { ...totals, done, skipped, failed, doneBytes, current: undefined, bytesPerSecond: undefined }
  }
  if (event.kind === 'progress') {
    return {
      ...totals,
      doneBytes: event.doneBytes,
      current: event.current,
      bytesPerSecond: rateOf(totals, event.doneBytes, nowMs),
      measuredAt: nowMs,
    }
  }
  const counted = { ...totals, [event.outcome]: totals[event.outcome] + 1 }
  if (event.outcome === 'skipped' && event.reason !== undefined && totals.skips.length < mostKept) {
    return { ...counted, skips: [...totals.skips, { location: event.from, reason: event.reason }] }
  }
  if (event.outcome !== 'failed' || !event.failure || totals.failures.length >= mostKept) return counted
  return { ...counted, failures: [...totals.failures, { location: event.from, failure: event.failure }] }
}

function rateOf({ doneBytes, measuredAt, bytesPerSecond }: CopyTotals, nowBytes: number, nowMs: number) {
  if (measuredAt === undefined || nowMs <= measuredAt) return bytesPerSecond
  const rate = ((nowBytes - doneBytes) * 1000) / (nowMs - measuredAt)
  return bytesPerSecond === undefined ? rate : bytesPerSecond * (1 - freshShare) + rate * freshShare
}

/** How much of it is done, from 0 to 1; undefined where that can't be known. */
export function progressOf(
  totals: CopyTotals,
  expected: { readonly bytes: number | undefined; readonly items: number },
) {
  if (expected.bytes === undefined || expected.bytes === 0) return undefined
  return Math.min(1, totals.doneBytes / expected.bytes)
}

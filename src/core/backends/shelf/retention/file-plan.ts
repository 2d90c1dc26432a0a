import { type HistoryRow, versionId } from '../history/rows.ts'
import type { Retention } from '../../../../contract/history.ts'

/** A version that no rule retains. */
export interface Removable {
  /** The public id of the version. */
  readonly id: string
  readonly seq: number
  readonly sum: string
  readonly sizeBytes: number
  readonly madeMs: number
  /** When the version was replaced, or the file was deleted. */
  readonly endedMs: number
}

const dayMs = 86_400_000
const allForDays = 1
const dailyForDays = 30
const weeklyForDays = 365

/**
 * Returns the versions of one file that no rule retains, oldest first. `rows` are all its versions, newest first. The
 * present version is never included.
 */
export function removableOf(
  rows: readonly HistoryRow[],
  presentSeq: number | undefined,
  { newest = 0, days, staggered }: Retention,
  nowMs: number,
): readonly Removable[] {
  const removable: Removable[] = []
  const periods = new Set<string>()
  let states = 0
  let endedMs = nowMs
  for (const { seq, sum, size, made } of rows) {
    if (sum !== null) {
      states += 1
      const isLastOfPeriod = staggered === true && isFirstSeen(periods, made, nowMs)
      const isYoung = days !== undefined && nowMs - endedMs <= days * dayMs
      const isKept = seq === presentSeq || states <= newest || isYoung || isLastOfPeriod
      if (!isKept)
        removable.push({ id: versionId({ seq, made }), seq, sum, sizeBytes: size ?? 0, madeMs: made, endedMs })
    }
    endedMs = made
  }
  return removable.toReversed()
}

/** Rows are ordered newest first, so the first one seen in a day or week is its last. */
function isFirstSeen(periods: Set<string>, madeMs: number, nowMs: number): boolean {
  const ageDays = (nowMs - madeMs) / dayMs
  if (ageDays <= allForDays) return true
  if (ageDays > weeklyForDays) return false
  const day = new Date(madeMs).setHours(0, 0, 0, 0)
  const period = ageDays <= dailyForDays ? `day ${day}` : `week ${mondayOf(day)}`
  if (periods.has(period)) return false
  periods.add(period)
  return true
}

function mondayOf(midnightMs: number): number {
  const date = new Date(midnightMs)
  return date.setDate(date.getDate() - ((date.getDay() + 6) % 7))
}

import { type HistoryRow, versionId } from '../history/rows.ts'
import type { Retention } from '../../../../contract/history.ts'

/** A version that no rule keeps. */
export interface Removable {
  /** As the version is known outside. */
  readonly id: string
  readonly seq: number
  readonly sum: string
  readonly sizeBytes: number
  readonly madeMs: number
  /** When it was replaced, or the file was deleted. */
  readonly endedMs: number
}

const dayMs = 86_400_000
const allForDays = 1
const dailyForDays = 30
const weeklyForDays = 365

/**
 * The versions of one file that no rule keeps, the oldest first. `rows` are all it has, the newest first. The version that
 * is there now is never among them.
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

/** Rows come newest first, so the first one seen in a day or week is its last. */
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

import type { Pair, PairDraft, PairRun, RunOutcome } from '../../../contract/sync/pairs.ts'
import { known } from '../../../lib/known.ts'

export interface PairRow {
  readonly name: string
  readonly draft: string
  readonly is_paused: number
  readonly next_ms: number | null
}

export interface RunRow {
  readonly id: number
  readonly pair: string
  readonly begun_by: PairRun['begunBy']
  readonly started_ms: number
  readonly ended_ms: number | null
  readonly outcome: RunOutcome
  readonly owner: string
  readonly seen_ms: number
  readonly transfer: number | null
  readonly facts: string
}

/** The facts of a run without a column of their own. */
export type RunFacts = Pick<PairRun, 'plan' | 'totals' | 'items' | 'bytesCopied' | 'guards' | 'failure'>

export function runOf(row: RunRow): PairRun {
  return {
    ...(JSON.parse(row.facts) as RunFacts),
    id: row.id,
    begunBy: row.begun_by,
    startedMs: row.started_ms,
    outcome: row.outcome,
    ...known({ endedMs: row.ended_ms ?? undefined, transfer: row.transfer ?? undefined }),
  }
}

export function pairOf(row: PairRow, last: RunRow | undefined): Pair {
  const { settings, schedule } = JSON.parse(row.draft) as Omit<PairDraft, 'name'>
  return {
    name: row.name,
    settings,
    schedule,
    isPaused: row.is_paused === 1,
    ...known({ nextMs: row.next_ms ?? undefined }),
    ...(last && { last: runOf(last) }),
  }
}

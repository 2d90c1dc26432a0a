/** The results of all runs of pairs. */
import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { PairRun, RunOutcome } from '../../../contract/sync/pairs.ts'
import type { Statements } from '../../files/statements.ts'
import { isOwnerGone } from '../../transfers/queue/states/owner-id.ts'
import { type RunFacts, type RunRow, runOf } from './pair-rows.ts'

export interface RunStore {
  last(pair: string): RunRow | undefined
  /** Fails with `busy` while a run is in progress in any program. */
  refuseWhileRunning(pair: string, what: 'change' | 'remove' | 'run'): void
  add(pair: string, by: PairRun['begunBy'], startedMs: number): PairRun
  note(run: number, change: { readonly outcome?: RunOutcome; readonly transfer?: number } & RunFacts): void
  /** Records that this program still works on its runs. */
  beat(): void
  /** Takes over the runs of programs that are gone, and returns them. */
  takeOver(): readonly { readonly pair: string; readonly run: PairRun }[]
  /** Returns the runs, the latest first. */
  history(pair: string, page: { readonly before?: number; readonly limit: number }): readonly PairRun[]
  rename(pair: string, to: string): void
  removeAll(pair: string): void
}

/** The number of runs that are kept for each pair. */
const mostRuns = 500

export function createRunStore({ run, one, all, atOnce }: Statements, owner: string, now: () => number): RunStore {
  const last = (pair: string) =>
    one('select * from runs where pair = ? order by id desc limit 1', pair) as RunRow | undefined

  return {
    last,
    refuseWhileRunning(pair, what) {
      if (last(pair)?.outcome !== 'running') return
      const why = said(`pair.running-${what}`, { name: pair })
      throw new StorageError({ kind: 'busy', ...why, operation: 'pairs', retry: 'later' })
    },
    add(pair, by, startedMs) {
      const values = [pair, by, startedMs, 'running', owner, startedMs]
      run('insert into runs (pair, begun_by, started_ms, outcome, owner, seen_ms) values (?, ?, ?, ?, ?, ?)', ...values)
      const kept = 'select id from runs where pair = ? order by id desc limit ?'
      run(`delete from runs where pair = ? and id not in (${kept})`, pair, pair, mostRuns)
      return runOf(last(pair) as RunRow)
    },
    note: (id, { outcome, transfer, ...facts }) =>
      atOnce(() => {
        const row = one('select * from runs where id = ?', id) as RunRow | undefined
        if (!row) return
        const merged = JSON.stringify({ ...(JSON.parse(row.facts) as RunFacts), ...facts })
        run('update runs set facts = ?, transfer = ? where id = ?', merged, transfer ?? row.transfer, id)
        if (outcome) run('update runs set outcome = ?, ended_ms = ? where id = ?', outcome, now(), id)
      }),
    beat: () => void run("update runs set seen_ms = ? where outcome = 'running' and owner = ?", now(), owner),
    takeOver: () =>
      atOnce(() => {
        const rows = all("select * from runs where outcome = 'running' and owner <> ?", owner) as RunRow[]
        const left = rows.filter((row) => isOwnerGone(row.owner, row.seen_ms, now()))
        for (const { id } of left) run('update runs set owner = ?, seen_ms = ? where id = ?', owner, now(), id)
        return left.map((row) => ({ pair: row.pair, run: runOf(row) }))
      }),
    history(pair, { before = Number.MAX_SAFE_INTEGER, limit }) {
      const rows = all('select * from runs where pair = ? and id < ? order by id desc limit ?', pair, before, limit)
      return (rows as RunRow[]).map(runOf)
    },
    rename: (pair, to) => void run('update runs set pair = ? where pair = ?', to, pair),
    removeAll: (pair) => void run('delete from runs where pair = ?', pair),
  }
}

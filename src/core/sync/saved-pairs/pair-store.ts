/** All pairs and their runs, in one database for all programs of this user. */
import { said } from '../../../contract/sentences/said.ts'
import { join } from 'node:path'
import { StorageError } from '../../../contract/failure.ts'
import type { Pair, PairDraft, PairRun } from '../../../contract/sync/pairs.ts'
import { opening, ownFileFailure } from '../../files/own-file.ts'
import { openOwnDatabase } from '../../files/own-database.ts'
import { createStatements } from '../../files/statements.ts'
import { type PairRow, pairOf } from './pair-rows.ts'
import { pairsSchema } from './pairs-schema.ts'
import { createRunStore, type RunStore } from './run-store.ts'

export interface Begun {
  readonly run: PairRun
  readonly pair: Pair
}

export interface PairStore {
  readonly runs: RunStore
  /** A message about the list itself. */
  readonly notice?: string
  list(): readonly Pair[]
  get(name: string): Pair
  /** `was` is the pair that gets these settings, and possibly another name. */
  save(draft: PairDraft, was?: string): void
  remove(name: string): void
  setPaused(name: string, isPaused: boolean): void
  /** Starts a run unless one is in progress in any program. The next scheduled run is counted from now. */
  begin(name: string, by: PairRun['begunBy']): Begun
  /**
   * Like `begin`, if the run is due by schedule and the pair is not paused. Undefined if another program was faster.
   */
  beginDue(name: string): Begun | undefined
  /** Increases when another program has changed something. */
  foreignChanges(): number
  close(): void
}

export function openPairStore(folder: string, owner: string, now: () => number = Date.now): PairStore {
  const path = join(folder, 'sync-pairs.db')
  const asFailure = (error: unknown) => ownFileFailure(error, path)
  const { db, setAside } = opening(() => openOwnDatabase(path, pairsSchema, now), asFailure)
  const statements = createStatements(db, asFailure)
  const { run, one, all, atOnce } = statements
  const runs = createRunStore(statements, owner, now)

  const find = (name: string) => one('select * from pairs where name = ?', name) as PairRow | undefined
  function rowOf(name: string): PairRow {
    const row = find(name)
    if (row) return row
    throw new StorageError({ kind: 'not-found', ...said('pair.unknown', { name }), operation: 'pairs' })
  }
  function save({ name, settings, schedule }: PairDraft, was?: string): void {
    const old = was === undefined ? undefined : rowOf(was)
    if (name !== was && find(name)) {
      throw new StorageError({ kind: 'exists', ...said('pair.exists', { name }), operation: 'pairs.save' })
    }
    if (old) {
      runs.refuseWhileRunning(old.name, 'change')
      run('delete from pairs where name = ?', old.name)
      runs.rename(old.name, name)
    }
    const next = nextRun(schedule, runs.last(name)?.started_ms ?? now())
    const text = JSON.stringify({ settings, schedule })
    run(
      'insert into pairs (name, draft, is_paused, next_ms) values (?, ?, ?, ?)',
      name,
      text,
      old?.is_paused ?? 0,
      next,
    )
  }
  function begin(name: string, by: PairRun['begunBy']): Begun {
    const pair = pairOf(rowOf(name), undefined)
    runs.refuseWhileRunning(name, 'run')
    const startedMs = now()
    run('update pairs set next_ms = ? where name = ?', nextRun(pair.schedule, startedMs), name)
    return { run: runs.add(name, by, startedMs), pair }
  }

  return {
    runs,
    ...(setAside && {
      notice: said('pair.list-set-aside', setAside).message,
    }),
    list: () => (all('select * from pairs order by name') as PairRow[]).map((row) => pairOf(row, runs.last(row.name))),
    get: (name) => pairOf(rowOf(name), runs.last(name)),
    save: (draft, was) => atOnce(() => save(draft, was)),
    remove: (name) =>
      atOnce(() => {
        rowOf(name)
        runs.refuseWhileRunning(name, 'remove')
        runs.removeAll(name)
        run('delete from pairs where name = ?', name)
      }),
    setPaused(name, isPaused) {
      rowOf(name)
      run('update pairs set is_paused = ? where name = ?', isPaused ? 1 : 0, name)
    },
    begin: (name, by) => atOnce(() => begin(name, by)),
    beginDue: (name) =>
      atOnce(() => {
        const row = find(name)
        const isDue = row?.is_paused === 0 && row.next_ms !== null && row.next_ms <= now()
        return isDue && runs.last(name)?.outcome !== 'running' ? begin(name, 'interval') : undefined
      }),
    foreignChanges: () => (one('pragma data_version') as { data_version: number } | undefined)?.data_version ?? 0,
    close: () => statements.close(),
  }
}

function nextRun({ everyMs }: PairDraft['schedule'], fromMs: number): number | null {
  return everyMs === undefined ? null : fromMs + everyMs
}

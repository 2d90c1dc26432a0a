/** The transfers that this program runs: gives them their turns, and takes note of how they end. */
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Limits } from '../../../contract/transfer.ts'
import { TakenOver } from '../journal/journal.ts'
import { unlessUnwritable } from '../journal/queue-database.ts'
import type { TransferRecord } from '../journal/records.ts'
import { createRates, type Rates } from '../report/rates.ts'
import type { TransferRun } from '../run/transfer-run.ts'
import { whileGone } from './dropped-mount-of.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'
import { startRun } from './start-run.ts'

export interface Running {
  readonly run: TransferRun
  readonly rates: Rates
}

export interface Runs {
  get(id: number): Running | undefined
  ids(): Iterable<number>
  /** What broke it down, which may not be written down. */
  problemOf(id: number): Failure | undefined
  /** Begins those whose turn has come. */
  schedule(): void
  /** Finds what programs that are gone were running. */
  adopt(): void
  /** Stops the run of one, if this program has any. It stays this program's until that is released. */
  stop(id: number): Promise<void>
  /** Everything that is to be done of it has its outcome, or nothing more is to be done. */
  end(id: number, problem?: Failure): void
  /** Gives all runs the limits they have by now. */
  applyLimits(): void
  /** Shows what runs anew: how fast it goes changes with time. */
  tick(): void
  isClosed(): boolean
  close(): Promise<void>
}

const mostRunning = 3

export function createRuns(
  deps: QueueDeps,
  state: TransferStates,
  { onEnded }: { readonly onEnded: (id: number) => void },
): Runs {
  const { journal, now, runsAll, owner } = deps
  const { changes } = state
  const running = new Map<number, Running>()
  const problems = new Map<number, Failure>()
  const stopping = new Set<number>()
  let isClosed = false

  function schedule() {
    if (isClosed) return
    for (const record of journal.open()) {
      const { id, facts } = record
      const isFromCommandLine = facts.isFromCommandLine === true
      const isWanted = record.state === 'waiting' && (state.own.has(id) || (runsAll && !isFromCommandLine))
      if (!isWanted || running.has(id) || stopping.has(id)) continue
      if (running.size >= mostRunning && !isFromCommandLine) return
      begin(id)
    }
  }
  function begin(id: number) {
    const step = state.change(id, 'turn', ({ startedMs = now() }) => ({
      owner,
      ownerSeenMs: now(),
      pausedBy: undefined,
      problem: undefined,
      startedMs,
    }))
    if (step.kind !== 'become') return
    problems.delete(id)
    state.held.add(id)
    try {
      const run = startRun(deps, state.mustGet(id), { onChange: () => changes.markSoon(id) })
      running.set(id, { run, rates: createRates() })
      run.setLimits(effective(state.mustGet(id)))
      void follow(id, run)
    } catch (error) {
      end(id, failureOf(error, 'transfers'))
    }
  }
  async function follow(id: number, run: TransferRun) {
    try {
      const how = await run.finished
      if (running.get(id)?.run !== run) return
      running.delete(id)
      if (how === 'ended') end(id)
      else if (how === 'asking') state.change(id, 'asks', () => ({ owner: undefined }))
      state.held.delete(id)
    } catch (error) {
      if (running.get(id)?.run !== run) return
      running.delete(id)
      if (!(error instanceof TakenOver)) unlessUnwritable(() => breakDown(id, error))
      state.held.delete(id)
    } finally {
      changes.mark(id)
      unlessUnwritable(schedule)
    }
  }
  function breakDown(id: number, error: unknown) {
    const problem = failureOf(error, 'transfers')
    problems.set(id, problem)
    state.change(id, 'fault', () => ({ pausedBy: 'interrupted', problem, owner: undefined }))
  }
  function end(id: number, problem?: Failure) {
    state.change(id, 'ended', () => endOf(problem))
    state.held.delete(id)
    onEnded(id)
  }
  const endOf = (problem: Failure | undefined) =>
    ({ endedMs: now(), owner: undefined, ...(problem && { problem }) }) as const

  function effective({ limits: { jobs, bytesPerSecond } }: TransferRecord): Limits {
    const least = Math.min(jobs ?? Infinity, state.limits().jobs ?? Infinity)
    return { ...(least !== Infinity && { jobs: least }), ...(bytesPerSecond !== undefined && { bytesPerSecond }) }
  }

  return {
    get: (id) => running.get(id),
    ids: () => running.keys(),
    problemOf: (id) => problems.get(id),
    schedule,
    adopt() {
      for (const { id, facts } of journal.open()) {
        // who runs only its own leaves the others for the program that runs all to go on with
        if (!runsAll && facts.isFromCommandLine !== true) continue
        state.change(id, 'found', (record) => {
          if (state.isOutOfReach(record)) return whileGone()
          return record.facts.isFromCommandLine ? { pausedBy: 'interrupted' } : {}
        })
      }
    },
    async stop(id) {
      const found = running.get(id)
      if (!found) return
      running.delete(id)
      stopping.add(id)
      await found.run.stop()
      stopping.delete(id)
    },
    end,
    applyLimits() {
      for (const [id, { run }] of running) {
        const record = journal.get(id)
        if (record) run.setLimits(effective(record))
      }
    },
    tick() {
      for (const id of running.keys()) changes.markSoon(id)
    },
    isClosed: () => isClosed,
    async close() {
      isClosed = true
      const ids = [...running.keys()]
      await Promise.all([...running.values()].map(({ run }) => run.stop()))
      running.clear()
      // those that ran come back running
      unlessUnwritable(() => {
        for (const id of ids) if (journal.get(id)?.owner === owner) journal.patch(id, { owner: undefined })
      })
    },
  }
}

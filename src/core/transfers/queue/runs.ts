/** The transfers that this program runs. */
import { failureOf } from '../../../contract/failure.ts'
import type { Limits } from '../../../contract/transfer.ts'
import { TakenOver } from '../journal/journal.ts'
import { unlessUnwritable } from '../journal/queue-database.ts'
import { createRates, type Rates } from '../report/rates.ts'
import type { TransferRun } from '../run/transfer-run.ts'
import { createRunEnds, type RunEnds } from './run-ends.ts'
import { startRun } from './start-run.ts'
import type { QueueDeps, TransferStates } from './states/transfer-states.ts'

export interface Running {
  readonly run: TransferRun
  readonly rates: Rates
}

export interface Runs extends Pick<RunEnds, 'problemOf' | 'end'> {
  get(id: number): Running | undefined
  ids(): Iterable<number>
  count(): number
  /** Tells whether the transfer runs, or its run is being stopped. */
  isBusyWith(id: number): boolean
  /** Starts a transfer whose turn has come. */
  begin(id: number): void
  /**
   * Stops the run of a transfer in this program, if there is one. The transfer belongs to this program until `release`.
   */
  stop(id: number): Promise<void>
  /** Applies the current limits to all runs. */
  applyLimits(): void
  /** Refreshes the display of running transfers, because their speed changes with time. */
  tick(): void
  isClosed(): boolean
  close(): Promise<void>
}

export interface RunsOptions {
  readonly onEnded: (id: number) => void
  /** Called when a run has stopped for any reason. */
  readonly onStopped: () => void
}

export function createRuns(deps: QueueDeps, state: TransferStates, { onEnded, onStopped }: RunsOptions): Runs {
  const { journal, now, owner } = deps
  const { changes } = state
  const running = new Map<number, Running>()
  const stopping = new Set<number>()
  const ends = createRunEnds(deps, state, { onEnded })
  let isClosed = false

  async function follow(id: number, run: TransferRun) {
    try {
      const how = await run.finished
      if (running.get(id)?.run !== run) return
      running.delete(id)
      if (how === 'ended') ends.end(id)
      else if (how === 'asking') ends.ask(id)
      state.held.delete(id)
    } catch (error) {
      if (running.get(id)?.run !== run) return
      running.delete(id)
      if (!(error instanceof TakenOver)) unlessUnwritable(() => ends.breakDown(id, error))
      state.held.delete(id)
    } finally {
      changes.mark(id)
      unlessUnwritable(onStopped)
    }
  }

  return {
    get: (id) => running.get(id),
    ids: () => running.keys(),
    count: () => running.size,
    isBusyWith: (id) => running.has(id) || stopping.has(id),
    begin(id) {
      const begun = { owner, ownerSeenMs: now(), pausedBy: undefined, problem: undefined }
      const step = state.change(id, 'turn', ({ startedMs = now() }) => ({ ...begun, startedMs }))
      if (step.kind !== 'become') return
      ends.begin(id)
      state.held.add(id)
      try {
        const run = startRun(deps, state.mustGet(id), { onChange: () => changes.markSoon(id) })
        running.set(id, { run, rates: createRates() })
        run.setLimits(limitsOf(state.mustGet(id), state.limits()))
        void follow(id, run)
      } catch (error) {
        ends.end(id, failureOf(error, 'transfers'))
      }
    },
    problemOf: (id) => ends.problemOf(id),
    end: (id, problem) => ends.end(id, problem),
    async stop(id) {
      const found = running.get(id)
      if (!found) return
      running.delete(id)
      stopping.add(id)
      await found.run.stop()
      stopping.delete(id)
    },
    applyLimits() {
      for (const [id, { run }] of running) {
        const record = journal.get(id)
        if (record) run.setLimits(limitsOf(record, state.limits()))
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
      // Transfers that were running keep this state and run again after a restart.
      unlessUnwritable(() => {
        for (const id of ids) if (journal.get(id)?.owner === owner) journal.patch(id, { owner: undefined })
      })
    },
  }
}

/** The bandwidth limit of all transfers is shared; it is not a limit for each one. */
function limitsOf({ limits: { jobs, bytesPerSecond } }: { readonly limits: Limits }, ofAll: Limits): Limits {
  const least = Math.min(jobs ?? Infinity, ofAll.jobs ?? Infinity)
  return { ...(least !== Infinity && { jobs: least }), ...(bytesPerSecond !== undefined && { bytesPerSecond }) }
}

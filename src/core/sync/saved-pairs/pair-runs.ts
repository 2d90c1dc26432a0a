/** The runs of pairs that this program works on. */
import { said } from '../../../contract/sentences/said.ts'
import type { TransfersEvent } from '../../../contract/api/transfers.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { PairRun } from '../../../contract/sync/pairs.ts'
import type { ChangeSignal } from '../../../lib/flow/change-signal.ts'
import { isFailure } from '../../operations/opened-location.ts'
import type { Waits } from '../../backends/backend.ts'
import type { Begun, PairStore } from './pair-store.ts'
import { goOnWithRun, type PairWish, RunCancelled, runPair, type RunPairDeps, type SyncCalls } from './run-pair.ts'

export interface PairRunsDeps {
  readonly calls: SyncCalls
  readonly watchTransfers: (waits: Waits) => AsyncIterable<TransfersEvent>
  readonly resumeTransfer: (id: number) => Promise<void>
  readonly cancelTransfer: (id: number) => Promise<void>
}

export interface PairRuns {
  /** Starts a run. Fails with `busy` while one is in progress. */
  begin(name: string, by: PairRun['begunBy'], wish?: PairWish): number
  /** Starts an automatic run. If it can't start, no failure is reported. Returns false while a run is in progress. */
  beginUnasked(name: string, by: PairRun['begunBy']): boolean
  beginDue(): void
  /** Resumes the runs of programs that are gone. */
  takeOver(): void
  /** Cancels the current run. Fails with `busy` while another program plans it. */
  cancel(name: string): Promise<void>
  /** Returns the number of names that the planning of a pair has examined. */
  lookedOf(name: string): number | undefined
  /** Resolves when no run is in progress. */
  idle(): Promise<void>
}

export function createPairRuns(
  store: PairStore,
  { calls, watchTransfers, resumeTransfer, cancelTransfer }: PairRunsDeps,
  { changed, signal }: Waits & { readonly changed: ChangeSignal },
): PairRuns {
  const looked = new Map<string, number>()
  const underWay = new Set<Promise<void>>()
  /** The controllers that stop the runs of this program, by pair. */
  const stops = new Map<string, AbortController>()

  function work(run: Pick<PairRun, 'id'>, pair: string, steps: (deps: RunPairDeps) => Promise<void>): void {
    const stop = new AbortController()
    stops.set(pair, stop)
    const working = steps({
      calls: untilStopped(calls, cancelTransfer, stop.signal),
      watchTransfers,
      note(change) {
        store.runs.note(run.id, change)
        changed.emit()
      },
      onLooked(count) {
        looked.set(pair, count)
        changed.emit()
      },
    })
      .catch(() => {}) // The program ends; the next one resumes the run.
      .finally(() => {
        looked.delete(pair)
        stops.delete(pair)
        underWay.delete(working)
      })
    underWay.add(working)
    changed.emit()
  }
  function start({ run, pair }: Begun, wish: PairWish): number {
    work(run, pair.name, (deps) => runPair(deps, pair, wish, { signal }))
    return run.id
  }
  function takeOver(): void {
    for (const { pair, run } of store.runs.takeOver()) {
      work(run, pair, async (deps) => {
        if (run.transfer !== undefined) await resumeTransfer(run.transfer).catch(() => {}) // The transfer may have ended.
        await goOnWithRun(deps, run, { signal })
      })
    }
  }
  function begin(name: string, by: PairRun['begunBy'], wish: PairWish = {}): number {
    takeOver()
    return start(store.begin(name, by), wish)
  }
  return {
    begin,
    beginUnasked(name, by) {
      try {
        if (!store.get(name).isPaused) begin(name, by, { isUnasked: true })
        return true
      } catch (error) {
        return !isFailure(error, 'busy') // Otherwise the pair is gone.
      }
    },
    beginDue() {
      for (const { name } of store.list()) {
        const begun = store.beginDue(name)
        if (begun) start(begun, { isUnasked: true })
      }
    },
    takeOver,
    async cancel(name) {
      const { last } = store.get(name)
      if (last?.outcome !== 'running') return
      const stop = stops.get(name)
      stop?.abort()
      if (last.transfer !== undefined) await cancelTransfer(last.transfer)
      else if (!stop) throw elsewhere(name)
    },
    lookedOf: (name) => looked.get(name),
    idle: async () => void (await Promise.all(underWay)),
  }
}

/** Once stopped, plans no further and starts nothing. */
function untilStopped(calls: SyncCalls, cancelTransfer: PairRunsDeps['cancelTransfer'], stop: AbortSignal): SyncCalls {
  return {
    async *plan(settings, waits) {
      try {
        yield* calls.plan(settings, { signal: AbortSignal.any([waits.signal, stop]) })
      } catch (error) {
        if (stop.aborted) throw new RunCancelled()
        throw error
      }
    },
    async start(wish, waits) {
      if (stop.aborted) throw new RunCancelled()
      const started = await calls.start(wish, waits)
      // It was stopped while the transfer was added to the queue.
      if (stop.aborted && started.transfer !== undefined) await cancelTransfer(started.transfer)
      return started
    },
  }
}

function elsewhere(name: string): StorageError {
  const why = said('pair.compared-elsewhere', { name })
  return new StorageError({ kind: 'busy', ...why, operation: 'pairs.cancel', retry: 'later' })
}

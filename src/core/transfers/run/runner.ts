/**
 * Runs a transfer: plans and processes its items until each has a result or the run is stopped. Items in progress at a
 * stop are left so that they can be resumed.
 */
import { known } from '../../../lib/known.ts'
import { createItemLocations } from '../journal/item-locations.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { tokensOf } from '../stages/stage-id.ts'
import { createItemLoop, type ItemLoop } from './item-loop.ts'
import { createRetries } from './retries.ts'
import type { Run } from './run.ts'
import { createRunJournal } from './progress/run-journal.ts'
import { createRunLimits } from './run-limits.ts'
import type { TransferRun } from './transfer-run.ts'
import type { Work } from './work.ts'

const batchGraceMs = 5000

export interface RunnerOptions {
  /** A folder counts as one item. Otherwise its contents are counted. */
  readonly foldersAreItems: boolean
  readonly workOf: (run: Run) => Work
  /** Called when there is something new to show. */
  readonly onChange: () => void
}

export function startRunner(deps: RunDeps, record: TransferRecord, options: RunnerOptions): TransferRun {
  const { run, stop } = createRun(deps, record, options)
  const { journal, limits } = run
  const work = options.workOf(run)
  const loop = createItemLoop(run, work)
  const finished = toTheEnd(run, work, loop)
  finished.catch(() => {}) // The caller that started the run handles the error.
  return {
    status: () => ({
      counts: journal.writer.counts(),
      isCounting: !journal.isPlanned(),
      running: journal.running,
      ...known({ current: journal.current(), waitsFor: run.retries.waitsFor() }),
    }),
    finished,
    async stop() {
      stop()
      loop.wake()
      await finished.catch(() => {})
    },
    setLimits(wanted) {
      limits.set(wanted)
      loop.setJobs(wanted.jobs)
    },
    flush: () => journal.writer.flush(),
    answered(count) {
      journal.writer.change({ asking: -count })
      journal.readAnswers()
      loop.again()
    },
  }
}

async function toTheEnd(run: Run, work: Work, loop: ItemLoop): Promise<'ended' | 'asking' | 'stopped'> {
  const { journal, record, signal, fault } = run
  async function plan(): Promise<void> {
    await work.plan({ signal })
    journal.setPlanned()
    loop.wake()
  }
  try {
    if (record.claimed > 0) await work.tidy?.({ signal })
    const planning = journal.isPlanned() ? Promise.resolve() : plan()
    planning.catch(() => {}) // Awaited below.
    await loop.runAll(planning)
    await planning
    journal.writer.flush()
    if (journal.writer.counts().asking > 0) return 'asking'
    await work.finish?.({ signal })
    journal.writer.flush()
    return 'ended'
  } catch (error) {
    await loop.idle()
    if (fault.error !== undefined) throw fault.error
    if (!signal.aborted) throw error
    journal.writer.flush()
    return 'stopped'
  }
}

function createRun(
  deps: RunDeps,
  record: TransferRecord,
  { foldersAreItems, onChange }: RunnerOptions,
): { readonly run: Run; readonly stop: () => void } {
  const stopping = new AbortController()
  const { signal } = stopping
  const fault: { error?: unknown } = {}
  function fail(error: unknown) {
    fault.error ??= error
    stopping.abort(error)
  }
  const tokens = tokensOf(record)
  const run: Run = {
    deps,
    record,
    token: tokens.at(-1) ?? record.token,
    tokens,
    journal: createRunJournal(deps.journal, record, { owner: deps.owner, foldersAreItems, onError: fail, onChange }),
    locations: createItemLocations(deps.journal.items, record),
    limits: createRunLimits(record.limits, deps.bandwidth),
    retries: createRetries(deps),
    signal,
    late: lateSignal(signal),
    more: { tell: () => {}, lookAgain: () => {} },
    fault,
    fail,
    wasBegun: ({ number, detail }) => number <= record.claimed || detail.attempts !== undefined,
  }
  return { run, stop: () => stopping.abort(new DOMException('the transfer was stopped', 'AbortError')) }
}

/** Batches are short, so those in progress may finish. The results of their files are then known. */
function lateSignal(signal: AbortSignal): AbortSignal {
  const late = new AbortController()
  signal.addEventListener('abort', () => void setTimeout(() => late.abort(signal.reason), batchGraceMs).unref())
  return late.signal
}

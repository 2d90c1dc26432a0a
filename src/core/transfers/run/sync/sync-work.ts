/** Carries out a plan of `core/sync` step by step. Each step runs only if both sides are still as they were seen. */
import { assertNever } from '../../../../lib/assert-never.ts'
import type { Waits } from '../../../backends/backend.ts'
import { isFailure } from '../../../operations/opened-location.ts'
import type { ItemOutcome } from '../../journal/item-outcome.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { SyncTransferRequest } from '../../journal/records.ts'
import { tidyAfterCrash } from '../../stages/tidy-after-crash.ts'
import { planItems } from '../plan-items.ts'
import type { Run } from '../run.ts'
import type { Work } from '../work.ts'
import { noteAgreed } from './note-agreed.ts'
import { runCopy } from './run-copy.ts'
import { runDelete, runMakeFolder } from './run-delete.ts'
import { runMove } from './run-move.ts'
import { createSmallCopies } from './small-copies.ts'
import { stepItems } from './step-items.ts'
import { changed, createSyncRun, type SyncRun } from './sync-run.ts'
import { phases } from '../../../sync/plan/steps.ts'

/** Most of them wait for answers of a store. */
const mostUnderWay = 64

export function syncWork(run: Run, request: SyncTransferRequest): Work {
  const { deps, record, locations } = run
  const sync = createSyncRun(run, request)
  const small = createSmallCopies(sync)
  const oneAtATime = createSerialQueue()
  let noted = 0
  async function note(waits: Waits) {
    noted = await noteAgreed(sync, noted, waits)
  }
  return {
    runsFolders: true,
    itemsAtOnce: () => mostUnderWay,
    setJobs: (jobs) => small.concurrency.setJobs(jobs ?? Infinity),
    underWay: small.concurrency,
    tidy: (waits) => tidyAfterCrash(deps, record, locations, waits),
    plan: (waits) => planItems(run, stepItems(sync), waits),
    batches: (items, waits) => small.batches(items, waits),
    phases: {
      of: ({ detail }) => detail.sync?.phase ?? 0,
      async ended(waits) {
        sync.folders.forget()
        await note(waits)
      },
    },
    async runItem(item, waits) {
      // A folder is removed after all its contents.
      if (item.detail.sync?.phase === phases.deleteFolders) return oneAtATime(() => runStep(sync, item, waits))
      return runStep(sync, item, waits)
    },
    async finish(waits) {
      await note(waits)
      sync.pair.plans.writeFact('ran', String(deps.now()))
    },
  }
}

/** Runs calls one after the other, in order. */
function createSerialQueue() {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work)
    last = next.catch(() => {})
    return next
  }
}

async function runStep(sync: SyncRun, item: OpenItem, waits: Waits): Promise<ItemOutcome> {
  const step = sync.stepOf(item)
  if (!step) return changed
  try {
    switch (step.do) {
      case 'copy':
      case 'hand-over':
        return await runCopy(sync, item, step, waits)
      case 'move':
        return await runMove(sync, item, step, waits)
      case 'delete':
        return await runDelete(sync, item, step, waits)
      case 'make-folder':
        return await runMakeFolder(sync, item, step, waits)
      default:
        return assertNever(step)
    }
  } catch (error) {
    waits.signal.throwIfAborted()
    // An entry appeared there since, or replaced a folder.
    const isTaken = (['exists', 'not-a-folder', 'not-a-file'] as const).some((kind) => isFailure(error, kind))
    if (isTaken) return changed
    throw error
  }
}

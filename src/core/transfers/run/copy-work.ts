/** Copies and moves: plans, decides and copies at the same time. */
import type { CopyTransferRequest } from '../../../contract/transfer.ts'
import { openLocation } from '../../operations/opened-location.ts'
import { createBatchConcurrency } from '../copy/batch-concurrency.ts'
import { type BatchDeps, canBeBatched, copyBatch, type FileBatch, makeBatches } from '../copy/file-batch.ts'
import { runFile } from '../copy/run-file.ts'
import type { DecideDeps } from '../decide/decide.ts'
import { ruleOf } from '../decide/rule-of.ts'
import type { PlanRun } from '../plan/plan-context.ts'
import { planAll } from '../plan/plan-run.ts'
import { bulkIdOf } from '../stages/stage-id.ts'
import { tidyAfterCrash } from '../stages/tidy-after-crash.ts'
import { emptyMovedFolders } from './empty-moved-folders.ts'
import { fileDepsOf } from './file-deps.ts'
import type { Run } from './run.ts'
import { sameBatches } from './same-batches.ts'
import type { ItemBatch, Work } from './work.ts'

/**
 * The number of items that are decided, read, sent or written at a time. Most of them wait for others of their batch.
 */
const mostUnderWay = 768

export function copyWork(run: Run, request: CopyTransferRequest): Work {
  const { deps, record, locations, signal } = run
  const files = fileDepsOf(run, { isMove: request.verb === 'move', decide: decideDepsOf(run, request) })
  const batchConcurrency = createBatchConcurrency(run.limits.jobs() ?? Infinity)
  const batching = batchDepsOf(run)

  return {
    runsFolders: false,
    itemsAtOnce: () => mostUnderWay,
    setJobs: (jobs) => batchConcurrency.setJobs(jobs ?? Infinity),
    underWay: batchConcurrency,
    tidy: (waits) => tidyAfterCrash(deps, record, locations, waits),
    plan: (waits) => planAll(planDepsOf(run, request), waits),
    async batches(items, waits) {
      const same =
        request.policy.skip === 'hash' ? await sameBatches(run, batchConcurrency.comparing, items, waits) : []
      if (request.verb === 'move') return same
      const plain = items.filter(canBeBatched).filter((item) => !run.wasBegun(item))
      const copied = await makeBatches(batching, plain, waits)
      return [...same, ...copied.map((batch) => asItemBatch(batch))]
    },
    async runItem(item, { signal: itemSignal }) {
      const { from, to } = locations.of(item)
      const ends = {
        from: await openLocation(deps.mounts, from, { signal: itemSignal }),
        to: await openLocation(deps.mounts, to, { signal: itemSignal }),
      }
      return runFile(files, item, ends, { signal: itemSignal })
    },
    async finish(waits) {
      if (request.verb === 'move') await emptyMovedFolders(run, waits)
    },
  }

  function asItemBatch(batch: FileBatch): ItemBatch {
    return {
      items: batch.items,
      begin: (work) => batchConcurrency.begin(batch, work, signal),
      run: (waits) => copyBatch(batching, batch, waits),
    }
  }
}

function decideDepsOf(run: Run, { policy, verb }: CopyTransferRequest): DecideDeps {
  const rule = ruleOf(policy, run.deps.skipRules)
  return {
    policy,
    verb,
    get answers() {
      return run.journal.answers()
    },
    ...(rule && { rule }),
    compare: { localSums: run.deps.localSums, mayDownload: policy.mayDownload === true },
  }
}

function batchDepsOf(run: Run): BatchDeps {
  const { deps, limits, journal, locations } = run
  return {
    mounts: deps.mounts,
    paths: locations,
    pass: limits.pass,
    mostBytes: () => limits.bytesPerSecond() / 2, // So that progress is visible even under a speed limit.
    buffers: deps.buffers,
    id: bulkIdOf(run.token),
    late: run.late,
    fileSlots: limits.fileSlots,
    onDone(items, patches) {
      run.retries.wentWell()
      journal.settleMany(items, patches, 'bulk')
    },
  }
}

function planDepsOf(run: Run, request: CopyTransferRequest): PlanRun {
  const { deps, journal, signal } = run
  const { policy, verb } = request
  return {
    transfer: journal.id,
    deps,
    paths: run.locations,
    writer: journal.writer,
    request,
    verb,
    policy,
    get answers() {
      return run.journal.answers()
    },
    withSums: policy.skip === 'hash' || policy.skip === 'rule',
    lastNumber: journal.lastNumber,
    setLastNumber: journal.setLastNumber,
    later: (failure, attempts, mount) => run.retries.later(failure, attempts, { mount, signal }),
    wake: () => run.more.tell(),
    again: () => run.more.lookAgain(),
    settleFolder: journal.settleFolder,
    whole: {
      token: run.token,
      now: deps.now,
      late: run.late,
      isHeldBack: run.limits.isHeldBack,
      jobs: () => run.limits.jobs(),
      copied(bytes) {
        run.retries.wentWell()
        journal.sent('bulk', bytes)
      },
    },
  }
}

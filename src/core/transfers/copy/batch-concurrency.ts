import { isLocal, type FileBatch } from './file-batch.ts'
import { createWorkerPool, type WorkerPool } from '../../../lib/flow/worker-pool.ts'

/** Limits how many calls that copy or compare hundreds of files each run in parallel. */
export interface BatchConcurrency extends Pick<WorkerPool, 'isIdle' | 'change' | 'idle'> {
  /** The worker pool for comparing calls. */
  readonly comparing: Pick<WorkerPool, 'begin'>
  begin(group: FileBatch, work: () => Promise<void>, signal: AbortSignal): Promise<void>
  /** The limits are never higher than the number of files that may be copied in parallel. */
  setJobs(jobs: number): void
}

/** Within this computer. More calls would only wait for each other, because a folder accepts one new name at a time. */
const mostLocal = 3
/** To or from another computer. While one call writes, the others read. */
const mostRemote = 4
/** One call compares while the files that the previous call left undecided are examined one by one. */
const mostComparing = 2

export function createBatchConcurrency(jobs: number): BatchConcurrency {
  const local = createWorkerPool(Math.min(mostLocal, jobs))
  const remote = createWorkerPool(Math.min(mostRemote, jobs))
  const comparing = createWorkerPool(mostComparing)
  const all = [local, remote, comparing]
  return {
    comparing,
    begin: (group, work, signal) => (isLocal(group) ? local : remote).begin(work, signal),
    setJobs(most) {
      local.setSize(Math.min(mostLocal, most))
      remote.setSize(Math.min(mostRemote, most))
    },
    isIdle: () => all.every((workers) => workers.isIdle()),
    change: () => Promise.race(all.map((workers) => workers.change())),
    async idle() {
      await Promise.all(all.map((workers) => workers.idle()))
    },
  }
}

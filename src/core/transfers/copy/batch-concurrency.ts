import { isLocal, type FileBatch } from './file-batch.ts'
import { createCrew, type Crew } from '../../../lib/flow/crew.ts'

/** How many calls that copy or compare hundreds of files each are under way at a time. */
export interface BatchConcurrency extends Pick<Crew, 'isIdle' | 'change' | 'idle'> {
  /** For those that compare. */
  readonly comparing: Pick<Crew, 'begin'>
  begin(group: FileBatch, work: () => Promise<void>, signal: AbortSignal): Promise<void>
  /** Never more than files may be copied at a time. */
  setJobs(jobs: number): void
}

/** Within this computer. More only wait for each other: a folder takes one new name at a time. */
const mostLocal = 3
/** To or from another one. While one writes, the others read. */
const mostRemote = 4
/** One compares while what the last one left is looked at file by file. */
const mostComparing = 2

export function createBatchConcurrency(jobs: number): BatchConcurrency {
  const local = createCrew(Math.min(mostLocal, jobs))
  const remote = createCrew(Math.min(mostRemote, jobs))
  const comparing = createCrew(mostComparing)
  const all = [local, remote, comparing]
  return {
    comparing,
    begin: (group, work, signal) => (isLocal(group) ? local : remote).begin(work, signal),
    setJobs(most) {
      local.setSize(Math.min(mostLocal, most))
      remote.setSize(Math.min(mostRemote, most))
    },
    isIdle: () => all.every((crew) => crew.isIdle()),
    change: () => Promise.race(all.map((crew) => crew.change())),
    async idle() {
      await Promise.all(all.map((crew) => crew.idle()))
    },
  }
}

import { isWithin, type FileBatch } from './file-batch.ts'
import { createCrew, type Crew } from '../../../lib/crew.ts'

/** Calls that copy or compare hundreds of files each, a few side by side. */
export interface BatchPools extends Pick<Crew, 'isIdle' | 'change' | 'idle'> {
  /** For those that compare. */
  readonly comparing: Pick<Crew, 'begin'>
  begin(group: FileBatch, work: () => Promise<void>, signal: AbortSignal): Promise<void>
  /** Never more than files may be copied at a time. */
  setJobs(jobs: number): void
}

/** More only wait for each other: a folder takes one new name at a time. */
const mostHere = 3
/** While one writes, the others read. */
const mostPassed = 4
/** One is compared while what the last one left is looked at file by file. */
const mostCompared = 2

export function createBatchPools(jobs: number): BatchPools {
  const here = createCrew(Math.min(mostHere, jobs))
  const passed = createCrew(Math.min(mostPassed, jobs))
  const comparing = createCrew(mostCompared)
  const all = [here, passed, comparing]
  return {
    comparing,
    begin: (group, work, signal) => (isWithin(group) ? here : passed).begin(work, signal),
    setJobs(most) {
      here.setSize(Math.min(mostHere, most))
      passed.setSize(Math.min(mostPassed, most))
    },
    isIdle: () => all.every((crew) => crew.isIdle()),
    change: () => Promise.race(all.map((crew) => crew.change())),
    async idle() {
      await Promise.all(all.map((crew) => crew.idle()))
    },
  }
}

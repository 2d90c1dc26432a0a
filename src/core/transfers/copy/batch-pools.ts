import { isWithin, type FileBatch } from './file-batch.ts'
import { createCrew, type Crew } from '../../../lib/crew.ts'

/** Calls that copy hundreds of small files each, a few side by side. */
export interface BatchPools extends Pick<Crew, 'isIdle' | 'change' | 'idle'> {
  begin(group: FileBatch, work: () => Promise<void>, signal: AbortSignal): Promise<void>
  /** Never more than files may be copied at a time. */
  setJobs(jobs: number): void
}

/** More only wait for each other: a folder takes one new name at a time. */
const mostHere = 3
/** While one writes, the others read. */
const mostPassed = 4

export function createBatchPools(jobs: number): BatchPools {
  const here = createCrew(Math.min(mostHere, jobs))
  const passed = createCrew(Math.min(mostPassed, jobs))
  return {
    begin: (group, work, signal) => (isWithin(group) ? here : passed).begin(work, signal),
    setJobs(most) {
      here.setSize(Math.min(mostHere, most))
      passed.setSize(Math.min(mostPassed, most))
    },
    isIdle: () => here.isIdle() && passed.isIdle(),
    change: () => Promise.race([here.change(), passed.change()]),
    async idle() {
      await Promise.all([here.idle(), passed.idle()])
    },
  }
}

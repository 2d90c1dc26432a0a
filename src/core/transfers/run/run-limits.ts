import type { Limits } from '../../../contract/transfer.ts'
import { type Bandwidth, createBandwidth } from '../../../lib/flow/bandwidth.ts'
import { type Budget, createBudget } from '../../../lib/flow/budget.ts'

/** How fast one transfer may go, together with what holds for all of them. Changes take effect at once. */
export interface RunLimits {
  set(limits: Limits): void
  jobs(): number | undefined
  /** Waits until so many bytes may pass. */
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** Are bytes held back? Then they should pass in small amounts. */
  readonly isHeldBack: () => boolean
  /** As many as may pass in a second; infinite where there is no limit. */
  bytesPerSecond(): number
  /** Each file that is copied by itself takes a slot, and each request of a batch to another computer. */
  readonly fileSlots: Budget
}

/** Files side by side, where nothing else is said. */
const defaultJobs = 16

export function createRunLimits(first: Limits, shared: Bandwidth): RunLimits {
  const own = createBandwidth()
  const fileSlots = createBudget(first.jobs ?? defaultJobs)
  let { jobs } = first
  own.setLimit(first.bytesPerSecond)
  return {
    fileSlots,
    jobs: () => jobs,
    set(limits) {
      jobs = limits.jobs
      own.setLimit(limits.bytesPerSecond)
      fileSlots.setSize(jobs ?? defaultJobs)
    },
    async pass(bytes, signal) {
      await own.pass(bytes, signal)
      await shared.pass(bytes, signal)
    },
    isHeldBack: () => own.isLimited() || shared.isLimited(),
    bytesPerSecond: () => Math.min(own.limit() ?? Infinity, shared.limit() ?? Infinity),
  }
}

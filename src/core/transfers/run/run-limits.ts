import type { Limits } from '../../../contract/transfer.ts'
import { type Bandwidth, createBandwidth } from '../../../lib/flow/bandwidth.ts'
import { type Budget, createBudget } from '../../../lib/flow/budget.ts'

/** The limits of one transfer, combined with those of all transfers. Changes take effect at once. */
export interface RunLimits {
  set(limits: Limits): void
  jobs(): number | undefined
  /** Waits until this number of bytes may pass. */
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** True while a speed limit applies. Bytes should then pass in small amounts. */
  readonly isHeldBack: () => boolean
  /** The number of bytes that may pass in a second; infinite without a limit. */
  bytesPerSecond(): number
  /** Each file that is copied alone takes a slot, and so does each request of a batch to another computer. */
  readonly fileSlots: Budget
}

/** The default number of parallel files. */
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

import type { Limits } from '../../../contract/transfer.ts'
import type { RunStatus } from './run-status.ts'

/** A transfer under way. Knows nothing of other transfers. */
export interface TransferRun {
  readonly status: () => RunStatus
  /** Resolves when it has ended, or can't go on before somebody answers; or was stopped. Throws only what is a fault. */
  readonly finished: Promise<'ended' | 'asking' | 'stopped'>
  /** Leaves everything so that it can go on later. */
  stop(): Promise<void>
  setLimits(limits: Limits): void
  /** Writes down what is known by now. */
  flush(): void
  /** Somebody answered: so many of its items ask no more. Looks at all of them again. */
  answered(count: number): void
}

import type { Failure } from '../../../contract/failure.ts'
import type { Limits } from '../../../contract/transfer.ts'
import type { TransferCounts } from '../journal/records.ts'

/** What a transfer is doing, besides what is in the journal. */
export interface RunStatus {
  /** As the journal will have them, and with what is under way. */
  counts: TransferCounts
  isCounting: boolean
  current?: { readonly mount: string; readonly path: string }
  waitsFor?: { readonly mount: string; readonly untilMs: number; readonly failure: Failure }
  /** Numbers of items under way, and how much of each is copied. */
  readonly running: ReadonlyMap<number, number>
}

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

import type { Failure } from '../../../contract/failure.ts'
import type { Limits } from '../../../contract/transfer.ts'
import type { TransferCounts } from '../journal/records.ts'

/** What a transfer is doing now, in addition to its journal. */
export interface RunStatus {
  /** The counts as the journal will have them, plus items in progress. */
  counts: TransferCounts
  isCounting: boolean
  current?: { readonly mount: string; readonly path: string }
  waitsFor?: { readonly mount: string; readonly untilMs: number; readonly failure: Failure }
  /** The numbers of items in progress, with the copied bytes of each. */
  readonly running: ReadonlyMap<number, number>
}

/** A running transfer. It knows nothing of other transfers. */
export interface TransferRun {
  readonly status: () => RunStatus
  /**
   * Resolves when it has ended, can't continue before a user answers, or was stopped. Throws only errors of the run
   * itself.
   */
  readonly finished: Promise<'ended' | 'asking' | 'stopped'>
  /** Stops the transfer so that it can be resumed later. */
  stop(): Promise<void>
  setLimits(limits: Limits): void
  /** Writes everything known so far. */
  flush(): void
  /** Called after an answer: `count` items no longer ask. Looks at all items again. */
  answered(count: number): void
}

import type { TransferCounts } from '../journal/records.ts'

/** What a transfer is doing, besides what is in the journal. */
export interface RunStatus {
  /** As the journal will have them, and with what is under way. */
  counts: TransferCounts
  isCounting: boolean
  current?: { readonly mount: string; readonly path: string }
  waitsFor?: {
    readonly mount: string
    readonly untilMs: number
    readonly failure: import('../../../contract/failure.ts').Failure
  }
  /** Numbers of items under way, and how much of each is copied. */
  readonly running: ReadonlyMap<number, number>
}

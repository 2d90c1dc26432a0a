import type { Waits } from '../../backends/backend.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { OpenItem } from '../journal/item-record.ts'

/** Items that run in one call. The remaining ones are then run one by one. */
export interface ItemBatch {
  readonly items: readonly OpenItem[]
  /** Resolves when the batch's turn has come and its work has started. */
  begin(work: () => Promise<void>): Promise<void>
  run(waits: Waits): Promise<readonly OpenItem[]>
}

/** What a verb does with its items. The runner finds out which items are due, and does everything else. */
export interface Work {
  /** Tells whether folders are run like other items. Otherwise planning walks them. */
  readonly runsFolders: boolean
  /** Returns the number of parallel items for a number of jobs. */
  itemsAtOnce(jobs: number | undefined): number
  /** Cleans up what an earlier run left when its program was killed. */
  tidy?(waits: Waits): Promise<void>
  /** Writes all items into the journal. Resumes where an earlier call was stopped. */
  plan(waits: Waits): Promise<void>
  /** Returns the batches of those items that can run together. */
  batches?(items: readonly OpenItem[], waits: Waits): Promise<readonly ItemBatch[]>
  /** The batches in progress. */
  readonly underWay?: { isIdle(): boolean; change(): Promise<void>; idle(): Promise<void> }
  runItem(item: OpenItem, waits: Waits): Promise<ItemOutcome>
  /**
   * Items come in phases, in the order of their numbers. A phase starts when every item of the previous phase has a
   * result.
   */
  readonly phases?: {
    of(item: OpenItem): number
    ended(waits: Waits): Promise<void>
  }
  /** Runs after the last item, when no question is open. */
  finish?(waits: Waits): Promise<void>
  /** Called when a limit was changed. */
  setJobs?(jobs: number | undefined): void
}

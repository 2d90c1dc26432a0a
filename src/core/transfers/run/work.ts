import type { Waits } from '../../backends/backend.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { OpenItem } from '../journal/item-record.ts'

/** Items that are run in one call, and what is left of them: those are run one by one. */
export interface ItemBatch {
  readonly items: readonly OpenItem[]
  /** Resolves when its turn has come and the work with it has begun. */
  begin(work: () => Promise<void>): Promise<void>
  run(waits: Waits): Promise<readonly OpenItem[]>
}

/** What a verb does with its items. The runner finds out which are due, and does everything else. */
export interface Work {
  /** Are folders run like other items? Else they are walked by the plan. */
  readonly runsFolders: boolean
  /** How many items are begun side by side when so many jobs are allowed. */
  itemsAtOnce(jobs: number | undefined): number
  /** Puts away what an earlier run of this transfer left when its program was killed. */
  tidy?(waits: Waits): Promise<void>
  /** Writes all there is to do into the journal. Goes on where an earlier call was stopped. */
  plan(waits: Waits): Promise<void>
  /** Those of the items that go together. */
  batches?(items: readonly OpenItem[], waits: Waits): Promise<readonly ItemBatch[]>
  /** Batches that have begun. */
  readonly underWay?: { isIdle(): boolean; change(): Promise<void>; idle(): Promise<void> }
  runItem(item: OpenItem, waits: Waits): Promise<ItemOutcome>
  /** Items come in phases, in the order of their numbers. Each phase begins when all of the one before have their outcome. */
  readonly phases?: {
    of(item: OpenItem): number
    ended(waits: Waits): Promise<void>
  }
  /** After the last item, when no question is open. */
  finish?(waits: Waits): Promise<void>
  /** A limit was changed. */
  setJobs?(jobs: number | undefined): void
}

import type { Failure } from '../../../contract/failure.ts'
import type { ItemLocations } from '../journal/item-locations.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { JournalWriter } from '../journal/journal-writer.ts'
import type { OpenItem } from '../journal/item-record.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { FolderDeps } from './start-folder.ts'

/** What a plan needs of the run it is part of. */
export interface PlanRun extends FolderDeps {
  readonly transfer: number
  readonly deps: Pick<RunDeps, 'mounts' | 'journal'>
  readonly paths: ItemLocations
  readonly writer: JournalWriter
  readonly withSums: boolean
  readonly lastNumber: () => number
  readonly setLastNumber: (number: number) => void
  /** Waits, when what failed so often may pass; tells whether it did. */
  readonly later: (failure: Failure, attempts: number, mount: string) => Promise<boolean>
  /** There is more for the runner to do. */
  readonly wake: () => void
  /** There is, also among items that were begun before. */
  readonly again: () => void
  /** What folders that go whole need. */
  readonly whole: {
    /** Begins the names of what is staged. */
    readonly token: string
    readonly now: () => number
    /** Ends some time after the transfer is stopped. */
    readonly late: AbortSignal
    /** Bytes are held back: they should pass in small amounts. */
    readonly isHeldBack: () => boolean
    readonly copied: (bytes: number) => void
    /** Files at a time, at the most. */
    readonly jobs: () => number | undefined
  }
  readonly settleFolder: (folder: OpenItem, outcome: ItemOutcome) => void
}

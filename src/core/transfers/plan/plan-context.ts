import type { Failure } from '../../../contract/failure.ts'
import type { ItemLocations } from '../journal/item-locations.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { JournalWriter } from '../journal/journal-writer.ts'
import type { OpenItem } from '../journal/item-record.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { FolderDeps } from './start-folder.ts'

/** What planning needs from its run. */
export interface PlanRun extends FolderDeps {
  readonly transfer: number
  readonly deps: Pick<RunDeps, 'mounts' | 'journal'>
  readonly paths: ItemLocations
  readonly writer: JournalWriter
  readonly withSums: boolean
  readonly lastNumber: () => number
  readonly setLastNumber: (number: number) => void
  /** Waits before a retry if the failure may be temporary. Returns whether it waited. */
  readonly later: (failure: Failure, attempts: number, mount: string) => Promise<boolean>
  /** Tells the runner that there is more to do. */
  readonly wake: () => void
  /** Tells the runner that there is more to do, including items that were started before. */
  readonly again: () => void
  /** What copying whole folders needs. */
  readonly whole: {
    /** The prefix of the names of staging files. */
    readonly token: string
    readonly now: () => number
    /** Aborted some time after the transfer stops. */
    readonly late: AbortSignal
    /** True while a speed limit applies. Bytes should then pass in small amounts. */
    readonly isHeldBack: () => boolean
    readonly copied: (bytes: number) => void
    /** The largest number of parallel files. */
    readonly jobs: () => number | undefined
  }
  readonly settleFolder: (folder: OpenItem, outcome: ItemOutcome) => void
}

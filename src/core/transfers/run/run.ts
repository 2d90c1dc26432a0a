import type { ItemLocations } from '../journal/item-locations.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { Retries } from './retries.ts'
import type { RunJournal } from './progress/run-journal.ts'
import type { RunLimits } from './run-limits.ts'

/** What the work of a transfer needs from its run. */
export interface Run {
  readonly deps: RunDeps
  /** The record as it was when the run started. */
  readonly record: TransferRecord
  /** The prefix of the names of all staging files of this run. */
  readonly token: string
  /** The prefixes of earlier runs and of this one. */
  readonly tokens: readonly string[]
  readonly journal: RunJournal
  readonly locations: ItemLocations
  readonly limits: RunLimits
  readonly retries: Retries
  /** Aborted when the run is stopped. */
  readonly signal: AbortSignal
  /** Aborted some time after `signal`, so that the results of batches in progress are still known. */
  readonly late: AbortSignal
  /**
   * Tells that there may be more items to start. The waiting loop sets these functions. `lookAgain` also includes the
   * first items.
   */
  readonly more: { tell: () => void; lookAgain: () => void }
  /** Reports an error of the run itself, not of one of its items. The run then stops. */
  readonly fail: (error: unknown) => void
  readonly fault: { readonly error?: unknown }
  /** Tells whether a program that stopped had started the item, or whether it was tried before. */
  readonly wasBegun: (item: { readonly number: number; readonly detail: { readonly attempts?: number } }) => boolean
}

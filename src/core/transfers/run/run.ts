import type { ItemLocations } from '../journal/item-locations.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { Retries } from './retries.ts'
import type { RunJournal } from './progress/run-journal.ts'
import type { RunLimits } from './run-limits.ts'

/** What the work of a transfer needs of the run it is part of. */
export interface Run {
  readonly deps: RunDeps
  /** As it was when the run began. */
  readonly record: TransferRecord
  /** Begins the names of all that this run stages. */
  readonly token: string
  /** What such names began with in earlier runs, and do in this one. */
  readonly tokens: readonly string[]
  readonly journal: RunJournal
  readonly locations: ItemLocations
  readonly limits: RunLimits
  readonly retries: Retries
  /** The run is stopped. */
  readonly signal: AbortSignal
  /** Aborts some time after `signal`, so that it is known what became of batches under way. */
  readonly late: AbortSignal
  /** Tells that there may be more to begin; set by whoever waits for that. `lookAgain`: also among the first items. */
  readonly more: { tell: () => void; lookAgain: () => void }
  /** What is wrong with the run itself, not with one of its items: it stops. */
  readonly fail: (error: unknown) => void
  readonly fault: { readonly error?: unknown }
  /** Was the item begun by a program that stopped, or tried before? */
  readonly wasBegun: (item: { readonly number: number; readonly detail: { readonly attempts?: number } }) => boolean
}

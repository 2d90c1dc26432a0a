import type { Waits } from '../../backends/backend.ts'
import type { Budget } from '../../../lib/flow/budget.ts'
import type { BulkCopies } from '../../operations/batched-calls.ts'
import type { OpenItem, Prior, StageRecord } from '../journal/item-record.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** What copying a file needs from its transfer. */
export interface CopyContext {
  /** The prefix of the names of all staging files. */
  readonly token: string
  /** The prefixes of earlier runs and of this one. */
  readonly tokens: readonly string[]
  /** Reports the number of further bytes copied for an item. The number is negative if bytes must be sent again. */
  readonly moved: (item: OpenItem, bytes: number) => void
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** True while a speed limit applies. Bytes should then pass in small amounts. */
  readonly isHeldBack: () => boolean
  readonly buffers: Budget
  /** Each file that is copied alone takes a slot, and so does each request of a batch to another computer. */
  readonly fileSlots: Budget
  readonly bulk: BulkCopies
  /** Pairs of mounts where the second turned out to be unable to reach the first directly. */
  readonly outOfReach: Set<string>
  /** Saved sooner or later: what the record says can also be found out in another way. */
  readonly noteStage: (item: OpenItem, stage: StageRecord) => void
  /** Resolves when the record would survive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
  readonly now: () => number
  /** Identifies the current boot of this computer. */
  readonly boot: string
}

/** One file to copy, after the decision. */
export interface FileJob extends Waits {
  readonly item: OpenItem
  readonly from: OpenedLocation
  readonly to: OpenedLocation
  readonly ifExists: 'replace' | 'fail'
  readonly prior?: Prior
}

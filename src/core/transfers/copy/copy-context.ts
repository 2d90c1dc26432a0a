import type { Waits } from '../../backends/backend.ts'
import type { Budget } from '../../../lib/flow/budget.ts'
import type { BulkCopies } from '../../operations/batched-calls.ts'
import type { OpenItem, Prior, StageRecord } from '../journal/item-record.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** What copying the bytes of a file needs of the transfer it is part of. */
export interface CopyContext {
  /** Begins the names of all that is staged. */
  readonly token: string
  /** What such names began with in earlier runs, and do in this one. */
  readonly tokens: readonly string[]
  /** So many bytes more of an item were taken over; fewer when some are to be sent again. */
  readonly moved: (item: OpenItem, bytes: number) => void
  readonly pass: (bytes: number, signal: AbortSignal) => Promise<void>
  /** Bytes are held back: they should pass in small amounts. */
  readonly isHeldBack: () => boolean
  readonly buffers: Budget
  /** Each file that is copied by itself takes a slot, and each request of a batch to another computer. */
  readonly fileSlots: Budget
  readonly bulk: BulkCopies
  /** Pairs of mounts of which the second one turned out not to reach the first one by itself. */
  readonly outOfReach: Set<string>
  /** Sooner or later: what it says can be found out otherwise. */
  readonly noteStage: (item: OpenItem, stage: StageRecord) => void
  /** Resolves when it would outlive a crash. */
  readonly saveStage: (item: OpenItem, stage: StageRecord | undefined) => Promise<void>
  readonly now: () => number
  /** Of this start of this computer. */
  readonly boot: string
}

/** One file to copy, decided. */
export interface FileJob extends Waits {
  readonly item: OpenItem
  readonly from: OpenedLocation
  readonly to: OpenedLocation
  readonly ifExists: 'replace' | 'fail'
  readonly prior?: Prior
}

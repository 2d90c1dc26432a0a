/** A transfer as the journal stores it. */
import type { Failure } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type {
  Answer,
  ItemCounts,
  Limits,
  Question,
  Route,
  SkipWhy,
  Transfer,
  TransferRequest,
  TransferState,
} from '../../../contract/transfer.ts'

export type TransferCounts = ItemCounts & {
  readonly bytesTotal: number
  /** The bytes of ended files, plus the bytes already copied of other files. */
  readonly bytesSettled: number
  readonly bytesCopied: number
  /** The bytes in the stages of files that have not ended and are not in progress. */
  readonly bytesStaged: number
  /**
   * Folders that were created or moved, and folders that existed before. A finished folder no longer counts as an item.
   */
  readonly foldersDone: number
  readonly foldersExisting: number
  /** For a permanent delete: the number of removed states, if the store keeps old ones. */
  readonly versions?: number
}
export const noCounts: TransferCounts = {
  total: 0,
  done: 0,
  skipped: 0,
  failed: 0,
  cancelled: 0,
  asking: 0,
  bytesTotal: 0,
  bytesSettled: 0,
  bytesCopied: 0,
  bytesStaged: 0,
  foldersDone: 0,
  foldersExisting: 0,
}

/** Carries out a plan of `core/sync`, which starts this transfer. */
export interface SyncTransferRequest {
  readonly verb: 'sync'
  /** The id of the plan, as in `sync.start`. */
  readonly plan: string
  readonly left: Location
  readonly right: Location
  readonly deleted: 'trash' | 'archive'
  /** Tells whether the state that both sides agree on is recorded. */
  readonly isTwoWay: boolean
  /** The sync started automatically. */
  readonly isUnasked?: boolean
  readonly limits?: Limits
}

/** An undo is an internal transfer. It is requested by the number of the transfer it undoes. */
export type QueuedRequest = TransferRequest | SyncTransferRequest | { readonly verb: 'undo'; readonly of: number }

/** `asking`: the transfer can't continue before a user answers. The user sees it as running. */
export type QueueState = TransferState | 'asking'

/** A request of another program to the program that runs the transfer. */
export type Wish =
  | { readonly kind: 'pause' | 'resume' | 'cancel' | 'retry' }
  | { readonly kind: 'answer'; readonly item: number; readonly answer: Answer; readonly forAll: boolean }

export interface TransferFacts {
  /** Bytes by route. */
  readonly routes?: Partial<Record<Route, number>>
  /** The number of skipped items by reason. */
  readonly skips?: Partial<Record<SkipWhy, number>>
  /** For a sync: the steps that succeeded. */
  readonly steps?: Transfer['steps']
  /** Tells whether the command line started it. Only its command resumes it then. */
  readonly isFromCommandLine?: boolean
  /** The transfer that undid this one. */
  readonly undoneBy?: number
  /** The number of programs that took it over from one that stopped. Each uses its own names for staging files. */
  readonly takeovers?: number
}

export interface TransferRecord {
  readonly id: number
  /** Increases in queue order. */
  readonly position: number
  readonly request: QueuedRequest
  /** A random prefix for the names of all its staging files. */
  readonly token: string
  readonly state: QueueState
  /** Requests of other programs to the one that runs it, in order. */
  readonly wish?: readonly Wish[]
  readonly pausedBy?: 'person' | 'interrupted'
  readonly isCancelled: boolean
  /** All sources have been scanned. */
  readonly isPlanned: boolean
  readonly limits: Limits
  /** The program that runs it, and the time of its last sign of life. */
  readonly owner?: string
  readonly ownerSeenMs?: number
  /** Items up to this number were started. */
  readonly claimed: number
  readonly lastNumber: number
  readonly counts: TransferCounts
  /** Answers for all questions of a kind. */
  readonly answers: Partial<Record<Question['kind'], Answer>>
  readonly facts: TransferFacts
  readonly problem?: Failure
  readonly createdMs: number
  readonly startedMs?: number
  readonly endedMs?: number
}

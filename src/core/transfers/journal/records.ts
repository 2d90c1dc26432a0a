/** What the journal keeps of a transfer. */
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
  /** Of files that have their end, whatever it is, and of what is copied of the others. */
  readonly bytesSettled: number
  readonly bytesCopied: number
  /** Of files that have no end and are not under way: what is in their stages. */
  readonly bytesStaged: number
  /** Folders that were made or moved, and those that were there already. They are no items once they are done. */
  readonly foldersDone: number
  readonly foldersExisting: number
  /** Of a delete for good: states of files that went, where the store keeps old ones. */
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

/** Carries out a plan of `core/sync`, which has asked for it. */
export interface SyncTransferRequest {
  readonly verb: 'sync'
  /** As `sync.start` names it. */
  readonly plan: string
  readonly left: Location
  readonly right: Location
  readonly deleted: 'trash' | 'archive'
  /** Is what both sides agree on written down? */
  readonly isTwoWay: boolean
  /** Nobody asked for it just now. */
  readonly isUnasked?: boolean
  readonly limits?: Limits
}

/** An undo is a transfer of the engine's own: it is asked for by the number of what it undoes. */
export type QueuedRequest = TransferRequest | SyncTransferRequest | { readonly verb: 'undo'; readonly of: number }

/** `asking`: nothing of it can go on before somebody answers. To people, that is a transfer that runs. */
export type QueueState = TransferState | 'asking'

/** What another program asks of the one that runs the transfer. */
export type Wish =
  | { readonly kind: 'pause' | 'resume' | 'cancel' | 'retry' }
  | { readonly kind: 'answer'; readonly item: number; readonly answer: Answer; readonly forAll: boolean }

export interface TransferFacts {
  /** Bytes by the way they went. */
  readonly routes?: Partial<Record<Route, number>>
  /** How many were skipped for what reason. */
  readonly skips?: Partial<Record<SkipWhy, number>>
  /** Of a sync: what was done, and went well. */
  readonly steps?: Transfer['steps']
  /** Was it begun on the command line? Then it is for whoever began it to go on with. */
  readonly isFromCommandLine?: boolean
  /** It was undone by this transfer. */
  readonly undoneBy?: number
  /** How many programs took it over from one that stopped: each stages under names of its own. */
  readonly takeovers?: number
}

export interface TransferRecord {
  readonly id: number
  /** Rises in the order of their turns. */
  readonly position: number
  readonly request: QueuedRequest
  /** Random: begins the names of all it stages. */
  readonly token: string
  readonly state: QueueState
  /** What other programs ask of the one that runs it, in their order. */
  readonly wish?: readonly Wish[]
  readonly pausedBy?: 'person' | 'interrupted'
  readonly isCancelled: boolean
  /** Everything there is to do is known. */
  readonly isPlanned: boolean
  readonly limits: Limits
  /** The program that runs it, and when it last said so. */
  readonly owner?: string
  readonly ownerSeenMs?: number
  /** Items up to this number were begun. */
  readonly claimed: number
  readonly lastNumber: number
  readonly counts: TransferCounts
  /** Given for all questions of a kind. */
  readonly answers: Partial<Record<Question['kind'], Answer>>
  readonly facts: TransferFacts
  readonly problem?: Failure
  readonly createdMs: number
  readonly startedMs?: number
  readonly endedMs?: number
}

/** What the journal keeps of a transfer and of each item. */
import type { EntryKind, Sums } from '../../../contract/entry.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type {
  Answer,
  ItemCounts,
  ItemState,
  Limits,
  Question,
  Route,
  SkipWhy,
  TransferRequest,
  TransferState,
} from '../../../contract/transfer.ts'
import type { Piece } from '../../backends/backend.ts'

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

/** An undo is a transfer of the engine's own: it is asked for by the number of what it undoes. */
export type QueuedRequest = TransferRequest | { readonly verb: 'undo'; readonly of: number }

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

/** What was at the target before, as far as a decision needs it. */
export interface Prior {
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
}

/** What has an item's place at the target goes by another name that is the same there. */
export interface NameClash {
  readonly kind: 'case' | 'unicode'
  /** What has the place is called so. */
  readonly name: string
}

export interface StageRecord {
  readonly id: string
  /** What it was to be called, where that is another name than the item's. */
  readonly name?: string
  readonly beganMs: number
  readonly token?: string
  readonly pieceBytes?: number
  readonly pieces?: readonly Piece[]
  /** Of the state of the source that its pieces are from. */
  readonly mark?: string
  readonly sizeBytes?: number
  /** Of the start of this computer that it was written in: what a power cut leaves of a file here is not sure. */
  readonly boot?: string
}

/** So many bytes need not be sent again, as far as is known. */
export function stagedBytes(stage: StageRecord | undefined): number {
  return (stage?.pieces ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

export interface ItemDetail {
  /** Of the top items: which of the request's sources. */
  readonly source?: number
  /** Of a transfer that takes back another one: where it is, and where it goes. */
  readonly places?: { readonly from: Location; readonly to?: Location }
  /** Another source has its name at the target. */
  readonly isTwin?: boolean
  /** A name like it is there, which may be one name with it there. */
  readonly isLike?: boolean
  /** What has its place goes by another name. */
  readonly clash?: NameClash
  /** `contents`: only what is in the folder is meant. */
  readonly contents?: boolean
  readonly sums?: Sums
  readonly prior?: Prior
  /** What is at the target is the source itself. */
  readonly isSelf?: boolean
  readonly why?: SkipWhy
  readonly reason?: string
  readonly failure?: Failure
  readonly question?: Question
  readonly answer?: Answer
  readonly stage?: StageRecord
  readonly route?: Route
  /** Of what is at the target since. */
  readonly proof?: {
    readonly by: 'sum' | 'size' | 'bytes'
    readonly sums?: Sums
    readonly version?: string
    readonly modifiedMs?: number
    /** It has the time of the item itself. */
    readonly isTimeKept?: boolean
  }
  /** It replaced something; the version that still has it, where one is known. */
  readonly replaced?: { readonly version?: string }
  /** Of a folder: files in it may be copies already, made by a program that was stopped. */
  readonly isBegun?: boolean
  /** Of a folder: it was not there before. */
  readonly isMade?: boolean
  /** Of a folder: numbers of what is in it, first and last of each run. */
  readonly children?: readonly (readonly [number, number])[]
  /** When a failed item is to be tried again by itself, and how often it was. */
  readonly attempts?: number
  readonly isCopied?: boolean
  /** Of what was deleted for good: how many states went. */
  readonly versions?: number
}

export interface ItemRecord {
  readonly number: number
  /** The folder it is in; 0 for the top items. */
  readonly parent: number
  readonly name: string
  /** Its name at the target where that is another one. */
  readonly toName?: string
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly state: ItemState
  /** Of folders: what is in it is still to be found. */
  readonly isToWalk: boolean
  /** Nothing had the name when its folder was looked at. */
  readonly isFree: boolean
  readonly copiedBytes: number
  readonly detail: ItemDetail
}

/** So many of the first folders to look into are under way together. */
export const foldersAtOnce = 256

export type NewItem = Pick<ItemRecord, 'parent' | 'name' | 'kind'> &
  Partial<Pick<ItemRecord, 'toName' | 'sizeBytes' | 'modifiedMs' | 'state' | 'isToWalk' | 'isFree' | 'detail'>>

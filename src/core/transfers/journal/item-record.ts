/**
 * An item as the journal stores it. Its state determines which facts it has. In the database, they are one flat record.
 */
import type { EntryKind, Sums } from '../../../contract/entry.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Answer, Question, Route, SkipWhy } from '../../../contract/transfer.ts'
import type { Piece } from '../../backends/backend.ts'

/** What was at the target before, as far as a decision needs it. */
export interface Prior {
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
}

/** The entry in the item's place has another name that is the same name at the target. */
export interface NameClash {
  readonly kind: 'case' | 'unicode'
  /** The name of that entry. */
  readonly name: string
}

export interface StageRecord {
  readonly id: string
  /** The intended name, if it differs from the item's name. */
  readonly name?: string
  readonly beganMs: number
  readonly token?: string
  readonly pieceBytes?: number
  readonly pieces?: readonly Piece[]
  /** The mark of the source state that the pieces are from. */
  readonly mark?: string
  readonly sizeBytes?: number
  /**
   * The boot of this computer in which it was written. After a power failure, the content of a local file is uncertain.
   */
  readonly boot?: string
}

/** Returns the number of bytes that need not be sent again, as far as is known. */
export function stagedBytes(stage: StageRecord | undefined): number {
  return (stage?.pieces ?? []).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

/** The source and target of a top-level item. It is kept until the end. */
export interface Origin {
  /** The index among the request's sources. */
  readonly source?: number
  /** Only the contents of the folder are copied. */
  readonly contents?: boolean
  /** For an undo: the current location and the target. */
  readonly places?: {
    readonly from: Location
    readonly to?: Location
    /** For a rename: the original location, before it was moved out of the way. */
    readonly home?: Location
  }
  /** For a sync: the row of its plan, and the step of that row. */
  readonly sync?: {
    readonly row: number
    readonly step: number
    readonly phase: number
    readonly do: 'copy' | 'hand-over' | 'move' | 'make-folder' | 'delete'
    /** Its path as the record of the agreed state writes it. */
    readonly base: string
  }
}

/** What planning found out. */
interface Planned extends Origin {
  /** Another source has the same name at the target. */
  readonly isTwin?: boolean
  /** A similar name exists there and may be the same name at the target. */
  readonly isLike?: boolean
  /** The entry in its place has another name. */
  readonly clash?: NameClash
  /** Checksums of the source. */
  readonly sums?: Sums
  readonly prior?: Prior
  /** The entry at the target is the source itself. */
  readonly isSelf?: boolean
}

/** The progress of an item that has not ended. */
interface Begun {
  /** The answer for this item alone. */
  readonly answer?: Answer
  readonly stage?: StageRecord
  /** The number of attempts, if it is retried automatically. */
  readonly attempts?: number
  /** For a move: the copy is complete, and its source may already be removed. */
  readonly isCopied?: boolean
  /** For a folder: a program that stopped may already have copied files in it. */
  readonly isBegun?: boolean
}

/** What the transfer created. An item of an undo has the facts of the item it undoes. */
interface Made {
  readonly route?: Route
  /** Facts of the entry that is now at the target. */
  readonly proof?: {
    readonly by: 'sum' | 'size' | 'bytes'
    readonly sums?: Sums
    readonly version?: string
    readonly modifiedMs?: number
    /** It has the modification time of the item itself. */
    readonly isTimeKept?: boolean
  }
  /** It replaced an entry. The version still holds that entry, if one is known. */
  readonly replaced?: {
    readonly version?: string
    /** The replaced entry was moved to the trash or to this location first. */
    readonly aside?: 'trash' | Location
  }
  /** For an entry that was deleted by moving it: its new location. */
  readonly archived?: Location
  /** For a folder: it did not exist before. */
  readonly isMade?: boolean
  /** For a folder: the numbers of its contents, as the first and last number of each range. */
  readonly children?: readonly (readonly [number, number])[]
}

/**
 * Details of an item that has not ended. Some results may already be known, because a folder is created before its
 * contents.
 */
export interface OpenDetail extends Planned, Begun, Made {}
export interface AskingDetail extends OpenDetail {
  readonly question?: Question
}
/** The item may be tried again with everything that is known of it. */
export interface FailedDetail extends OpenDetail {
  readonly failure?: Failure
}
export interface SkippedDetail extends Origin {
  readonly why?: SkipWhy
  readonly reason?: string
}
export interface DoneDetail extends Origin, Made {
  /** For a permanent delete: the number of removed states. */
  readonly versions?: number
}

interface OpenStatus {
  /** In the database, running and waiting items are stored as planned. */
  readonly state: 'planned' | 'running' | 'waiting' | 'cancelled'
  readonly detail: OpenDetail
}
/** A state with its details. A record that could not be read has no details in any state. */
export type ItemStatus =
  | OpenStatus
  | { readonly state: 'asking'; readonly detail: AskingDetail }
  | { readonly state: 'failed'; readonly detail: FailedDetail }
  | { readonly state: 'skipped'; readonly detail: SkippedDetail }
  | { readonly state: 'done'; readonly detail: DoneDetail }
export type ItemDetail = ItemStatus['detail']

export interface ItemFacts {
  readonly number: number
  /** The number of its folder; 0 for top-level items. */
  readonly parent: number
  readonly name: string
  /** Its name at the target, if it is different. */
  readonly toName?: string
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** For folders: the contents still have to be listed. */
  readonly isToWalk: boolean
  /** The name was free when its folder was listed. */
  readonly isFree: boolean
  readonly copiedBytes: number
}

export type ItemRecord = ItemFacts & ItemStatus
export type AskingItem = Extract<ItemRecord, { readonly state: 'asking' }>
export type DoneItem = Extract<ItemRecord, { readonly state: 'done' }>
/** An item that has not ended and does not wait for an answer. */
export type OpenItem = ItemFacts & OpenStatus

export function isOpen(item: ItemRecord): item is OpenItem {
  return !['asking', 'failed', 'skipped', 'done'].includes(item.state)
}

type NewFacts = Pick<ItemFacts, 'parent' | 'name' | 'kind'> &
  Partial<Pick<ItemFacts, 'toName' | 'sizeBytes' | 'modifiedMs' | 'isToWalk' | 'isFree'>>
export type NewOpenItem = NewFacts & { readonly state?: 'planned'; readonly detail?: OpenDetail }
export type NewItem =
  NewOpenItem | (NewFacts & { readonly state: 'failed'; readonly detail: OpenDetail & { readonly failure: Failure } })

/** The number of folders to list that are processed together. */
export const foldersAtOnce = 256

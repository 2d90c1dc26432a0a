/** What the journal keeps of an item. Which facts there are depends on its state; in the database they are one flat record. */
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

/** Where a top item is from, and goes. It is kept to the end. */
export interface Origin {
  /** Which of the request's sources. */
  readonly source?: number
  /** Only what is in the folder is meant. */
  readonly contents?: boolean
  /** Of a transfer that takes back another one: where it is, and where it goes. */
  readonly places?: {
    readonly from: Location
    readonly to?: Location
    /** Of a rename: where it was before it was put out of the way. */
    readonly home?: Location
  }
  /** Of a sync: which row of its plan, and which step of that. */
  readonly sync?: {
    readonly row: number
    readonly step: number
    readonly phase: number
    readonly do: 'copy' | 'hand-over' | 'move' | 'make-folder' | 'delete'
    /** Its path as what was agreed on is written down. */
    readonly base: string
  }
}

/** What the plan found. */
interface Planned extends Origin {
  /** Another source has its name at the target. */
  readonly isTwin?: boolean
  /** A name like it is there, which may be one name with it there. */
  readonly isLike?: boolean
  /** What has its place goes by another name. */
  readonly clash?: NameClash
  /** Of the source. */
  readonly sums?: Sums
  readonly prior?: Prior
  /** What is at the target is the source itself. */
  readonly isSelf?: boolean
}

/** How far it got without an end. */
interface Begun {
  /** Given for it alone. */
  readonly answer?: Answer
  readonly stage?: StageRecord
  /** How often it was tried, when it is to be tried again by itself. */
  readonly attempts?: number
  /** Of a move: the copy is whole, and its source may be gone. */
  readonly isCopied?: boolean
  /** Of a folder: files in it may be copies already, made by a program that was stopped. */
  readonly isBegun?: boolean
}

/** What was made of it. An item that is to be undone has that of the one it undoes. */
interface Made {
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
  readonly replaced?: {
    readonly version?: string
    /** It was put aside before: to the trash, or to this place. */
    readonly aside?: 'trash' | Location
  }
  /** Of what was deleted by being moved: where it is. */
  readonly archived?: Location
  /** Of a folder: it was not there before. */
  readonly isMade?: boolean
  /** Of a folder: numbers of what is in it, first and last of each run. */
  readonly children?: readonly (readonly [number, number])[]
}

/** Of one without an end. Some of what is made of it may be known: a folder is there before all in it is. */
export interface OpenDetail extends Planned, Begun, Made {}
export interface AskingDetail extends OpenDetail {
  readonly question?: Question
}
/** It may be tried again, with all that is known of it. */
export interface FailedDetail extends OpenDetail {
  readonly failure?: Failure
}
export interface SkippedDetail extends Origin {
  readonly why?: SkipWhy
  readonly reason?: string
}
export interface DoneDetail extends Origin, Made {
  /** Of what was deleted for good: how many states went. */
  readonly versions?: number
}

interface OpenStatus {
  /** In the database, running and waiting items are planned ones. */
  readonly state: 'planned' | 'running' | 'waiting' | 'cancelled'
  readonly detail: OpenDetail
}
/** A state with what is known in it. A record that could not be read has no details, whatever its state. */
export type ItemStatus =
  | OpenStatus
  | { readonly state: 'asking'; readonly detail: AskingDetail }
  | { readonly state: 'failed'; readonly detail: FailedDetail }
  | { readonly state: 'skipped'; readonly detail: SkippedDetail }
  | { readonly state: 'done'; readonly detail: DoneDetail }
export type ItemDetail = ItemStatus['detail']

export interface ItemFacts {
  readonly number: number
  /** The folder it is in; 0 for the top items. */
  readonly parent: number
  readonly name: string
  /** Its name at the target where that is another one. */
  readonly toName?: string
  readonly kind: EntryKind
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  /** Of folders: what is in it is still to be found. */
  readonly isToWalk: boolean
  /** Nothing had the name when its folder was looked at. */
  readonly isFree: boolean
  readonly copiedBytes: number
}

export type ItemRecord = ItemFacts & ItemStatus
export type AskingItem = Extract<ItemRecord, { readonly state: 'asking' }>
export type DoneItem = Extract<ItemRecord, { readonly state: 'done' }>
/** It has no end, and nobody is asked about it. */
export type OpenItem = ItemFacts & OpenStatus

export function isOpen(item: ItemRecord): item is OpenItem {
  return !['asking', 'failed', 'skipped', 'done'].includes(item.state)
}

type NewFacts = Pick<ItemFacts, 'parent' | 'name' | 'kind'> &
  Partial<Pick<ItemFacts, 'toName' | 'sizeBytes' | 'modifiedMs' | 'isToWalk' | 'isFree'>>
export type NewOpenItem = NewFacts & { readonly state?: 'planned'; readonly detail?: OpenDetail }
export type NewItem =
  NewOpenItem | (NewFacts & { readonly state: 'failed'; readonly detail: OpenDetail & { readonly failure: Failure } })

/** So many of the first folders to look into are under way together. */
export const foldersAtOnce = 256

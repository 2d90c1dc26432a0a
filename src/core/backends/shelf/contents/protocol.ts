/** What the thread that keeps contents is asked, and what it answers. */
import type { OsPath } from '../../backend.ts'
import type { FileState } from '../file-state.ts'

export interface Chunk {
  readonly sum: string
  readonly sizeBytes: number
}

/** A content that is kept; a large one in chunks. */
export interface Saved {
  readonly sum: string
  readonly sizeBytes: number
  readonly chunks?: readonly Chunk[]
}

/** `state` is the state that was read; it is absent when the file kept changing while it was read. */
export interface Kept extends Saved {
  readonly state?: FileState
  readonly error?: never
}
export interface NotKept {
  readonly error: { readonly message: string; readonly code?: string }
}

/** A staged file, and the sum of its bytes, which is to be its name. */
export interface Stage {
  readonly path: string
  readonly sum: string
}

export interface Places {
  readonly content: string
  readonly staged: string
}

/** How much of a file is there, from its beginning on, and will not be written again. */
export interface Arriving {
  /** A number of pieces; `allPieces` once nothing more comes. Whoever changes it notifies those who wait for it. */
  readonly pieces: Int32Array
  readonly pieceBytes: number
}
export const allPieces = 0x7fffffff

/** Reads files, and stages what is not kept yet. */
export interface KeepJob {
  readonly kind: 'keep'
  readonly places: Places
  readonly files: readonly OsPath[]
  /** May a content share its blocks with the file? */
  readonly mayShare: boolean
  /** What `createChunkThread` runs: the bundle of a thread can't name that of another one. */
  readonly chunkWorkerPath: string
  /** Not 0: it is to stop. */
  readonly stop: Int32Array
  /** There is one file, and it is still being written. */
  readonly arriving?: Arriving
}
/** Puts stages on the disk. */
export interface FlushJob {
  readonly kind: 'flush'
  readonly places: Places
  readonly stages: readonly Stage[]
}
/** Gives stages their names, and puts those on the disk. */
export interface NameJob {
  readonly kind: 'name'
  readonly places: Places
  readonly stages: readonly Stage[]
}
/** Looks at files. */
export interface StatesJob {
  readonly kind: 'states'
  readonly files: readonly OsPath[]
}
export type ContentJob = KeepJob | FlushJob | NameJob | StatesJob

/** `staged` may come more than once before the end; each names others. */
export type ContentAnswer =
  | { readonly kind: 'staged'; readonly stages: readonly Stage[] }
  | {
      readonly kind: 'end'
      readonly files?: readonly (Kept | NotKept)[]
      readonly states?: readonly (FileState | undefined)[]
      readonly error?: NotKept['error']
    }

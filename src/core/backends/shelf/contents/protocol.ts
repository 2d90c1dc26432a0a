/** The jobs of the thread that stores contents, and its answers. */
import type { OsPath } from '../../backend.ts'
import type { FileState } from '../file-state.ts'

export interface Chunk {
  readonly sum: string
  readonly sizeBytes: number
}

/** A stored content; a large one in chunks. */
export interface Saved {
  readonly sum: string
  readonly sizeBytes: number
  readonly chunks?: readonly Chunk[]
}

/** `state` is the state that was read. It is absent if the file kept changing during the read. */
export interface Kept extends Saved {
  readonly state?: FileState
  readonly error?: never
}
export interface NotKept {
  readonly error: { readonly message: string; readonly code?: string }
}

/** A staging file and the checksum of its bytes, which will become its name. */
export interface Stage {
  readonly path: string
  readonly sum: string
}

export interface Places {
  readonly content: string
  readonly staged: string
}

/** How much of a file exists, from its beginning, and will not be written again. */
export interface Arriving {
  /** The number of pieces, or `allPieces` for a complete file. Code that changes it must notify the waiting threads. */
  readonly pieces: Int32Array
  readonly pieceBytes: number
}
export const allPieces = 0x7fffffff

/** Reads files, and stages contents that are not stored yet. */
export interface KeepJob {
  readonly kind: 'keep'
  readonly places: Places
  readonly files: readonly OsPath[]
  /** True if a content may share its blocks with the file. */
  readonly mayShare: boolean
  /**
   * The module that `createChunkThread` runs. It is passed in because the bundle of a thread cannot refer to another
   * thread's bundle.
   */
  readonly chunkWorkerPath: string
  /** The thread must stop if this is not 0. */
  readonly stop: Int32Array
  /** Set if the single file is still being written. */
  readonly arriving?: Arriving
}
/** Flushes stages to disk. */
export interface FlushJob {
  readonly kind: 'flush'
  readonly places: Places
  readonly stages: readonly Stage[]
}
/** Gives stages their names, and flushes the names to disk. */
export interface NameJob {
  readonly kind: 'name'
  readonly places: Places
  readonly stages: readonly Stage[]
}
/** Reads the states of files. */
export interface StatesJob {
  readonly kind: 'states'
  readonly files: readonly OsPath[]
}
export type ContentJob = KeepJob | FlushJob | NameJob | StatesJob

/** `staged` may arrive more than once before the end, each time with different stages. */
export type ContentAnswer =
  | { readonly kind: 'staged'; readonly stages: readonly Stage[] }
  | {
      readonly kind: 'end'
      readonly files?: readonly (Kept | NotKept)[]
      readonly states?: readonly (FileState | undefined)[]
      readonly error?: NotKept['error']
    }

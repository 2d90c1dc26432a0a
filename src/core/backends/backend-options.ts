/** The options and results of the methods of a backend. */
import type { OsPath } from './facets/stored.ts'
import type { Sums } from '../../contract/entry.ts'
import type { PropertyChanges } from '../../contract/facets.ts'
import type { Failure } from '../../contract/failure.ts'

/** Everything that waits takes a signal. When it aborts, the operation stops, cleans up and throws `signal.reason`. */
export interface Waits {
  readonly signal: AbortSignal
}

export interface ReadOptions extends Waits {
  readonly offset?: number
  /** The maximum number of bytes. Fewer are read if the file ends sooner. */
  readonly length?: number
  /**
   * Called before the first byte, if the store can identify the file's present state. The mark identifies that state and is used
   * only for `ifUnchanged`. The facts are about the whole file, even if only a range was requested.
   */
  readonly onOpened?: (mark: string, facts?: OpenedFacts) => void
  /** Reads only the state this mark was given for. Fails with `changed` if the file has changed since. */
  readonly ifUnchanged?: string
  /**
   * Reads only what is at this exact path. Fails with `outside` if a symbolic link on the way leads elsewhere, even if the link
   * was created after the caller's check. Stores without symbolic links need no check.
   */
  readonly isPlainWay?: true
}

export interface OpenedFacts {
  readonly sizeBytes?: number
  readonly modifiedMs?: number
  readonly sums?: Sums
  /** The headers the file is served with, and its metadata. */
  readonly properties?: PropertyChanges
}

export interface ListOptions extends Waits {
  /**
   * Also returns `Entry.sums`, as far as the listing itself contains checksums; no extra requests are made for them. Listings do
   * not say how a file is encrypted, and the ETag of a file encrypted with a key only looks like an MD5. So equal checksums prove
   * equal content, but different ones prove nothing until `checksums` is called.
   */
  readonly withSums?: boolean
  /** For a listing of an earlier moment: also returns entries created since then, marked as `added`. Ignored elsewhere. */
  readonly withAdded?: boolean
}

export interface MomentOptions extends Waits {
  readonly atMs: number
}

/** Attributes that a new file or folder takes over from another one on this computer. */
export interface Likeness {
  /** The file or folder whose permissions and extended attributes are copied, if the store has such things. A file that is replaced keeps its own. */
  readonly like?: OsPath
}

export interface WriteOptions extends Waits, Likeness {
  readonly ifExists: 'replace' | 'fail'
  /** Stored if `capabilities.modifiedTime.canSet` is true, else ignored. */
  readonly modifiedMs?: number
  /** The expected number of bytes, if known. It is a hint for choosing part sizes; the body may be shorter or longer. */
  readonly expectedBytes?: number
  /** Set in the same step, as far as `capabilities.properties` names them. Others are ignored. */
  readonly properties?: PropertyChanges
  /**
   * The caller has just checked that the parent folder exists and that the name is free. The backend can then skip requests that
   * only make error messages clearer. `ifExists` still applies.
   */
  readonly isKnownFree?: boolean
  /** Names the staging file for `staging.tidy` after a crash. Writes at the same time need different ids. Lower-case letters and digits. */
  readonly stageId?: string
}

/** A staging file: it is written in pieces and has no name yet. */
export interface Stage {
  /** Identifies the stage in the store, also later and in another process. It is not a secret. */
  readonly token: string
  /** The size of every piece except the last. */
  readonly pieceBytes: number
}

export interface StageOptions extends Waits, Likeness {
  /** A random name that the caller has recorded beforehand; see `tidy`. Lower-case letters and digits. */
  readonly id: string
  readonly expectedBytes: number
  readonly ifExists: 'replace' | 'fail'
  /** Pass the same values to `begin` and `publish`: some stores set them at the beginning, others at the end. */
  readonly properties?: PropertyChanges
}

export interface Piece {
  /** The index of the piece, from 0. */
  readonly number: number
  readonly sizeBytes: number
  /** The store's tag for the piece, to be passed to `publish`. Without it the store may refuse the piece or be unable to verify it. */
  readonly tag?: string
}

export interface PublishOptions extends Waits, Likeness {
  readonly ifExists: 'replace' | 'fail'
  readonly sizeBytes: number
  /** All pieces, in order. */
  readonly pieces: readonly Piece[]
  readonly modifiedMs?: number
  readonly properties?: PropertyChanges
  /** Checksums of the whole file, if known. The store verifies them if it can, or stores them with the file. */
  readonly sums?: Sums
}

export interface RenameOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
}

/** A file that a store can copy without its bytes passing through this computer. */
export type CopySource =
  /** For targets whose `serverCopy.store` is the same. `ref` is opaque. */
  | { readonly kind: 'same-store'; readonly store: string; readonly sizeBytes: number; readonly ref: unknown }
  /** For targets with `capabilities.copiesFromUrl`. The URL is a secret. */
  | { readonly kind: 'url'; readonly url: string; readonly sizeBytes: number }

export interface CopyOptions extends Waits {
  readonly ifExists: 'replace' | 'fail'
  /** Called with the number of bytes copied so far, if the store reports it. */
  readonly onProgress?: (copiedBytes: number) => void
}

/** The owner and group are names or numbers. */
export interface PermissionsToSet {
  readonly mode?: number
  readonly owner?: string
  readonly group?: string
}

/** The result of one of many removals. */
export interface Removal {
  readonly path: string
  readonly failure?: Failure
}

/** The messages between the bulk facet and its worker threads. */
import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { OsPath } from '../paths/names.ts'

export interface BulkJobBase {
  readonly root: string
  /** Full paths of the files' folders, not resolved yet. Each is resolved and checked once. */
  readonly folders: readonly OsPath[]
  /** If not 0, the thread must stop and clean up. Shared, so that a thread sees it during synchronous work. */
  readonly stop: Int32Array<SharedArrayBuffer>
}

export interface BulkName {
  /** The index of its folder. */
  readonly folder: number
  readonly name: OsPath
}

export interface StoreFile extends BulkName {
  readonly mustBeNew: boolean
  readonly modifiedMs?: number
  /** If absent, the bytes are those of the job, from `start` on. */
  readonly from?: OsPath
  readonly start: number
  /** For a source: the size that the caller knows. */
  readonly sizeBytes: number
  readonly isCloneOnly?: boolean
}

export interface StoreJob extends BulkJobBase {
  readonly kind: 'store'
  readonly files: readonly StoreFile[]
  /** The prefix of all staging file names. */
  readonly id: string
  readonly bytes?: Uint8Array
}

export interface ReadJob extends BulkJobBase {
  readonly kind: 'read'
  readonly files: readonly BulkName[]
  /** A larger file is refused. */
  readonly mostBytes: number
}

/** Copies the permissions of one file or folder to another. */
export interface RightsJob {
  readonly kind: 'rights'
  readonly from: OsPath
  readonly to: OsPath
  /** `from` is the replaced file, whose permissions are already set; only its attributes are copied. */
  readonly isReplaced: boolean
}

/** Reads the states of files, each by its full path. */
export interface IdentitiesJob {
  readonly kind: 'identities'
  readonly paths: readonly OsPath[]
}

/** A folder to create in its parent, with the files directly in its source. */
export interface NewFolder extends BulkName {
  readonly from: OsPath
  /** The id of its staging folder. */
  readonly id: string
}

export interface FolderJob extends BulkJobBase {
  readonly kind: 'folders'
  readonly files: readonly NewFolder[]
}

/** The result for one folder: what was copied, and what else its source contains. */
export type NewFolderEnd =
  | { readonly copied: EntryPage; readonly left: EntryPage; readonly error?: never }
  | { readonly error: { readonly message: string; readonly code?: string } }

export type BulkJob = StoreJob | ReadJob | RightsJob | FolderJob | IdentitiesJob

/** The result for one file. For a read, its bytes are those of the answer from `start` on. */
export type BulkEnd =
  | { readonly sizeBytes: number; readonly modifiedMs: number; readonly start: number; readonly error?: never }
  | { readonly error: { readonly message: string; readonly code?: string } }

/** The same as `BulkAnswer`, for folders. */
export interface FoldersAnswer extends BulkAnswer {
  readonly folders: readonly NewFolderEnd[]
}

/**
 * The single answer to a job. If a read has many bytes, it may answer only for the first files; the others are
 * requested again.
 */
export interface BulkAnswer {
  readonly kind: 'end'
  readonly ends: readonly BulkEnd[]
  readonly bytes?: Uint8Array
  readonly folders?: readonly NewFolderEnd[]
  readonly identities?: readonly (string | undefined)[]
}

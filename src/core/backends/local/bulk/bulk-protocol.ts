/** What the bulk facet and its worker threads say to each other. */
import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { OsPath } from '../paths/names.ts'

export interface BulkJobBase {
  readonly root: string
  /** Full paths of the folders the files are in, as asked for: each is resolved and checked once. */
  readonly folders: readonly OsPath[]
  /** Not zero: stop, and tidy up. Shared, so that a thread in the middle of synchronous work sees it. */
  readonly stop: Int32Array<SharedArrayBuffer>
}

export interface BulkName {
  /** The number of its folder. */
  readonly folder: number
  readonly name: OsPath
}

export interface StoreFile extends BulkName {
  readonly mustBeNew: boolean
  readonly modifiedMs?: number
  /** Absent: the bytes are those of the job, from `start` on. */
  readonly from?: OsPath
  readonly start: number
  /** Of a source: as the caller knows it. */
  readonly sizeBytes: number
  readonly isCloneOnly?: boolean
}

export interface StoreJob extends BulkJobBase {
  readonly kind: 'store'
  readonly files: readonly StoreFile[]
  /** Begins the names of what is staged. */
  readonly id: string
  readonly bytes?: Uint8Array
}

export interface ReadJob extends BulkJobBase {
  readonly kind: 'read'
  readonly files: readonly BulkName[]
  /** A file above is refused. */
  readonly mostBytes: number
}

/** One takes over the rights of another. */
export interface RightsJob {
  readonly kind: 'rights'
  readonly from: OsPath
  readonly to: OsPath
  /** They are those of what is replaced: given already, but for attributes. */
  readonly isReplaced: boolean
}

/** Files to be looked at, each by its full path. */
export interface IdentitiesJob {
  readonly kind: 'identities'
  readonly paths: readonly OsPath[]
}

/** A folder that is new in its parent, to be made with what its source itself holds. */
export interface NewFolder extends BulkName {
  readonly from: OsPath
  /** Of what is staged. */
  readonly id: string
}

export interface FolderJob extends BulkJobBase {
  readonly kind: 'folders'
  readonly files: readonly NewFolder[]
}

/** How one folder ended: what was copied of it, and what else its source holds. */
export type NewFolderEnd =
  | { readonly copied: EntryPage; readonly left: EntryPage; readonly error?: never }
  | { readonly error: { readonly message: string; readonly code?: string } }

export type BulkJob = StoreJob | ReadJob | RightsJob | FolderJob | IdentitiesJob

/** How one file ended. Of a read: its bytes are those of the answer from `start` on. */
export type BulkEnd =
  | { readonly sizeBytes: number; readonly modifiedMs: number; readonly start: number; readonly error?: never }
  | { readonly error: { readonly message: string; readonly code?: string } }

/** As `BulkAnswer`, of folders. */
export interface FoldersAnswer extends BulkAnswer {
  readonly folders: readonly NewFolderEnd[]
}

/** One message a job. A read may tell of the first files only, when they were many bytes: the rest is asked for again. */
export interface BulkAnswer {
  readonly kind: 'end'
  readonly ends: readonly BulkEnd[]
  readonly bytes?: Uint8Array
  readonly folders?: readonly NewFolderEnd[]
  readonly identities?: readonly (string | undefined)[]
}

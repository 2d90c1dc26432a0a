/** The optional facet for many small files at once, and its types. */
import type { Sums } from '../../../contract/entry.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import type { Failure } from '../../../contract/failure.ts'
import type { OsPath, Stored } from './stored.ts'

interface Waits {
  readonly signal: AbortSignal
}

/** One of many small files to store. */
export interface BulkWrite {
  readonly path: string
  readonly bytes: Uint8Array
  readonly ifExists: 'replace' | 'fail'
  /** The same as in `WriteOptions`. */
  readonly isKnownFree?: boolean
  readonly modifiedMs?: number
}

/** One of many files to copy from this computer. */
export interface BulkCopy {
  readonly path: string
  /** The path that `localPath.osPath` of its mount returns. */
  readonly fromLocalPath: OsPath
  /** The state that the caller knows. If the file has changed since, its result is `changed`. */
  readonly sizeBytes: number
  readonly modifiedMs?: number
  readonly ifExists: 'replace' | 'fail'
  readonly isCloneOnly?: boolean // for files of any size; `unsupported` if blocks cannot be shared, unless the file is almost only holes
}

export interface BulkReadOptions extends Waits {
  /** Runs each request, for stores that need one request for each file. It limits how many run at once. */
  readonly within?: <T>(request: () => Promise<T>) => Promise<T>
}

export interface BulkOptions extends BulkReadOptions {
  /** The prefix of all staging file names, for `tidy` after a crash. Lower-case letters and digits. */
  readonly id: string
}

/** One of many folders to copy from this computer. The target folder must not exist yet. */
export interface BulkFolder {
  readonly path: string
  readonly fromLocalPath: OsPath
  /**
   * Names the staging folder, for `staging.tidy` after a crash. Lower-case letters and digits, different for each
   * folder.
   */
  readonly id: string
}

export interface BulkFolderOptions extends Waits {
  /** The maximum number of folders copied in parallel. */
  readonly atOnce?: number | undefined
}

export type BulkFolderEnd =
  | { readonly path: string; readonly copied: EntryPage; readonly left: EntryPage; readonly failure?: never }
  | { readonly path: string; readonly failure: Failure; readonly copied?: never; readonly left?: never }

/** The result of one of many writes: the stored entry or a failure. */
export type BulkStored =
  | { readonly path: string; readonly stored: Stored; readonly failure?: never }
  | { readonly path: string; readonly failure: Failure; readonly stored?: never }

export type BulkRead =
  | {
      readonly path: string
      readonly bytes: Uint8Array
      /** The facts of exactly the state that was read. */
      readonly sizeBytes: number
      readonly modifiedMs?: number
      readonly sums?: Sums // as the store reports them
      readonly failure?: never
    }
  | { readonly path: string; readonly failure: Failure; readonly bytes?: never }

/**
 * Reads and writes many small files in few steps. Each file gets its own result, in any order; no call throws for a
 * single file. A stored file is as safe as after `write` and is flushed to disk. Failed files are not retried here.
 */
export interface BulkFacet {
  /** Larger files cannot be read, written or copied this way: `too-large`. `mostCopyBytes` is the limit for copies. */
  readonly mostBytes: number
  readonly mostCopyBytes: number
  read(paths: readonly string[], options: BulkReadOptions): AsyncIterable<readonly BulkRead[]>
  write(writes: readonly BulkWrite[], options: BulkOptions): AsyncIterable<readonly BulkStored[]>
  /** Present only if the bytes need not pass through this process. */
  copy?(copies: readonly BulkCopy[], options: BulkOptions): AsyncIterable<readonly BulkStored[]>
  /**
   * Creates new folders, each with the small files of its source, in one step and flushed to disk: readers see nothing
   * or all of them. `left` lists what the caller must copy itself: folders, large files, links, and files that failed.
   * The result is `exists` if the name is taken, `too-large` for a folder with many entries. Present only if the bytes
   * need not pass through this process.
   */
  copyFolders?(folders: readonly BulkFolder[], options: BulkFolderOptions): AsyncIterable<readonly BulkFolderEnd[]>
  /** Discards what calls with that id had staged in a folder when the program was killed. */
  tidy(path: string, id: string, options: Waits): Promise<void>
}

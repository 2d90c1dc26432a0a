/** Many small files at once: the optional part of a backend, and what it is asked. */
import type { Sums } from '../../contract/entry.ts'
import type { EntryPage } from '../../contract/entry-page.ts'
import type { Failure } from '../../contract/failure.ts'
import type { OsPath, Stored } from './stored.ts'

interface Waits {
  readonly signal: AbortSignal
}

/** One of many small files to be stored. */
export interface BulkWrite {
  readonly path: string
  readonly bytes: Uint8Array
  readonly ifExists: 'replace' | 'fail'
  /** As in `WriteOptions`. */
  readonly isKnownFree?: boolean
  readonly modifiedMs?: number
}

/** One of many files to be copied from this computer. */
export interface BulkCopy {
  readonly path: string
  /** As `localPath.osPath` of its mount says. */
  readonly fromLocalPath: OsPath
  /** What the caller knows of it; a file that is another by now ends with `changed`. */
  readonly sizeBytes: number
  readonly modifiedMs?: number
  readonly ifExists: 'replace' | 'fail'
  readonly isCloneOnly?: boolean // of any size; `unsupported` where blocks can't be shared, unless about all of it is holes
}

export interface BulkReadOptions extends Waits {
  /** Each request is made within it, where each file is one: it limits how many there are. */
  readonly within?: <T>(request: () => Promise<T>) => Promise<T>
}

export interface BulkOptions extends BulkReadOptions {
  /** What the names of all that is staged begin with, for `tidy` after a crash. Lower-case letters and digits. */
  readonly id: string
}

/** One of many folders to be copied from this computer, new where it goes. */
export interface BulkFolder {
  readonly path: string
  readonly fromLocalPath: OsPath
  /** Names what is staged, for `staging.tidy` after a crash. Lower-case letters and digits, another one for each. */
  readonly id: string
}

export interface BulkFolderOptions extends Waits {
  /** So many side by side, at the most. */
  readonly atOnce?: number | undefined
}

export type BulkFolderEnd =
  | { readonly path: string; readonly copied: EntryPage; readonly left: EntryPage; readonly failure?: never }
  | { readonly path: string; readonly failure: Failure; readonly copied?: never; readonly left?: never }

/** How one of many ended: with what is stored, or a failure. */
export type BulkStored =
  | { readonly path: string; readonly stored: Stored; readonly failure?: never }
  | { readonly path: string; readonly failure: Failure; readonly stored?: never }

export type BulkRead =
  | {
      readonly path: string
      readonly bytes: Uint8Array
      /** Of the very state that was read. */
      readonly sizeBytes: number
      readonly modifiedMs?: number
      readonly sums?: Sums // as the store has them
      readonly failure?: never
    }
  | { readonly path: string; readonly failure: Failure; readonly bytes?: never }

/**
 * Many small files in few steps. Each ends by itself, in any order, as safe as one `write` makes it, and on the disk;
 * none throws. What failed is not sent again here.
 */
export interface BulkFacet {
  /** Files above are not for reading and writing so, or for copying so: `too-large`. */
  readonly mostBytes: number
  readonly mostCopyBytes: number
  read(paths: readonly string[], options: BulkReadOptions): AsyncIterable<readonly BulkRead[]>
  write(writes: readonly BulkWrite[], options: BulkOptions): AsyncIterable<readonly BulkStored[]>
  /** Only where the bytes need not pass through here. */
  copy?(copies: readonly BulkCopy[], options: BulkOptions): AsyncIterable<readonly BulkStored[]>
  /**
   * Makes folders that are new, each with the small files its source holds, in one step and on the disk: whoever looks sees
   * nothing or all of them. What is to be done by itself is told (`left`): folders, large files, links, files that failed.
   * Ends with `exists` when there is something of the name, `too-large` for a folder with much in it. Where bytes need not
   * pass through here.
   */
  copyFolders?(folders: readonly BulkFolder[], options: BulkFolderOptions): AsyncIterable<readonly BulkFolderEnd[]>
  /** Discards what calls with that id staged in a folder when the program was killed. */
  tidy(path: string, id: string, options: Waits): Promise<void>
}

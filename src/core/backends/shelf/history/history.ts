/**
 * The index of a shelf: every state that files had, and the present one of each. Each method is one transaction,
 * flushed to disk.
 */
import type { FileProperties } from '../properties/file-properties.ts'
import type { OtherHistory } from './adopt.ts'
import type { ChunkRow, HistoryRow, NewState, PathThen, PlacedState, Present, Totals } from './rows.ts'

export interface History {
  /** Tells the user that an index was set aside at some time. */
  readonly notice?: string
  /** True if it was set aside when the index was opened this time. */
  readonly isNoticeNew: boolean
  present(path: string): Present | undefined
  /** Returns the present files directly in a folder, by name. */
  presentIn(folder: string): ReadonlyMap<string, Present>
  /**
   * Returns the folders that contain files, in order. The page begins after `folder` and has at most `most` folders.
   */
  foldersAfter(folder: string, most: number): readonly string[]
  /** Records a state and returns its version. With `isTouch`, a file whose content is unchanged gets no new version. */
  note(path: string, state: NewState, options?: { readonly isTouch?: boolean }): string
  /** Records many states in one transaction. Each becomes a new version. */
  noteMany(states: readonly PlacedState[]): readonly string[]
  /**
   * Removes the author `outside` from a version that was written here. A scan had seen it first and took it for another
   * program's.
   */
  claim(seq: number): void
  /** Records that the file no longer exists. */
  noteGone(path: string, madeMs: number, author?: 'outside'): void
  /** Returns the properties stored for the present file. */
  properties(path: string): FileProperties
  setProperties(path: string, properties: FileProperties): void
  /** Returns versions, newest first; only those before `before`, if given. */
  rows(path: string, options: { readonly before?: number; readonly most: number }): readonly HistoryRow[]
  row(path: string, version: string): HistoryRow | undefined
  newestState(path: string): HistoryRow | undefined
  /** Returns the newest rows of deleted files directly in a folder. */
  deletedIn(folder: string): readonly HistoryRow[]
  /** Returns the names of the subfolders of a folder that have history below them. */
  foldersIn(folder: string): readonly string[]
  /** Returns the paths below a folder that have history, in order. The page begins after `after`. */
  pathsBelow(folder: string, after: string | undefined, most: number): readonly string[]
  /**
   * Returns the paths that have history, in order: those directly in a folder, or with `isDeep` those in all folders
   * below it. The page begins after `after`.
   */
  pathsAt(
    where: { readonly folder: string; readonly isDeep: boolean; readonly after?: string | undefined },
    atMs: number,
    most: number,
  ): readonly PathThen[]
  /** Returns the names of everything that is or was directly in a folder. */
  namesIn(folder: string): ReadonlySet<string>
  /** Returns the newest row of a path up to a moment: a state or a deletion. */
  stateAt(path: string, atMs: number): HistoryRow | undefined
  /** Returns when the latest states in or below a folder were made, newest first, each moment once. */
  madeBelow(folder: string, most: number): readonly number[]
  /** Returns the first folder with history that sorts after `after` and before `before`. */
  folderAfter(after: string, before: string): string | undefined
  /** Removes one version. `then` is the version that the file has afterwards; without it, the file does not exist. */
  drop(seq: number, then?: { readonly path: string; readonly seq: number; readonly identity: string }): void
  /** Removes all versions of a path. Returns their number and their checksums. */
  dropAll(path: string): { readonly count: number; readonly sums: readonly string[] }
  /**
   * Returns the chunk of a content that contains a byte. Undefined after its end, and for a content that is stored
   * whole.
   */
  chunkAt(sum: string, byte: number): ChunkRow | undefined
  /** Tells whether a stored content or chunk must stay. */
  isNeeded(sum: string): boolean
  /**
   * Removes contents that no version uses from the index. Returns the checksums of all files that are no longer needed.
   */
  forgetUnused(sums: readonly string[]): readonly string[]
  /**
   * Returns a number that changes with every removal of contents, also while one is in progress. As long as it is
   * equal, nothing was removed.
   */
  removals(): number
  /** Records that the files from `forgetUnused` have been removed. */
  noteRemoved(): void
  /** Inserts the history of another index. Returns the number of rows that were new. */
  adopt(other: OtherHistory): number
  beginRename(from: string, to: string): number
  endRename(id: number, isDone: boolean): void
  begunRenames(): readonly { readonly id: number; readonly source: string; readonly target: string }[]
  /** Changes the file state that the newest version belongs to. */
  setIdentity(path: string, identity: string): void
  /** Returns every checksum with its size, in order. The page begins after `sum`. */
  sumsAfter(sum: string, most: number): readonly { readonly sum: string; readonly size: number }[]
  /** Returns the paths that have or had a content. */
  pathsWith(sum: string): readonly string[]
  totals(): Totals
  /** Returns a setting of the shelf. */
  fact(key: string): string | undefined
  setFact(key: string, value: string): void
  /** Runs `work` in one transaction. */
  atOnce<T>(work: () => T): T
  close(): void
}

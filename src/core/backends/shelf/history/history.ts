/** The index of a shelf: every state that files had, and which of them is there now. Each method is one step, on the disk. */
import type { FileProperties } from '../properties/file-properties.ts'
import type { OtherHistory } from './adopt.ts'
import type { ChunkRow, HistoryRow, NewState, PathThen, PlacedState, Present, Totals } from './rows.ts'

export interface History {
  /** That an index was set aside at some time, for a person. */
  readonly notice?: string
  /** Was it at this opening? */
  readonly isNoticeNew: boolean
  present(path: string): Present | undefined
  /** What is there in a folder itself, by name. */
  presentIn(folder: string): ReadonlyMap<string, Present>
  /** Folders that hold files, in order. The page begins after `folder` and has at most `most` of them. */
  foldersAfter(folder: string, most: number): readonly string[]
  /** Gives the version. A file that was only touched, and has the same content, has no new one. */
  note(path: string, state: NewState, options?: { readonly isTouch?: boolean }): string
  /** The same for many, in one step; each is a new version. */
  noteMany(states: readonly PlacedState[]): readonly string[]
  /** Somebody who looked at the files took a version that was written here for another program's. */
  claim(seq: number): void
  /** It is there no more. */
  noteGone(path: string, madeMs: number, author?: 'outside'): void
  /** What is written down about the file that is there. */
  properties(path: string): FileProperties
  setProperties(path: string, properties: FileProperties): void
  /** Newest first; before one, where that is given. */
  rows(path: string, options: { readonly before?: number; readonly most: number }): readonly HistoryRow[]
  row(path: string, version: string): HistoryRow | undefined
  newestState(path: string): HistoryRow | undefined
  /** Newest rows of the files of a folder itself that are deleted. */
  deletedIn(folder: string): readonly HistoryRow[]
  /** Names of the subfolders of a folder that have history below them. */
  foldersIn(folder: string): readonly string[]
  /** Paths below a folder that have history, in order. The page begins after `after`. */
  pathsBelow(folder: string, after: string | undefined, most: number): readonly string[]
  /**
   * Paths that have history, in order: those of a folder itself, or with `isDeep` those of all folders below it. The page
   * begins after `after`.
   */
  pathsAt(
    where: { readonly folder: string; readonly isDeep: boolean; readonly after?: string | undefined },
    atMs: number,
    most: number,
  ): readonly PathThen[]
  /** Of all that is or was in a folder itself. */
  namesIn(folder: string): ReadonlySet<string>
  /** The newest row of a path that is not later: a state or a deletion. */
  stateAt(path: string, atMs: number): HistoryRow | undefined
  /** The first folder with history that comes after `after` and before `before`. */
  /** When the latest states at or below a folder were made, newest first and each moment once. */
  madeBelow(folder: string, most: number): readonly number[]
  folderAfter(after: string, before: string): string | undefined
  /** Removes one version. `then` says which version the file has afterwards; without it, there is no file. */
  drop(seq: number, then?: { readonly path: string; readonly seq: number; readonly identity: string }): void
  /** Removes all versions of a path. Returns their number and their sums. */
  dropAll(path: string): { readonly count: number; readonly sums: readonly string[] }
  /** The chunk of a content that holds a byte; undefined past its end, and for a content that is kept whole. */
  chunkAt(sum: string, byte: number): ChunkRow | undefined
  /** Must a file of the contents stay? */
  isNeeded(sum: string): boolean
  /** Forgets contents that no version has; gives the sums of all that need not be kept any more. */
  forgetUnused(sums: readonly string[]): readonly string[]
  /** Another number after any removal of contents, and while one is under way: as long as it is the same, none was removed. */
  removals(): number
  /** What `forgetUnused` gave is removed. */
  noteRemoved(): void
  /** Takes in the history of another index; gives the number of rows that were not known. */
  adopt(other: OtherHistory): number
  beginRename(from: string, to: string): number
  endRename(id: number, isDone: boolean): void
  begunRenames(): readonly { readonly id: number; readonly source: string; readonly target: string }[]
  /** Updates which state of the file the newest version belongs to. */
  setIdentity(path: string, identity: string): void
  /** Every sum with its size, in order. The page begins after `sum`. */
  sumsAfter(sum: string, most: number): readonly { readonly sum: string; readonly size: number }[]
  /** Paths that have or had a content. */
  pathsWith(sum: string): readonly string[]
  totals(): Totals
  /** A setting of the shelf. */
  fact(key: string): string | undefined
  setFact(key: string, value: string): void
  /** All or nothing. */
  atOnce<T>(work: () => T): T
  close(): void
}

/** The index of a shelf: every state that files had, and which of them is there now. Each method is one step, on the disk. */
import type { HistoryRow, NewState, Present, Totals } from './rows.ts'

export interface History {
  /** That an index was set aside, for a person. */
  readonly notice?: string
  present(path: string): Present | undefined
  /** What is there in a folder itself, by name. */
  presentIn(folder: string): ReadonlyMap<string, Present>
  /** So many folders at most that have files, in order, after one. */
  foldersAfter(folder: string, most: number): readonly string[]
  /** Gives the version. A file that was only touched, and has the same content, has no new one. */
  note(path: string, state: NewState, options?: { readonly isTouch?: boolean }): string
  /** It is there no more. */
  noteGone(path: string, madeMs: number, author?: 'outside'): void
  /** Newest first; before one, where that is given. */
  rows(path: string, options: { readonly before?: number; readonly most: number }): readonly HistoryRow[]
  row(path: string, version: string): HistoryRow | undefined
  newestState(path: string): HistoryRow | undefined
  /** Newest rows of the files of a folder itself that are deleted. */
  deletedIn(folder: string): readonly HistoryRow[]
  /** Names in a folder of what has a history below it. */
  foldersIn(folder: string): readonly string[]
  /** Paths with a history below a folder, in order, after one. */
  pathsBelow(folder: string, after: string | undefined, most: number): readonly string[]
  /** The version that is there now, and which file that is; none for what is there no more. */
  drop(seq: number, then?: { readonly path: string; readonly seq: number; readonly identity: string }): void
  /** All of a path; gives how many there were, and their sums. */
  dropAll(path: string): { readonly count: number; readonly sums: readonly string[] }
  isUsed(sum: string): boolean
  beginRename(from: string, to: string): number
  endRename(id: number, isDone: boolean): void
  begunRenames(): readonly { readonly id: number; readonly source: string; readonly target: string }[]
  /** Of the path alone: it was given another place without the index knowing. */
  setIdentity(path: string, identity: string): void
  /** Every sum with its size, in order, after one. */
  sumsAfter(sum: string, most: number): readonly { readonly sum: string; readonly size: number }[]
  /** Paths that have or had a content. */
  pathsWith(sum: string): readonly string[]
  totals(): Totals
  /** All or nothing. */
  atOnce<T>(work: () => T): T
  close(): void
}

/** The messages between a listing and its worker thread. */
import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { OsPath } from '../paths/names.ts'

/** The number of pages that a worker may be ahead of its reader. */
export const pagesAhead = 4

/** The cells of `control`, which is shared so that a worker sees them during synchronous work. */
export const takenCell = 0
export const stoppedCell = 1

export interface ListJob {
  readonly root: string
  /** The full path of the folder. */
  readonly folder: OsPath
  /** The number of pages taken so far, and whether to stop. */
  readonly control: Int32Array<SharedArrayBuffer>
}

export type ListMessage =
  | { readonly kind: 'page'; readonly page: EntryPage }
  | { readonly kind: 'end'; readonly error?: { readonly message: string; readonly code?: string } }

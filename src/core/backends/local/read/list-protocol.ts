/** What a listing and its worker thread say to each other. */
import type { EntryPage } from '../../../../contract/entry-page.ts'
import type { OsPath } from '../paths/names.ts'

/** Pages a worker may be ahead of its reader. */
export const pagesAhead = 4

/** Cells of `control`, shared so that a worker in the middle of synchronous work sees them. */
export const takenCell = 0
export const stoppedCell = 1

export interface ListJob {
  readonly root: string
  /** The full path of the folder. */
  readonly folder: OsPath
  /** Pages taken so far, and whether to stop. */
  readonly control: Int32Array<SharedArrayBuffer>
}

export type ListMessage =
  | { readonly kind: 'page'; readonly page: EntryPage }
  | { readonly kind: 'end'; readonly error?: { readonly message: string; readonly code?: string } }

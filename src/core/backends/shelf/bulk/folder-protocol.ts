/** What the thread that copies new folders with history is asked beside what it copies, and what it answers. */
import type { FolderJob, FoldersAnswer } from '../../local/bulk/bulk-protocol.ts'
import type { Places, Saved } from '../contents/protocol.ts'
import type { FileState } from '../file-state.ts'

export interface KeepingFolderJob extends FolderJob {
  readonly places: Places
}

/** A file that was copied, and whose content is kept. */
export interface CopiedFile extends Saved {
  /** The number of its folder in the job. */
  readonly folder: number
  /** One character a byte. */
  readonly name: string
  readonly state: FileState
}

export interface KeepingAnswer extends FoldersAnswer {
  readonly copied: readonly CopiedFile[]
}

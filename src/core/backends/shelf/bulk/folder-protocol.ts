/** Additional fields of the jobs and answers of the thread that copies new folders with history. */
import type { FolderJob, FoldersAnswer } from '../../local/bulk/bulk-protocol.ts'
import type { Places, Saved } from '../contents/protocol.ts'
import type { FileState } from '../file-state.ts'

export interface KeepingFolderJob extends FolderJob {
  readonly places: Places
}

/** A file that was copied and whose content is stored. */
export interface CopiedFile extends Saved {
  /** The index of its folder in the job. */
  readonly folder: number
  /** One character for each byte (latin1). */
  readonly name: string
  readonly state: FileState
}

export interface KeepingAnswer extends FoldersAnswer {
  readonly copied: readonly CopiedFile[]
}

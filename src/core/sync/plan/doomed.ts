import type { SideName } from '../../../contract/sync/plan.ts'
import type { Spelled } from '../actions.ts'

/** What planning knows about a folder and its parent folders. */
export interface FolderNote {
  readonly parent: FolderNote | undefined
  /** The path as the agreed state has it. */
  readonly path: string
  readonly at: Spelled
  /** The side from which the folder is to be deleted, unless something in it stays. */
  readonly doomed: SideName | undefined
  /** Something in the folder stays, so the folder stays too. */
  isNeeded: boolean
  /** The folder is created again on the other side, because something in it is copied there. */
  isRemade: boolean
  /** Nothing can be written into it before another entry is deleted. */
  readonly isLate: boolean
}

export function createNote(
  parent: FolderNote | undefined,
  at: Spelled,
  more: Pick<FolderNote, 'doomed' | 'isLate'>,
): FolderNote {
  return { parent, path: at.base, at, isNeeded: false, isRemade: false, ...more }
}

/** Something in the folder stays, so all parent folders that were to be deleted stay too. */
export function needFolders(note: FolderNote): void {
  for (let at: FolderNote | undefined = note; at && !at.isNeeded; at = at.parent) at.isNeeded = true
}

/** Yields the parent folders, topmost first, that were deleted on the other side and are needed there again. */
export function* remadeFolders(note: FolderNote): Generator<{ readonly to: SideName; readonly at: Spelled }> {
  if (note.doomed === undefined || note.isRemade) return
  if (note.parent) yield* remadeFolders(note.parent)
  note.isRemade = true
  yield { to: note.doomed === 'left' ? 'right' : 'left', at: note.at }
}

import type { SideName } from '../../../contract/sync/plan.ts'
import type { Spelled } from '../actions.ts'

/** What is known on the way down to a folder. */
export interface FolderNote {
  readonly parent: FolderNote | undefined
  /** As what was agreed on is written down. */
  readonly path: string
  readonly at: Spelled
  /** The folder is to go from this side, unless something in it stays. */
  readonly doomed: SideName | undefined
  /** Something in it stays, so it does, too. */
  isNeeded: boolean
  /** It is made again on the other side, as something in it goes there. */
  isRemade: boolean
  /** Nothing in it can be put before something else has gone. */
  readonly isLate: boolean
}

export function createNote(
  parent: FolderNote | undefined,
  at: Spelled,
  more: Pick<FolderNote, 'doomed' | 'isLate'>,
): FolderNote {
  return { parent, path: at.base, at, isNeeded: false, isRemade: false, ...more }
}

/** Something in the folder stays: so do all folders above that were to go. */
export function needFolders(note: FolderNote): void {
  for (let at: FolderNote | undefined = note; at && !at.isNeeded; at = at.parent) at.isNeeded = true
}

/** The folders above, the topmost first, that went from the other side and are needed there again. */
export function* remadeFolders(note: FolderNote): Generator<{ readonly to: SideName; readonly at: Spelled }> {
  if (note.doomed === undefined || note.isRemade) return
  if (note.parent) yield* remadeFolders(note.parent)
  note.isRemade = true
  yield { to: note.doomed === 'left' ? 'right' : 'left', at: note.at }
}

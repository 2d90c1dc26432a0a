/** The content of a file that has no name yet is kept, which may take long, before the lock is taken and the file gets its name. */
import { parentPath } from '../../../../contract/location.ts'
import type { OsPath } from '../../backend.ts'
import { joinOs } from '../../local/paths/names.ts'
import type { Kept, Saved } from '../contents/protocol.ts'
import { fileStateIfAny } from '../file-state.ts'
import { osPathIn } from '../place.ts'
import { fullPath, type Shelf } from '../shelf.ts'

/** Where a file that is to be at a place is staged under a name. */
export function stagePath({ root }: Shelf, place: string, name: string): OsPath {
  return joinOs(osPathIn(root, parentPath(place)), name)
}

/** Undefined where no such file is. */
export async function keepStage({ content }: Shelf, stage: OsPath, signal: AbortSignal): Promise<Kept | undefined> {
  try {
    return await content.keepFile(stage, { signal })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Is the stage as it was when its content was kept? */
export async function isAsKept(stage: OsPath, kept: Kept | undefined): Promise<boolean> {
  return kept?.state !== undefined && (await fileStateIfAny(stage))?.identity === kept.state.identity
}

/**
 * The content of what was a stage and is at its place now. It is looked at again, and kept if need be: with the lock,
 * which whoever calls it has, nobody takes it away from here on.
 */
export async function keptAt(shelf: Shelf, place: string, kept: Kept | undefined): Promise<Saved> {
  const found = await fileStateIfAny(fullPath(shelf, place))
  const isIt = kept?.state !== undefined && found !== undefined && isSameFile(kept.state.identity, found.identity)
  if (isIt && (await shelf.content.has(kept))) return kept
  // the file is there: what follows is not to be stopped
  return shelf.content.keepFile(fullPath(shelf, place), { signal: new AbortController().signal })
}

/** A stage that takes its name gets its time and rights, too. */
function isSameFile(before: string, after: string): boolean {
  const stable = (identity: string) => identity.split(':').slice(0, 2).join(':')
  return stable(before) === stable(after)
}

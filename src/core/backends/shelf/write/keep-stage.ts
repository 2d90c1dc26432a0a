/**
 * Stores the content of a staging file before the lock is taken and the file gets its name, because this may take long.
 */
import { parentPath } from '../../../../contract/location.ts'
import type { OsPath } from '../../backend.ts'
import { joinOs } from '../../local/paths/names.ts'
import type { Kept, Saved } from '../contents/protocol.ts'
import { fileStateIfAny } from '../file-state.ts'
import { osPathIn } from '../place.ts'
import { fullPath, type Shelf } from '../shelf.ts'

/** Returns the path of the staging file for a place. */
export function stagePath({ root }: Shelf, place: string, name: string): OsPath {
  return joinOs(osPathIn(root, parentPath(place)), name)
}

/** Returns undefined if the file does not exist. */
export async function keepStage({ content }: Shelf, stage: OsPath, signal: AbortSignal): Promise<Kept | undefined> {
  try {
    return await content.keepFile(stage, { signal })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Tells whether the stage is unchanged since its content was stored. */
export async function isAsKept(stage: OsPath, kept: Kept | undefined): Promise<boolean> {
  return kept?.state !== undefined && (await fileStateIfAny(stage))?.identity === kept.state.identity
}

/**
 * Returns the content of a stage that has become the file at its place. The content is checked again, and stored if
 * needed. The caller must hold the lock, so it cannot be removed afterwards.
 */
export async function keptAt(shelf: Shelf, place: string, kept: Kept | undefined): Promise<Saved> {
  const found = await fileStateIfAny(fullPath(shelf, place))
  const isIt = kept?.state !== undefined && found !== undefined && isSameFile(kept.state.identity, found.identity)
  if (isIt && (await shelf.content.has(kept))) return kept
  // the file exists, so this must not be interrupted
  return shelf.content.keepFile(fullPath(shelf, place), { signal: new AbortController().signal })
}

/** Compares only the stable parts, because publishing also sets the stage's time and permissions. */
function isSameFile(before: string, after: string): boolean {
  const stable = (identity: string) => identity.split(':').slice(0, 2).join(':')
  return stable(before) === stable(after)
}

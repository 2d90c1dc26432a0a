/**
 * Records the changes of other programs before an earlier state of a folder is shown, so that the index has them with
 * the right time.
 */
import { childPath } from '../../../../contract/location.ts'
import { isStageName } from '../../facets/stages.ts'
import { fileStateIfAny, statsIfAny } from '../file-state.ts'
import type { PathThen } from '../history/rows.ts'
import { isOwnPath } from '../layout.ts'
import { entriesOf, noteChanged } from '../outside/scan.ts'
import { fullPath, type Shelf } from '../shelf.ts'

/**
 * Records files directly in a folder that the index has never seen, and returns their names. They are found by name,
 * because reading the state of each file would take long.
 */
export async function noteNew(shelf: Shelf, folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const full = fullPath(shelf, folder)
  if (!(await statsIfAny(full))?.isDirectory()) return []
  const known = shelf.history.namesIn(folder)
  const found: string[] = []
  for await (const { name } of entriesOf(full)) {
    const place = childPath(folder, name)
    if (!known.has(name) && !isOwnPath(place) && !isStageName(name)) found.push(name)
  }
  signal.throwIfAborted()
  const places = found.map((name) => childPath(folder, name))
  if (found.length > 0) await noteChanged(shelf, places, signal)
  return found
}

/**
 * Records the paths that have changed, disappeared or reappeared since the index last saw them. Returns whether there
 * were any.
 */
export async function noteChangedSince(
  shelf: Shelf,
  paths: readonly PathThen[],
  signal: AbortSignal,
): Promise<boolean> {
  const places = paths.map(({ folder, name }) => childPath(folder, name))
  // in another thread, because there are many files
  const found = (await shelf.files.localPath?.identities(places, { signal })) ?? []
  const stale = places.filter((_, at) => withoutDisk(found[at]) !== paths[at]?.now?.identity)
  if (stale.length === 0) return false
  await noteChanged(shelf, stale, signal)
  await noteGone(shelf, stale, signal)
  return true
}

/** Returns an identity in the form of the index; the local backend's identity begins with the number of the disk. */
function withoutDisk(identity: string | undefined): string | undefined {
  return identity?.slice(identity.indexOf(':') + 1)
}

/** Records the places that have no file as deleted. */
async function noteGone(shelf: Shelf, places: readonly string[], signal: AbortSignal): Promise<void> {
  const { history, lock } = shelf
  const isGone = async (place: string) => (await fileStateIfAny(fullPath(shelf, place))) === undefined
  if (!(await Promise.all(places.map(isGone))).includes(true)) return
  await lock.hold(signal, async () => {
    const gone = await Promise.all(places.map(isGone))
    history.atOnce(() => {
      for (const [at, place] of places.entries()) if (gone[at]) history.noteGone(place, Date.now(), 'outside')
    })
  })
}

/** Renames and removes entries with their history. */
import type { RenameOptions, Waits } from '../../backend.ts'
import { isWithin } from '../../local/paths/names.ts'
import { fileStateIfAny, stateOf, statsIfAny } from '../file-state.ts'
import { placeOf } from '../place.ts'
import { fullPath, noteOutside, type Shelf } from '../shelf.ts'

export async function removeEntry(shelf: Shelf, path: string, { signal }: Waits): Promise<void> {
  const place = await placeOf(shelf.root, path, { operation: 'shelf.remove', links: 'keep' })
  await shelf.lock.hold(signal, async () => {
    await noteOutside(shelf, place, signal)
    const isFile = shelf.history.present(place) !== undefined
    await shelf.files.remove(path, { signal })
    if (isFile) shelf.history.noteGone(place, Date.now())
  })
}

/**
 * Renames an entry together with its history. The rename is recorded first, in case the program is killed meanwhile.
 */
export async function renameEntry(shelf: Shelf, from: string, to: string, options: RenameOptions): Promise<void> {
  const { history, lock, files } = shelf
  const { signal } = options
  const at = (path: string) => placeOf(shelf.root, path, { operation: 'shelf.rename', links: 'keep' })
  const source = await at(from)
  const target = await at(to)
  await lock.hold(signal, async () => {
    const isMove = source !== target && source !== '' && target !== ''
    if (!isMove || isWithin(fullPath(shelf, source), fullPath(shelf, target)))
      return files.rename?.rename(from, to, options)
    const moved = await statsIfAny(fullPath(shelf, source))
    if (moved && !moved.isFile() && !moved.isDirectory()) {
      await noteOutside(shelf, target, signal)
      await files.rename?.rename(from, to, options)
      return history.noteGone(target, Date.now()) // the link that replaces it has no history
    }
    await noteOutside(shelf, source, signal)
    if (!(await isSameEntry(shelf, source, target))) await noteOutside(shelf, target, signal)
    const id = history.beginRename(source, target)
    let isDone = false
    try {
      await files.rename?.rename(from, to, options)
      isDone = true
    } finally {
      history.endRename(id, isDone)
    }
    await takeIdentity(shelf, target)
  })
}

/** Updates the identity, because the system counts a rename as a change of the file. */
async function takeIdentity(shelf: Shelf, place: string): Promise<void> {
  const known = shelf.history.present(place)
  const state = known && (await fileStateIfAny(fullPath(shelf, place)))
  if (state && isButRenamed(known.identity, state.identity)) shelf.history.setIdentity(place, state.identity)
}

/** Compares everything except the time of change. */
function isButRenamed(before: string, after: string): boolean {
  const stable = (identity: string) => identity.split(':').slice(0, 3).join(':')
  return stable(before) === stable(after)
}

/**
 * Tells whether the entry of `source` is now at `target`. A folder only takes a free name, so any folder there is the
 * moved one.
 */
async function isMoved(shelf: Shelf, source: string, target: string): Promise<boolean> {
  const stats = await statsIfAny(fullPath(shelf, target))
  const known = shelf.history.present(source)
  if (!known || !stats) return stats?.isDirectory() === true
  return stats.isFile() && isButRenamed(known.identity, stateOf(stats).identity)
}

/** Tells whether both are the same entry under two spellings, on a disk that does not distinguish them. */
async function isSameEntry(shelf: Shelf, one: string, other: string): Promise<boolean> {
  const [a, b] = [await statsIfAny(fullPath(shelf, one)), await statsIfAny(fullPath(shelf, other))]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Finishes the renames of killed programs: those that happened on the disk are also recorded in the history. */
export async function finishRenames(shelf: Shelf, signal: AbortSignal): Promise<void> {
  await shelf.lock.hold(signal, async () => {
    for (const { id, source, target } of shelf.history.begunRenames()) {
      const isGone = (await statsIfAny(fullPath(shelf, source))) === undefined
      const isDone = isGone && (await isMoved(shelf, source, target))
      shelf.history.endRename(id, isDone)
      if (isDone) await takeIdentity(shelf, target)
    }
  })
}

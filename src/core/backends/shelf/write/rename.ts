/** Renaming and removing with history. */
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

/** The history goes with the file. What is begun is written down before, for when the program is killed amid it. */
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
      return history.noteGone(target, Date.now()) // what has its place now has no history
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

/** The system counts a new name as a change of the file. */
async function takeIdentity(shelf: Shelf, place: string): Promise<void> {
  const known = shelf.history.present(place)
  const state = known && (await fileStateIfAny(fullPath(shelf, place)))
  if (state && isButRenamed(known.identity, state.identity)) shelf.history.setIdentity(place, state.identity)
}

/** All but the time of change. */
function isButRenamed(before: string, after: string): boolean {
  const stable = (identity: string) => identity.split(':').slice(0, 3).join(':')
  return stable(before) === stable(after)
}

/** Is what was at `source` at `target` now? A folder takes a free name only: any that is there is it. */
async function isMoved(shelf: Shelf, source: string, target: string): Promise<boolean> {
  const stats = await statsIfAny(fullPath(shelf, target))
  const known = shelf.history.present(source)
  if (!known || !stats) return stats?.isDirectory() === true
  return stats.isFile() && isButRenamed(known.identity, stateOf(stats).identity)
}

/** By another spelling, on a disk that tells them not apart. */
async function isSameEntry(shelf: Shelf, one: string, other: string): Promise<boolean> {
  const [a, b] = [await statsIfAny(fullPath(shelf, one)), await statsIfAny(fullPath(shelf, other))]
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Renames a killed program had begun: those that were done on the disk are done in the history, too. */
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

/** Deleted entries of a shelf that can be restored. A deleted folder is restored with everything that was below it. */
import { existing, refuse } from '../../refusals.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { DeletedEntry } from '../../../../contract/facets.ts'
import { childPath } from '../../../../contract/location.ts'
import type { Backend, Waits } from '../../backend.ts'
import { failingAs } from '../../local/failures/failures.ts'
import { statsIfAny } from '../file-state.ts'
import { placeOf } from '../place.ts'
import { noteFolder } from '../outside/scan.ts'
import { fullPath, type Shelf } from '../shelf.ts'
import { writeState } from './versions.ts'

const pagePaths = 1000

export function deletedOf(shelf: Shelf): NonNullable<Backend['deleted']> {
  return {
    list: (path, options) => listDeleted(shelf, path, options),
    async restore(path, { signal }) {
      const operation = 'shelf.deleted.restore'
      signal.throwIfAborted()
      const place = await placeOf(shelf.root, path, { operation, links: 'keep' })
      if (await statsIfAny(fullPath(shelf, place))) throw existing(operation, place)
      const entry = (await restoreFile(shelf, place, signal)) ?? (await restoreFolder(shelf, place, signal))
      if (!entry) throw refuse('not-found', 'store.not-restorable', operation, place)
      return entry
    },
  }
}

async function* listDeleted(shelf: Shelf, path: string, { signal }: Waits): AsyncGenerator<readonly DeletedEntry[]> {
  signal.throwIfAborted()
  const { history, files } = shelf
  const folder = await placeOf(shelf.root, path, { operation: 'shelf.deleted.list', links: 'follow' })
  if ((await statsIfAny(fullPath(shelf, folder)))?.isDirectory())
    await failingAs('shelf.deleted.list', folder, () => noteFolder(shelf, folder, signal))
  else await unlessDeleted(shelf, folder, () => files.stat(path, { signal }))
  const found: DeletedEntry[] = []
  for (const { name, made } of history.deletedIn(folder)) {
    const at = childPath(folder, name)
    const state = history.newestState(at)
    if (!state || (await statsIfAny(fullPath(shelf, at)))) continue
    const { size, modified } = state
    const facts = { ...(size !== null && { sizeBytes: size }), ...(modified !== null && { modifiedMs: modified }) }
    found.push({ entry: { name, kind: 'file', ...facts }, deletedMs: Math.round(made) })
  }
  const names = new Set(found.map(({ entry }) => entry.name))
  for (const name of history.foldersIn(folder)) {
    const isGone = !names.has(name) && !(await statsIfAny(fullPath(shelf, childPath(folder, name))))
    if (isGone) found.push({ entry: { name, kind: 'folder' } })
  }
  if (found.length > 0) yield found
}

/** A deleted folder is listed as long as its history knows it. */
async function unlessDeleted({ history }: Shelf, folder: string, fail: () => Promise<unknown>): Promise<void> {
  if (history.pathsBelow(folder, undefined, 1).length === 0) await fail()
}

async function restoreFile(shelf: Shelf, place: string, signal: AbortSignal): Promise<Entry | undefined> {
  const row = shelf.history.newestState(place)
  if (!row || row.sum === null) return undefined
  const time = row.modified === null ? {} : { modifiedMs: row.modified }
  return writeState(shelf, place, { ...row, sum: row.sum }, { ifExists: 'fail', signal, ...time })
}

async function restoreFolder(shelf: Shelf, folder: string, signal: AbortSignal): Promise<Entry | undefined> {
  let count = 0
  for (let after: string | undefined; ;) {
    const paths = shelf.history.pathsBelow(folder, after, pagePaths)
    if (paths.length === 0) break
    for (const path of paths) {
      if (await statsIfAny(fullPath(shelf, path))) continue
      if (await restoreFile(shelf, path, signal)) count += 1
    }
    after = paths.at(-1)
  }
  return count === 0 ? undefined : shelf.files.stat(folder, { signal })
}

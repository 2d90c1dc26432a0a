/**
 * Finds the changes that other programs made while the shelf was not watched: compares each folder with the index, one after
 * the other, in order.
 */
import { opendir, statfs } from 'node:fs/promises'
import { childPath } from '../../../../contract/location.ts'
import { escapeName } from '../../byte-names.ts'
import type { OsPath } from '../../backend.ts'
import { joinOs } from '../../local/paths/names.ts'
import { isStageName } from '../../facets/stages.ts'
import { largeBytes } from '../contents/cut.ts'
import type { Saved } from '../contents/protocol.ts'
import { type FileState, fileStateIfAny, stateOf, statsIfAny } from '../file-state.ts'
import { isOwnPath } from '../layout.ts'
import { fullPath, noteFound, noteOutside, type Shelf } from '../shelf.ts'

/** The number of changed files that are written to the index in one transaction. */
const groupFiles = 256
/**
 * The space that the scan leaves for the files themselves. Storing the content of a file can wait until the file is
 * overwritten.
 */
const spareBytes = 512 * 1024 ** 2
const pageFolders = 500

/** Scans a shelf and continues after folders that cannot be read. `onFolder` is called before each folder is read. */
export async function scanShelf(shelf: Shelf, signal: AbortSignal, onFolder?: (folder: string) => void): Promise<void> {
  await scanTree(shelf, '', signal, onFolder)
  await noteGoneFolders(shelf, signal)
}

/** Scans a folder and everything below it. */
export async function scanTree(
  shelf: Shelf,
  top: string,
  signal: AbortSignal,
  onFolder: (folder: string) => void = () => {},
): Promise<void> {
  const folders = [top]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal.throwIfAborted()
    onFolder(folder)
    const inside = await noteFolder(shelf, folder, signal).catch(() => [])
    signal.throwIfAborted()
    folders.push(...inside.toReversed())
  }
}

/** Records the changes of the files directly in a folder. Returns the folders in it. */
export async function noteFolder(shelf: Shelf, folder: string, signal: AbortSignal): Promise<readonly string[]> {
  const known = new Map(shelf.history.presentIn(folder))
  const folders: string[] = []
  let changed: string[] = []
  for await (const { name, full } of entriesOf(fullPath(shelf, folder))) {
    signal.throwIfAborted()
    const place = childPath(folder, name)
    if (isOwnPath(place)) continue
    const stats = await statsIfAny(full)
    if (stats?.isDirectory()) folders.push(place)
    if (!stats?.isFile()) continue
    const identity = known.get(name)?.identity
    known.delete(name)
    if (identity === stateOf(stats).identity || (identity === undefined && isStageName(name))) continue
    changed.push(place)
    if (changed.length < groupFiles) continue
    await noteChanged(shelf, changed, signal)
    changed = []
  }
  await noteChanged(shelf, changed, signal)
  for (const name of known.keys())
    await shelf.lock.hold(signal, () => noteOutside(shelf, childPath(folder, name), signal))
  return folders.toSorted()
}

export async function* entriesOf(folder: OsPath) {
  const directory = await opendir(folder, { encoding: 'latin1' as 'utf8', bufferSize: 256 })
  for await (const entry of directory) {
    const bytes = Buffer.from(entry.name, 'latin1')
    yield { name: escapeName(bytes), full: joinOs(folder, bytes) }
  }
}

/**
 * Stores the contents without the lock, because this may take long. Then records the files that have not changed since.
 */
export async function noteChanged(shelf: Shelf, places: readonly string[], signal: AbortSignal): Promise<void> {
  const { content, history, lock } = shelf
  const found: (FileState & Saved & { readonly place: string })[] = []
  async function keep(some: readonly string[]) {
    const files = some.map((place) => fullPath(shelf, place))
    const kept = await content.keepFiles(files, { signal, mayShare: true }).catch(() => [])
    signal.throwIfAborted()
    for (const [at, one] of kept.entries())
      if (!one.error && one.state) found.push({ ...one, ...one.state, place: some[at] ?? '' })
  }
  const small: string[] = []
  for (const place of places) {
    const stats = await fileStateIfAny(fullPath(shelf, place))
    if (!stats || !(await hasRoom(shelf, stats.sizeBytes))) continue
    if (stats.sizeBytes < largeBytes) small.push(place)
    else await keep([place]) // stored alone, because if it fails, nothing of the call is stored
  }
  await keep(small)
  if (found.length === 0) return
  await lock.hold(signal, async () => {
    const still: typeof found = []
    for (const each of found) {
      const now = await fileStateIfAny(fullPath(shelf, each.place))
      const isNoted = history.present(each.place)?.identity === now?.identity
      if (now?.identity === each.identity && !isNoted && (await content.has(each))) still.push(each)
    }
    history.atOnce(() => {
      for (const each of still) noteFound(shelf, each.place, each)
    })
  })
}

async function hasRoom({ root }: Shelf, sizeBytes: number): Promise<boolean> {
  const { bavail, bsize } = await statfs(root)
  return bavail * bsize > sizeBytes + spareBytes
}

/** Records the files of folders that no longer exist as deleted. */
async function noteGoneFolders(shelf: Shelf, signal: AbortSignal): Promise<void> {
  const { history } = shelf
  for (let folders = history.foldersAfter('', pageFolders); folders.length > 0;) {
    for (const folder of folders) {
      signal.throwIfAborted()
      if ((await statsIfAny(fullPath(shelf, folder)))?.isDirectory()) continue
      for (const name of history.presentIn(folder).keys())
        await shelf.lock.hold(signal, () => noteOutside(shelf, childPath(folder, name), signal))
    }
    folders = history.foldersAfter(folders.at(-1) ?? '', pageFolders)
  }
}

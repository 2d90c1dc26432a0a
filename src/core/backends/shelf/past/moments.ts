/**
 * Lists folders of a shelf as they were, with one query to the index for each page. The disk is only checked for
 * changes since then.
 */
import { refuse } from '../../refusals.ts'
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { baseName, childPath } from '../../../../contract/location.ts'
import { nextTask } from '../../../../lib/flow/next-task.ts'
import type { Backend, ListOptions, MomentOptions } from '../../backend.ts'
import { type FileState, fileThen, folderThen } from '../../facets/moments.ts'
import { failingAs } from '../../local/failures/failures.ts'
import { fileStateIfAny } from '../file-state.ts'
import { lastOfAll } from '../history/past.ts'
import { type HistoryRow, type PathThen, type StateRow, versionId } from '../history/rows.ts'
import { isOwnPath } from '../layout.ts'
import { placeOf } from '../place.ts'
import { fullPath, noteOutside, type Shelf } from '../shelf.ts'
import { folderLife } from './folder-life.ts'
import { noteChangedSince, noteNew } from './look-again.ts'

const pagePaths = 1000
/** Checking many folders takes a while, so results are yielded after this time. */
const tellAfterMs = 100

type Options = ListOptions & MomentOptions

export function momentsOf(shelf: Shelf): NonNullable<Backend['moments']> {
  return {
    list: (path, options) => listThen(shelf, path, options),
    async stat(path, { atMs, signal }) {
      signal.throwIfAborted()
      const operation = 'shelf.moments.stat'
      const name = baseName(path)
      const place = await placeOf(shelf.root, path, { operation, links: 'follow' })
      if (place === '') return { name, kind: 'folder' }
      const found = await failingAs(operation, place, () => statThen(shelf, place, { atMs, signal }))
      if (found) return { ...found, name }
      throw refuse('not-found', 'store.not-there-then', operation, place)
    },
    async changes(path, { signal, most }) {
      signal.throwIfAborted()
      const operation = 'shelf.moments.changes'
      return shelf.history.madeBelow(await placeOf(shelf.root, path, { operation, links: 'follow' }), most)
    },
  }
}

async function statThen(shelf: Shelf, place: string, options: MomentOptions): Promise<Entry | undefined> {
  const { history, lock } = shelf
  const { atMs, signal } = options
  const state = await fileStateIfAny(fullPath(shelf, place))
  if (state?.identity !== history.present(place)?.identity)
    await lock.hold(signal, () => noteOutside(shelf, place, signal))
  const found = fileOf(shelf, place, atMs, { withSums: true })
  return found ?? folderThen(baseName(place), await folderLife(shelf, place, options), {})
}

/**
 * Lists the files of the folder by name, then those that other programs made recently, then its folders. The first rows
 * do not wait for anything that takes long in a large folder.
 */
async function* listThen(shelf: Shelf, path: string, options: Options): AsyncGenerator<EntryPage> {
  const { signal, atMs } = options
  const operation = 'shelf.moments.list'
  signal.throwIfAborted()
  const folder = await placeOf(shelf.root, path, { operation, links: 'follow' })
  let isThere = folder === ''
  for await (const entries of filePages(shelf, folder, options)) {
    isThere ||= entries.length > 0
    if (entries.length > 0) yield packEntries(entries)
    signal.throwIfAborted()
  }
  let folders: Entry[] = []
  let toldMs = performance.now()
  for await (const entry of foldersThen(shelf, folder, options)) {
    isThere = true
    folders.push(entry)
    if (performance.now() - toldMs < tellAfterMs && folders.length < pagePaths) continue
    yield packEntries(folders)
    folders = []
    toldMs = performance.now()
  }
  if (folders.length > 0) yield packEntries(folders)
  if (isThere) return
  throw shelf.history.stateAt(folder, atMs)?.sum
    ? refuse('not-a-folder', 'store.was-a-file-then', operation, folder)
    : refuse('not-found', 'store.not-there-then', operation, folder)
}

async function* filePages(shelf: Shelf, folder: string, options: Options): AsyncGenerator<Entry[]> {
  const { atMs, signal } = options
  const page = (after: string | undefined) => shelf.history.pathsAt({ folder, isDeep: false, after }, atMs, pagePaths)
  for (let after: string | undefined; ;) {
    let rows = page(after)
    if (rows.length === 0) break
    const look = () => noteChangedSince(shelf, rows, signal)
    if (await failingAs('shelf.moments.list', folder, look)) rows = page(after)
    yield rows.flatMap(({ name, before, now }: PathThen) => {
      const entry = fileThen(fileState(name, before), fileState(name, now), options)
      return entry ? [entry] : []
    })
    const last = rows.at(-1)
    if (!last) break
    after = childPath(folder, last.name)
    await nextTask()
  }
  yield* newFiles(shelf, folder, options)
}

async function* newFiles(shelf: Shelf, folder: string, options: Options): AsyncGenerator<Entry[]> {
  const { atMs, signal } = options
  const names = await failingAs('shelf.moments.list', folder, () => noteNew(shelf, folder, signal))
  for (let from = 0; from < names.length; from += pagePaths) {
    yield names.slice(from, from + pagePaths).flatMap((name) => {
      const entry = fileOf(shelf, childPath(folder, name), atMs, options)
      return entry ? [entry] : []
    })
    await nextTask()
    signal.throwIfAborted()
  }
}

function fileOf({ history }: Shelf, place: string, atMs: number, wish: Omit<ListOptions, 'signal'>): Entry | undefined {
  const name = baseName(place)
  const present = history.present(place)
  const now = present && history.rows(place, { before: present.seq + 1, most: 1 })[0]
  return fileThen(fileState(name, history.stateAt(place, atMs)), fileState(name, now), wish)
}

/**
 * Yields each folder once. `a-b` sorts between `a` and `a/b`, so names that are prefixes of others are remembered until
 * they are passed.
 */
async function* foldersThen(shelf: Shelf, folder: string, options: Options): AsyncGenerator<Entry> {
  const start = folder === '' ? '' : `${folder}/`
  const end = folder === '' ? lastOfAll : `${folder}0`
  const given = new Set<string>()
  for (let found = shelf.history.folderAfter(start, end); found !== undefined;) {
    const [name = ''] = found.slice(start.length).split('/', 1)
    const place = childPath(folder, name)
    if (!given.has(name) && !isOwnPath(place)) {
      const entry = folderThen(name, await folderLife(shelf, place, options), options)
      if (entry) yield entry
    }
    if (found === place) given.add(name)
    else given.delete(name)
    options.signal.throwIfAborted()
    found = shelf.history.folderAfter(found === place ? found : `${place}/${lastOfAll}`, end)
  }
}

/** Also returns undefined for a deletion. */
function fileState(name: string, row: StateRow | HistoryRow | undefined): FileState | undefined {
  if (!row || row.sum === null) return undefined
  const { sum, size, modified } = row
  return {
    name,
    kind: 'file',
    ...(size !== null && { sizeBytes: size }),
    ...(modified !== null && { modifiedMs: Math.round(modified) }),
    version: versionId(row),
    sums: { sha256: sum },
  }
}

/** Publishes many files whose contents are stored, and gives each a version. */
import type { OsPath, Waits } from '../../backend.ts'
import type { BulkStored } from '../../facets/bulk.ts'
import type { Kept, Saved } from '../contents/protocol.ts'
import type { FileState } from '../file-state.ts'
import type { PlacedState } from '../history/rows.ts'
import { fullPath, noteOutside, type Shelf, stateAsWritten } from '../shelf.ts'

interface Item {
  readonly path: string
  readonly ifExists: 'replace' | 'fail'
  readonly fromLocalPath?: OsPath
}

export interface KeptItem<Of extends Item> {
  readonly item: Of
  readonly place: string
  /** The content of its source; undefined if the source could not be read. */
  readonly saved: (Kept | Saved) | undefined
}

interface Storing extends Waits {
  /** The value of `history.removals` before the first content was stored. */
  readonly removals: number
}

/** Must be called with the lock. Files that were stored are recorded even if it ends early. */
export async function storeKept<Of extends Item>(
  shelf: Shelf,
  files: readonly KeptItem<Of>[],
  store: (items: readonly Of[]) => AsyncIterable<readonly BulkStored[]> | Iterable<readonly BulkStored[]>,
  { signal, removals }: Storing,
): Promise<readonly BulkStored[]> {
  for (const { place, item } of files)
    if (item.ifExists === 'replace' || shelf.history.present(place)) await noteOutside(shelf, place, signal)
  const ends = new Map<string, BulkStored>()
  try {
    for await (const some of store(files.map(({ item }) => item))) for (const end of some) ends.set(end.path, end)
  } catch (error) {
    const untold = files.filter(({ item }) => !ends.has(item.path))
    for (const { place } of untold) await noteOutside(shelf, place, unstopped()).catch(() => {})
    throw error
  } finally {
    await noteAll(shelf, files, ends, removals)
  }
  return [...ends.values()]
}

/** Files that are already on the disk are recorded without interruption. */
const unstopped = () => new AbortController().signal

/** Records all files in one transaction, and adds the version to each result. */
async function noteAll(
  shelf: Shelf,
  files: readonly KeptItem<Item>[],
  ends: Map<string, BulkStored>,
  removals: number,
): Promise<void> {
  const { content, history } = shelf
  const isAllKept = history.removals() === removals
  const done = files.filter(({ item }) => ends.get(item.path)?.stored)
  const found = await content.states(done.map(({ place }) => fullPath(shelf, place)))
  const sources = await sourcesOf(shelf, done)
  const states: PlacedState[] = []
  for (const [at, { place, item, saved: known }] of done.entries()) {
    const isRead = known !== undefined && isSameSource(known, sources[at])
    const isKept = isRead && (isAllKept || (await content.has(known)))
    const saved: Saved = isKept ? known : await content.keepFile(fullPath(shelf, place), { signal: unstopped() })
    states.push({ place, ...stateAsWritten(saved, found[at], ends.get(item.path)?.stored ?? {}) })
  }
  if (states.length === 0) return
  const versions = history.noteMany(states)
  for (const [at, { item }] of done.entries()) {
    const stored = ends.get(item.path)?.stored
    const version = versions[at]
    if (stored && version !== undefined) ends.set(item.path, { path: item.path, stored: { ...stored, version } })
  }
}

/** Returns the present states of the sources, or an empty list for bytes that were in memory. */
async function sourcesOf({ content }: Shelf, files: readonly KeptItem<Item>[]) {
  const paths = files.flatMap(({ item }) => (item.fromLocalPath === undefined ? [] : [item.fromLocalPath]))
  return paths.length === files.length ? content.states(paths) : []
}

/** A source that has not changed since its content was stored had the same content when it was copied. */
function isSameSource(kept: Kept | Saved, source: FileState | undefined): boolean {
  if (!('state' in kept)) return source === undefined
  return kept.state !== undefined && kept.state.identity === source?.identity
}

/** Lists folders of an object store as they were, from the service's listing of versions, in pages. */
import type { Entry } from '../../../../contract/entry.ts'
import { type EntryPage, packEntries } from '../../../../contract/entry-page.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, ListOptions, MomentOptions } from '../../backend.ts'
import { type FileState, fileThen, type FolderLife, folderThen } from '../../facets/moments.ts'
import { type Address, addressOf, atAddress, attemptAt } from '../address.ts'
import { refuse } from '../failures/failures.ts'
import { fileName } from '../object-names.ts'
import type { ObjectStore } from '../store.ts'
import { createFolderNames } from './folder-names.ts'

/** A state of a key with bytes, as its service reports it. */
export interface StateOfKey extends Omit<FileState, 'name' | 'kind'> {
  /** True if it is a folder marker with the key of a file. */
  readonly isMark?: boolean
}

/** The earlier and the present state of a key. A missing one means deleted or not created yet. */
export interface KeyAt {
  readonly key: string
  readonly before?: StateOfKey
  readonly now?: StateOfKey
}

/** How a service lists versions, in its own pages. */
export interface PastListing<Page> {
  containers(signal: AbortSignal): AsyncIterable<EntryPage>
  /** `isFlat`: includes everything below. `most`: the maximum number of states in a page. */
  pages(
    where: { readonly container: string; readonly prefix: string; readonly isFlat: boolean; readonly most?: number },
    signal: AbortSignal,
  ): AsyncIterable<Page>
  /** Returns a function that converts the pages of one listing, in order, into the keys whose states are complete. */
  reader(atMs: number): (page: Page) => readonly KeyAt[]
  /** Returns the prefixes of folders. */
  foldersOf(page: Page): readonly string[]
  isLast(page: Page): boolean
}

type Options = ListOptions & MomentOptions
interface Folder {
  readonly container: string
  readonly prefix: string
}

/** The number of folders that are checked in parallel and yielded together. */
const foldersAtOnce = 16
/** The number of folders of one listing that are checked. Later ones are listed without this information. */
const mostLooks = 1000
const unknownLife: FolderLife = { livedThen: true, livesNow: true }

export function momentsOf<Page>(store: ObjectStore, listing: PastListing<Page>): NonNullable<Backend['moments']> {
  return {
    list: (path, options) => listThen(store, listing, path, options),
    stat(path, options) {
      const { signal } = options
      return atAddress(store, { operation: `${store.name}.moments.stat`, path, signal }, async (address, attempt) => {
        const found = await statThen(listing, address, baseName(path), options)
        if (found) return found
        throw refuse('not-found', 'store.not-there-then', attempt)
      })
    },
  }
}

async function statThen<Page>(
  listing: PastListing<Page>,
  address: Address,
  name: string,
  { atMs, signal }: MomentOptions,
): Promise<Entry | undefined> {
  if (address.kind !== 'inside') return { name, kind: 'folder' }
  const { container, file, folder } = address
  const key = file === undefined ? undefined : await keyAt(listing, { container, prefix: file }, { atMs, signal })
  if (key?.before?.isMark) return folderThen(name, markLife(key), {})
  const found = key && fileThen(stateOf(name, key.before), stateOf(name, key.now), { withSums: true })
  if (found || folder === undefined) return found
  return folderThen(name, await folderLife(listing, { container, prefix: folder }, { atMs, signal }), {})
}

/** Finds the state of exactly this key; longer keys with the same prefix follow after it. */
async function keyAt<Page>(
  listing: PastListing<Page>,
  { container, prefix: key }: Folder,
  { atMs, signal }: MomentOptions,
): Promise<KeyAt | undefined> {
  const read = listing.reader(atMs)
  for await (const page of listing.pages({ container, prefix: key, isFlat: true }, signal)) {
    const keys = read(page)
    const found = keys.find((each) => each.key === key)
    if (found ?? keys.length > 0) return found
  }
  return undefined
}

async function* listThen<Page>(
  store: ObjectStore,
  listing: PastListing<Page>,
  path: string,
  options: Options,
): AsyncGenerator<EntryPage> {
  const { signal } = options
  signal.throwIfAborted()
  const operation = `${store.name}.moments.list`
  const address = addressOf(store, path, operation)
  const attempt = attemptAt(address, operation, path)
  try {
    if (address.kind === 'account') {
      yield* listing.containers(signal) // no history of containers is kept
      return
    }
    const { container, folder: prefix } = address
    let isThere = address.kind === 'container'
    if (prefix !== undefined) {
      for await (const entries of entriesThen(listing, { container, prefix }, options, () => (isThere = true))) {
        isThere = true
        yield packEntries(entries)
        signal.throwIfAborted()
      }
    }
    if (isThere) return
    const file = address.kind === 'inside' ? address.file : undefined
    const found = file === undefined ? undefined : await keyAt(listing, { container, prefix: file }, options)
    if (found?.before?.isMark) return // an empty folder
    throw found?.before
      ? refuse('not-a-folder', 'store.was-a-file-then', attempt)
      : refuse('not-found', 'store.not-there-then', attempt)
  } catch (error) {
    throw store.failures.failure(error, attempt)
  }
}

/** `onMark` is called if the folder had a marker then. */
async function* entriesThen<Page>(
  listing: PastListing<Page>,
  { container, prefix }: Folder,
  options: Options,
  onMark: () => void,
): AsyncGenerator<Entry[]> {
  const { signal } = options
  const read = listing.reader(options.atMs)
  const names = createFolderNames()
  let looks = 0
  async function lookInto(text: string): Promise<Entry | undefined> {
    looks += 1
    const folder = { container, prefix: `${prefix}${text}/` }
    const life = looks > mostLooks ? unknownLife : await folderLife(listing, folder, options)
    return folderThen(names.of(text), life, options)
  }
  for await (const page of listing.pages({ container, prefix, isFlat: false }, signal)) {
    const rows = read(page).flatMap((key) => {
      const text = key.key.slice(prefix.length)
      const { before, now } = key
      if (text === '' && before) onMark()
      if (text === '' && !(before ?? now)?.sizeBytes) return [] // the folder's own marker
      const isMark = (before ?? now)?.isMark === true
      const name = fileName(text)
      const entry = isMark
        ? folderThen(name, markLife(key), options)
        : fileThen(stateOf(name, before), stateOf(name, now), options)
      return entry ? [{ text, entry, isMark }] : []
    })
    names.add(rows)
    if (rows.length > 0) yield rows.map(({ entry }) => entry)
    const folders = listing.foldersOf(page).map((each) => each.slice(prefix.length, -1))
    const unmarked = folders.filter((text) => !names.isMarked(text))
    for (let at = 0; at < unmarked.length; at += foldersAtOnce) {
      const some = await Promise.all(unmarked.slice(at, at + foldersAtOnce).map(lookInto))
      const found = some.filter((entry) => entry !== undefined)
      if (found.length > 0) yield found
    }
    names.endPage(folders.at(-1))
  }
}

/** A marker tells nothing about the content of its folder. */
function markLife({ before, now }: KeyAt): FolderLife {
  return { livedThen: before?.isMark === true, livesNow: now?.isMark === true }
}

function stateOf(name: string, state: StateOfKey | undefined): FileState | undefined {
  if (!state || state.isMark) return undefined
  const { isMark: _, ...facts } = state
  return { name, kind: 'file', ...facts }
}

const pageStates = 250
/** After this many pages the search stops, and the folder is treated as one that existed. */
const mostPages = 4

/** Returns what the first states of a folder show. If all states were read, also whether any has changed. */
async function folderLife<Page>(
  listing: PastListing<Page>,
  { container, prefix }: Folder,
  { atMs, signal }: MomentOptions,
): Promise<FolderLife> {
  const read = listing.reader(atMs)
  let livedThen = false
  let livesNow = false
  let hasChanged = false
  let pages = 0
  for await (const page of listing.pages({ container, prefix, isFlat: true, most: pageStates }, signal)) {
    for (const { before, now } of read(page)) {
      livedThen ||= before !== undefined
      livesNow ||= now !== undefined
      hasChanged ||= before?.version !== now?.version
    }
    pages += 1
    if (listing.isLast(page)) return { livedThen, livesNow, hasChanged }
    if (livedThen && livesNow) return { livedThen, livesNow, ...(hasChanged && { hasChanged }) }
    if (pages === mostPages) break
  }
  return unknownLife
}

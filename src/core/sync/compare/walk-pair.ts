import { type Failure, StorageError } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backends/backend.ts'
import { emptyFolder, packFolder, type PackedFolder } from './packed-folder.ts'

/** Lists a folder of one side by its path below the top. */
export type ListSide = (path: string, waits: Waits) => AsyncIterable<EntryPage>

/**
 * A folder to visit, with its path on each side. The paths differ if the sides spell a name differently. The folder may
 * be missing on one side.
 */
export interface PairOfFolders<Note> {
  readonly path: string
  readonly left: string
  readonly right: string
  readonly has: { readonly left: boolean; readonly right: boolean }
  readonly note: Note
}

export interface Visit<Note> extends PairOfFolders<Note> {
  readonly folders: { readonly left: PackedFolder; readonly right: PackedFolder }
  /** The side that could not be listed. It is not treated as empty. */
  readonly failure?: { readonly side: 'left' | 'right'; readonly failure: Failure }
  /** Queues a subfolder for a visit after this one, in the order of the calls. */
  enter(name: { readonly left: string | undefined; readonly right: string | undefined }, note: Note): void
}

export interface WalkPairOptions<Note> extends Waits {
  /** True if both sides are on this computer. */
  readonly isNear?: boolean
  readonly keyOf: ((name: string) => string) | undefined
  readonly note: Note
}

/**
 * The number of folders that are listed ahead, because each listing may take a while. On this computer, each one
 * occupies a thread that others wait for.
 */
const mostAhead = { far: 4, near: 1 }
/**
 * A listing that runs ahead pauses after this number of entries, so several large folders are never in memory together.
 */
const mostEntriesAhead = 5000

/**
 * Walks two folders and everything below them: each folder completely, then its subfolders one after the other, depth
 * first. It holds in memory the current folder, a small part of the next ones, and the folders that are still to be
 * visited. Throws if a top folder can't be listed.
 */
export async function* walkPair<Note>(
  list: { readonly left: ListSide; readonly right: ListSide },
  { keyOf, note, isNear = false, signal: outer }: WalkPairOptions<Note>,
): AsyncGenerator<Visit<Note>> {
  const left = new AbortController()
  const signal = AbortSignal.any([outer, left.signal])
  const waiting: Pending<Note>[] = [{ path: '', left: '', right: '', has: { left: true, right: true }, note }]
  try {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      signal.throwIfAborted()
      const loading = begin(next, list, { keyOf, signal })
      loading.turn.come()
      const loaded = await loading.folders
      if (loaded.failure && next.path === '') throw new StorageError(loaded.failure.failure)
      const entered: Pending<Note>[] = []
      const folder = next
      yield {
        ...folder,
        ...loaded,
        enter: (name, its) => void entered.push({ ...pairOf(folder, name), note: its }),
      }
      for (const each of entered.toReversed()) waiting.push(each)
      for (const each of waiting.slice(-mostAhead[isNear ? 'near' : 'far'])) begin(each, list, { keyOf, signal })
    }
  } finally {
    left.abort(new DOMException('Nobody looks.', 'AbortError'))
  }
}

interface Pending<Note> extends PairOfFolders<Note> {
  loading?: Loading
}

interface Loading {
  readonly folders: Promise<Pick<Visit<unknown>, 'folders' | 'failure'>>
  readonly turn: Turn
}

interface LoadedSide {
  readonly packed: PackedFolder
  readonly failure?: { readonly side: 'left' | 'right'; readonly failure: Failure }
}

interface Turn {
  readonly isCome: () => boolean
  readonly come: () => void
  readonly wait: Promise<void>
}

function pairOf<Note>(
  folder: PairOfFolders<Note>,
  { left, right }: { readonly left: string | undefined; readonly right: string | undefined },
) {
  return {
    path: childPath(folder.path, left ?? right ?? ''),
    left: childPath(folder.left, left ?? right ?? ''),
    right: childPath(folder.right, right ?? left ?? ''),
    has: { left: folder.has.left && left !== undefined, right: folder.has.right && right !== undefined },
  }
}

function begin<Note>(
  folder: Pending<Note>,
  list: { readonly left: ListSide; readonly right: ListSide },
  { keyOf, signal }: Waits & Pick<WalkPairOptions<Note>, 'keyOf'>,
): Loading {
  if (folder.loading) return folder.loading
  const turn = createTurn()
  const load = async (side: 'left' | 'right'): Promise<LoadedSide> => {
    try {
      return {
        packed: await loadSide(folder.has[side] ? folder[side] : undefined, list[side], { keyOf, signal, turn }),
      }
    } catch (error) {
      if (!(error instanceof StorageError) || signal.aborted) throw error
      return { packed: await emptyFolder(), failure: { side, failure: error.failure } }
    }
  }
  const folders = Promise.all([load('left'), load('right')]).then(([left, right]) => {
    const failure = left.failure ?? right.failure
    return { folders: { left: left.packed, right: right.packed }, ...(failure && { failure }) }
  })
  folders.catch(() => {}) // The error is thrown when this folder is visited.
  return (folder.loading = { folders, turn })
}

async function loadSide(
  path: string | undefined,
  list: ListSide,
  { keyOf, signal, turn }: Waits & { readonly turn: Turn; readonly keyOf: ((name: string) => string) | undefined },
): Promise<PackedFolder> {
  if (path === undefined) return emptyFolder()
  return packFolder(inTurn(list(path, { signal }), turn, signal), keyOf)
}

async function* inTurn(pages: AsyncIterable<EntryPage>, turn: Turn, signal: AbortSignal): AsyncGenerator<EntryPage> {
  let count = 0
  for await (const page of pages) {
    count += page.count
    if (count > mostEntriesAhead && !turn.isCome()) {
      await unlessAborted(turn.wait, signal)
    }
    yield page
  }
}

function createTurn(): Turn {
  let isCome = false
  let come = () => {}
  const wait = new Promise<void>((resolve) => {
    come = () => {
      isCome = true
      resolve()
    }
  })
  return { isCome: () => isCome, come, wait }
}

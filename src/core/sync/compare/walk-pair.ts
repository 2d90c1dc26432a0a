import { type Failure, StorageError } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import type { EntryPage } from '../../../contract/entry-page.ts'
import { unlessAborted } from '../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backends/backend.ts'
import { emptyFolder, packFolder, type PackedFolder } from './packed-folder.ts'

/** Lists a folder of one side, by its path below the top. */
export type ListSide = (path: string, waits: Waits) => AsyncIterable<EntryPage>

/** A folder to visit, with its path on each side, which differs where they spell a name differently. A side may not have it. */
export interface PairOfFolders<Note> {
  readonly path: string
  readonly left: string
  readonly right: string
  readonly has: { readonly left: boolean; readonly right: boolean }
  readonly note: Note
}

export interface Visit<Note> extends PairOfFolders<Note> {
  readonly folders: { readonly left: PackedFolder; readonly right: PackedFolder }
  /** A side that could not be listed, which is not an empty one. */
  readonly failure?: { readonly side: 'left' | 'right'; readonly failure: Failure }
  /** Visits a folder of this folder later: after this visit, in the order of the calls. */
  enter(name: { readonly left: string | undefined; readonly right: string | undefined }, note: Note): void
}

export interface WalkPairOptions<Note> extends Waits {
  /** Both sides are on this computer. */
  readonly isNear?: boolean
  readonly keyOf: ((name: string) => string) | undefined
  readonly note: Note
}

/** So many folders are listed ahead, as each listing may take a while. On this computer each one more is a thread that keeps others waiting. */
const mostAhead = { far: 4, near: 1 }
/** What is listed ahead waits for its turn after so many entries, so that several large folders are never held at a time. */
const mostEntriesAhead = 5000

/**
 * Two folders and all below them: each folder whole, then its folders one after the other, depth first. Memory holds the folder that is
 * visited, a little of the next ones, and the folders on the way down that are still to be visited. Throws when a top can't be listed.
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
  folders.catch(() => {}) // whoever comes to it meets the error
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

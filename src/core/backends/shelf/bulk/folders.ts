/**
 * Copies new folders with history. The local backend copies them, in threads that store each content from the same
 * read. Only recording the result in the index needs the lock.
 */
import { childPath } from '../../../../contract/location.ts'
import type { Waits } from '../../backend.ts'
import type { BulkFacet, BulkFolder, BulkFolderEnd } from '../../facets/bulk.ts'
import { escapeName } from '../../byte-names.ts'
import { bulkOf, type BulkThreads } from '../../local/bulk/bulk.ts'
import { plain } from '../../local/bulk/bulk-read.ts'
import type { FolderJob } from '../../local/bulk/bulk-protocol.ts'
import { joinOs } from '../../local/paths/names.ts'
import { createThreads } from '../../local/system/threads.ts'
import type { Saved } from '../contents/protocol.ts'
import { fileStateIfAny } from '../file-state.ts'
import type { PlacedState, Present } from '../history/rows.ts'
import { realPlaceOf } from '../place.ts'
import { fullPath, type Shelf } from '../shelf.ts'
import type { KeepingAnswer, KeepingFolderJob } from './folder-protocol.ts'
import workerPath from './folder-worker.ts?modulePath'
import { placeAll } from './place-all.ts'

/** The size of a batch. It is small, so that two threads have work even with few folders. */
const foldersAtOnce = 8
const idleThreads = 4

export interface FolderCopies {
  readonly copyFolders: NonNullable<BulkFacet['copyFolders']>
  close(): Promise<void>
}

export function folderCopiesOf(shelf: Shelf): FolderCopies {
  const threads = createThreads<KeepingFolderJob, KeepingAnswer>({ path: workerPath, idleLimit: idleThreads })
  const { content, staged } = shelf.layout
  const keeping: BulkThreads = {
    run(job, listener) {
      if (job.kind !== 'folders') throw new Error(`these threads copy folders, and do not ${job.kind}`)
      const removals = shelf.history.removals()
      const onLost = (error: Error) => listener.onLost(error)
      const noted = async (answer: KeepingAnswer) => listener.onMessage(await noteFolders(shelf, job, answer, removals))
      return threads.run(
        { ...job, places: { content, staged } },
        { onMessage: (answer) => void noted(answer).catch(onLost), onLost },
      )
    },
    close: () => threads.close(),
  }
  const local = bulkOf(keeping, shelf.root, { foldersAtOnce })
  return {
    async *copyFolders(folders, options) {
      const { placed, refused } = await placeAll(
        shelf,
        folders,
        ({ path }: BulkFolder) => path,
        'shelf.bulk.copyFolders',
      )
      if (refused.length > 0) yield refused satisfies readonly BulkFolderEnd[]
      const items = placed.map(({ item }) => item)
      yield* local.copyFolders?.(items, options) ?? []
    },
    close: () => threads.close(),
  }
}

/** Records the copied files. A folder whose files cannot be recorded has failed; the next scan finds them. */
async function noteFolders(
  shelf: Shelf,
  job: FolderJob,
  answer: KeepingAnswer,
  removals: number,
): Promise<KeepingAnswer> {
  try {
    const { signal } = new AbortController() // the folders exist, so this must not be interrupted
    await shelf.lock.hold(signal, () => noteCopied(shelf, job, answer, { removals, signal }))
    return answer
  } catch (error) {
    const failed = { error: plain(error) }
    return { ...answer, folders: answer.folders.map((end) => (end.error ? end : failed)) }
  }
}

async function noteCopied(
  shelf: Shelf,
  job: FolderJob,
  { folders, copied }: KeepingAnswer,
  { removals, signal }: Waits & { readonly removals: number },
): Promise<void> {
  const { history, content } = shelf
  const isAllKept = history.removals() === removals
  const states: PlacedState[] = []
  const places = await Promise.all(
    job.files.map(async ({ folder, name }, at) => {
      const parent = job.folders[folder]
      return folders[at]?.error || parent === undefined ? undefined : realPlaceOf(shelf.root, joinOs(parent, name))
    }),
  )
  const known = new Map<number, ReadonlyMap<string, Present>>()
  for (const { folder, name, state, ...saved } of copied) {
    const at = places[folder]
    if (at === undefined) continue
    let present = known.get(folder)
    if (!present) known.set(folder, (present = history.presentIn(at)))
    const own = escapeName(Buffer.from(name, 'latin1'))
    const place = childPath(at, own)
    const noted = present.get(own)
    if (noted?.identity === state.identity) {
      history.claim(noted.seq) // a scan recorded it first
      continue
    }
    if (noted && (await fileStateIfAny(fullPath(shelf, place)))?.identity !== state.identity) continue
    const isKept = isAllKept || (await content.has(saved))
    const sure = isKept ? saved : await content.keepFile(fullPath(shelf, place), { signal })
    states.push({ ...state, ...savedOf(sure), place, madeMs: Date.now() })
  }
  if (states.length > 0) history.noteMany(states)
}

function savedOf({ sum, sizeBytes, chunks }: Saved): Saved {
  return { sum, sizeBytes, ...(chunks && { chunks }) }
}

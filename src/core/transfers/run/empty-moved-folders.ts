import { failureOf } from '../../../contract/failure.ts'
import type { SkipWhy } from '../../../contract/transfer.ts'
import type { Waits } from '../../backends/backend.ts'
import type { ItemLocations } from '../journal/item-locations.ts'
import type { ItemRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import type { JournalWriter } from '../journal/journal-writer.ts'
import { isFailure, openLocation } from '../../operations/opened-location.ts'

export interface MovedFolders {
  readonly deps: Pick<RunDeps, 'mounts' | 'journal'>
  readonly id: number
  readonly paths: ItemLocations
  readonly writer: JournalWriter
  /** Told why something is left where it was. */
  readonly skipped: (why: SkipWhy) => void
}

/** At the end of a move: folders go from where they were once all in them has gone, the innermost first. */
export async function emptyMovedFolders(run: MovedFolders, { signal }: Waits): Promise<void> {
  const { deps, id } = run
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const folders = deps.journal.items.folders(id, before, 200)
    for (const folder of folders) {
      if (folder.state === 'planned') await settleFolder(run, folder, { signal })
      run.writer.flush() // the one it is in looks at it
    }
    const last = folders.at(-1)
    if (!last) return
    before = last.number
  }
}

async function settleFolder(
  { deps, id, paths, writer, skipped }: MovedFolders,
  folder: ItemRecord,
  { signal }: Waits,
): Promise<void> {
  const { number, detail } = folder
  const isEmptied = (detail.children ?? []).every(([first, last]) => !deps.journal.items.hasUndone(id, first, last))
  if (!isEmptied) {
    skipped('kept')
    writer.patch({
      number,
      state: 'skipped',
      detail: { ...detail, why: 'kept', reason: 'It is kept, because not all in it was moved.' },
    })
    return writer.change({ skipped: 1 })
  }
  try {
    // of a folder whose contents are moved, the folder itself stays
    if (detail.contents !== true) await removeEmptied(deps, paths.of(folder).from, { signal })
    writer.patch({ number, state: 'done' })
    writer.change({ done: 1 })
  } catch (error) {
    signal.throwIfAborted()
    writer.patch({ number, state: 'failed', detail: { ...detail, failure: failureOf(error, 'transfer') } })
    writer.change({ failed: 1 })
  }
}

/** Where folders are only what is in them, one that was emptied is gone by itself. */
async function removeEmptied(
  deps: MovedFolders['deps'],
  location: { readonly mount: string; readonly path: string },
  { signal }: Waits,
) {
  const { backend, path } = await openLocation(deps.mounts, location, { signal })
  try {
    await backend.remove(path, { signal })
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error
  }
}

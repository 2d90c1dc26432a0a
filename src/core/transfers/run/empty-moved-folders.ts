import { said } from '../../../contract/sentences/said.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, openLocation, statIfAny } from '../../operations/opened-location.ts'
import { isOpen, type OpenItem } from '../journal/item-record.ts'
import type { Run } from './run.ts'

/** At the end of a move, removes the source folders whose contents were all moved, the innermost first. */
export async function emptyMovedFolders(run: Run, { signal }: Waits): Promise<void> {
  const { deps, journal } = run
  for (let before = Number.MAX_SAFE_INTEGER; ;) {
    const folders = deps.journal.items.folders(journal.id, before, 200)
    for (const folder of folders) {
      if (isOpen(folder)) await settleFolder(run, folder, { signal })
      journal.writer.flush() // The parent folder's check reads this.
    }
    const last = folders.at(-1)
    if (!last) return
    before = last.number
  }
}

async function settleFolder(run: Run, folder: OpenItem, { signal }: Waits): Promise<void> {
  const { deps, journal, locations } = run
  const { detail } = folder
  const { items } = deps.journal
  if ((detail.children ?? []).some(([first, last]) => items.hasUndone(journal.id, first, last))) {
    const reason = said('skipped.kept-unmoved').message
    return journal.settleFolder(folder, { kind: 'skipped', why: 'kept', reason })
  }
  try {
    // If only the contents of a folder are moved, the folder itself stays.
    if (detail.contents !== true) await removeEmptied(run, locations.of(folder).from, { signal })
    journal.settleFolder(folder, { kind: 'done', detail })
  } catch (error) {
    signal.throwIfAborted()
    journal.settleFolder(folder, { kind: 'failed', failure: failureOf(error, 'transfer') })
  }
}

/** On a store where a folder exists only through its contents, an emptied folder is already gone. */
async function removeEmptied({ deps }: Run, location: Location, { signal }: Waits): Promise<void> {
  const place = await openLocation(deps.mounts, location, { signal })
  const there = await statIfAny(place, { signal })
  // If a file now has the folder's name, it must not be deleted permanently.
  if (there && there.kind !== 'folder') return
  try {
    await place.backend.remove(place.path, { signal })
  } catch (error) {
    if (!isFailure(error, 'not-found')) throw error
  }
}

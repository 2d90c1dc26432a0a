/** What is deleted or replaced goes to the trash, stays as a version, or goes to a folder of this run on the same side. */
import { childPath, type Location, parentPath } from '../../../../contract/location.ts'
import type { SideName } from '../../../../contract/sync/plan.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { Waits } from '../../../backends/backend.ts'
import type { OpenedLocation } from '../../../operations/opened-location.ts'
import { archiveFolder } from '../../../sync/actions.ts'
import { known } from '../../../../lib/known.ts'
import { runFile } from '../../copy/run-file.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { SyncRun } from './sync-run.ts'

export type Aside = 'trash' | Location

/** Where it goes; undefined for what is replaced where the store keeps it as a version. */
export function asideOf(
  { request, run, at }: SyncRun,
  { side, path, isReplaced }: { readonly side: SideName; readonly path: string; readonly isReplaced: boolean },
  { backend }: OpenedLocation,
): Aside | undefined {
  if (request.deleted === 'trash') {
    if (isReplaced && backend.capabilities.keepsVersions === true) return undefined
    if (backend.trash) return 'trash'
  }
  const time = new Date(run.record.createdMs).toISOString().replaceAll(/[:.]/g, '-')
  return at(side, childPath(childPath(archiveFolder, time), path))
}

export async function putAside(
  sync: SyncRun,
  item: OpenItem,
  place: OpenedLocation,
  entry: Entry,
  aside: Aside,
  { signal }: Waits,
): Promise<void> {
  if (aside === 'trash') {
    await place.backend.trash?.moveToTrash(place.path, { signal })
    return
  }
  const to = await sync.open(aside, { signal })
  await sync.folders.make({ ...to, path: parentPath(to.path) })
  if (place.backend.rename) {
    await place.backend.rename.rename(place.path, to.path, { ifExists: 'fail', signal })
    return
  }
  const { modifiedMs: _, sizeBytes: __, ...facts } = item
  const moved = {
    ...facts,
    kind: entry.kind,
    ...known({ sizeBytes: entry.sizeBytes, modifiedMs: entry.modifiedMs }),
    isFree: false,
    detail: {},
  }
  const end = await runFile(sync.files({ isMove: true, over: false }), moved, { from: place, to }, { signal })
  if (end.kind !== 'done') throw new Error(`${place.path} was not put aside: ${end.kind}`)
}

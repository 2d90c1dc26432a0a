/**
 * Puts deleted and replaced entries aside: into the trash, as a version, or into a folder of this run on the same side.
 */
import { StorageError } from '../../../../contract/failure.ts'
import { childPath, type Location, parentPath } from '../../../../contract/location.ts'
import type { SideName } from '../../../../contract/sync/plan.ts'
import type { Entry } from '../../../../contract/entry.ts'
import type { Waits } from '../../../backends/backend.ts'
import { type OpenedLocation, statIfAny } from '../../../operations/opened-location.ts'
import { archiveFolder } from '../../../sync/actions.ts'
import { known } from '../../../../lib/known.ts'
import { type Ends, runFile } from '../../copy/run-file.ts'
import type { OpenItem } from '../../journal/item-record.ts'
import type { SyncRun } from './sync-run.ts'

export type Aside = 'trash' | Location

/** Returns where an entry is put; undefined for a replaced entry that the store keeps as a version. */
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
  await moveFile(sync, item, entry, { from: place, to }, { signal })
}

/**
 * Restores the old entry if the copy that was to replace it failed. It stays aside if another entry has its name by
 * now.
 */
export async function putBack(
  sync: SyncRun,
  item: OpenItem,
  place: OpenedLocation,
  aside: Aside,
  { signal }: Waits,
): Promise<void> {
  const { run } = sync
  try {
    if (aside === 'trash') await outOfTrash(place, run.record.createdMs, { signal })
    else await outOfArchive(sync, item, place, await sync.open(aside, { signal }), { signal })
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof StorageError) return // The journal records where it is.
    throw error
  }
  const { replaced: _, ...detail } = run.journal.detailOf(item)
  run.journal.noteDetail(item, detail)
}

async function outOfTrash({ backend, path }: OpenedLocation, sinceMs: number, { signal }: Waits): Promise<void> {
  if (backend.deleted) await backend.deleted.restore(path, { signal })
  // The trash stores whole seconds.
  else await backend.trash?.bringBack?.(path, { signal, sinceMs: Math.floor(sinceMs / 1000) * 1000 })
}

async function outOfArchive(
  sync: SyncRun,
  item: OpenItem,
  place: OpenedLocation,
  from: OpenedLocation,
  { signal }: Waits,
): Promise<void> {
  if (place.backend.rename) return place.backend.rename.rename(from.path, place.path, { ifExists: 'fail', signal })
  const there = await statIfAny(from, { signal })
  if (there) await moveFile(sync, item, there, { from, to: place }, { signal })
}

async function moveFile(sync: SyncRun, item: OpenItem, entry: Entry, ends: Ends, { signal }: Waits): Promise<void> {
  const { modifiedMs: _, sizeBytes: __, ...facts } = item
  const { kind, sizeBytes, modifiedMs } = entry
  const { places, sync: step, replaced } = item.detail
  // It shares the record of its item, which has more to do.
  const detail = known({ places, sync: step, replaced })
  const moved = { ...facts, kind, ...known({ sizeBytes, modifiedMs }), isFree: false, detail }
  const files = { ...sync.files({ isMove: true, over: false }), saveCopied: async () => {} }
  const end = await runFile(files, moved, ends, { signal })
  if (end.kind !== 'done') throw new Error(`moving ended with ${end.kind}: ${ends.from.path}`)
}

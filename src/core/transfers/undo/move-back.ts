import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { type FileDeps, runFile } from '../copy/run-file.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { OpenItem } from '../journal/item-record.ts'
import { isAsLeft, left, makeRoom } from './undo-checks.ts'

export interface MoveBack {
  readonly now: OpenedLocation
  readonly was: OpenedLocation
}

/** Moves one item back to its old location, in one step or with a verified copy. It never replaces another entry. */
export async function moveBack(
  files: FileDeps,
  item: OpenItem,
  { now, was }: MoveBack,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const there = await statIfAny(now, { signal })
  const isResumed = files.wasBegun(item) && item.kind === 'file'
  if (!there) {
    const isBack = isResumed && (await statIfAny(was, { signal }))?.sizeBytes === item.sizeBytes
    return isBack ? { kind: 'done', detail: item.detail } : left(said('undo.gone'))
  }
  if (item.kind === 'folder' && item.detail.route !== 'rename') return moveFolderBack(now, was, item, { signal })
  if (item.kind === 'file' && !isAsLeft(there, item)) return left(said('undo.changed-since'))
  const canRename = now.mount === was.mount && now.backend.rename !== undefined
  // The entry with the name may be the copy that was made before the program stopped.
  const isFree = (await makeRoom(was, { signal })) || (isResumed && !canRename)
  if (!isFree) return left(said('undo.old-name-taken'))
  if (now.mount === was.mount && now.backend.rename) {
    await now.backend.rename.rename(now.path, was.path, { ifExists: 'fail', signal })
    return { kind: 'done', detail: item.detail }
  }
  const { modifiedMs: _, ...facts } = item
  const current = { ...facts, ...(there.modifiedMs !== undefined && { modifiedMs: there.modifiedMs }), isFree: false }
  return runFile(files, current, { from: now, to: was }, { signal })
}

/** The contents were moved back already, which created the old folder again. */
async function moveFolderBack(
  now: OpenedLocation,
  was: OpenedLocation,
  { detail }: OpenItem,
  { signal }: Waits,
): Promise<ItemOutcome> {
  if (!(await statIfAny(was, { signal }))) {
    await makeRoom(was, { signal })
    await was.backend.makeFolder(was.path, { signal })
  }
  if (detail.isMade !== true) return { kind: 'done', detail }
  try {
    await now.backend.remove(now.path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-empty')) return left(said('undo.folder-not-empty'))
    if (!isFailure(error, 'not-found')) throw error
  }
  return { kind: 'done', detail }
}

/**
 * Undoes what a transfer did, the last item first. An entry is changed only if it is still as the transfer left it.
 * Others are skipped with a reason.
 */
import { said } from '../../../contract/sentences/said.ts'
import { isDroppedMount, type Location } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { openLocation, type OpenedLocation } from '../../operations/opened-location.ts'
import { createItemLocations } from '../journal/item-locations.ts'
import type { DoneItem, NewItem, OpenDetail } from '../journal/item-record.ts'
import type { QueuedRequest, TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { fileDepsOf } from '../run/file-deps.ts'
import { planItems } from '../run/plan-items.ts'
import type { Run } from '../run/run.ts'
import type { Work } from '../run/work.ts'
import { tidyAfterCrash } from '../stages/tidy-after-crash.ts'
import { moveBack } from './move-back.ts'
import { bringBack, removeCopy, removeMade, removeZip } from './take-back.ts'
import { left } from './undo-checks.ts'
import { undoSync } from './undo-sync.ts'

const pageSize = 500

export function undoWork(run: Run, of: number): Work {
  const { deps, record } = run
  const original = deps.journal.get(of)
  const verb = original?.request.verb
  const files = fileDepsOf(run, {
    isMove: true,
    decide: {
      policy: { skip: 'never', onConflict: 'fail' },
      verb: 'move',
      answers: {},
      compare: { localSums: deps.localSums, mayDownload: false },
    },
  })

  return {
    runsFolders: true,
    itemsAtOnce: () => 1, // The contents of a folder are undone before the folder.
    tidy: (waits) => tidyAfterCrash(deps, record, run.locations, waits),
    plan: (waits) => planItems(run, itemsToUndo(deps, original), waits),
    async runItem(item, { signal }) {
      const { from, to } = item.detail.places ?? {}
      if (!from) return left(said('undo.place-not-recorded'))
      const now = await openLocation(deps.mounts, from, { signal })
      if (original?.request.verb === 'sync') {
        const was = to && (await openLocation(deps.mounts, to, { signal }))
        const taken = { deps, files, request: original.request, sinceMs: original.startedMs ?? 0 }
        return undoSync(taken, item, { now, was }, { signal })
      }
      if (verb === 'delete') return bringBack(now, item.detail, { signal, sinceMs: original?.startedMs ?? 0 })
      if (verb === 'compress') return removeZip(now, item, { signal })
      if (!to) return left(said('undo.place-not-recorded'))
      if (verb === 'copy' && item.kind === 'folder') return removeMade(now, item, { signal })
      const was = await originalOf(deps, to, { signal })
      if (!was) return left(said('undo.window-closed'))
      if (verb === 'move' || verb === 'rename') return moveBack(files, item, { now, was }, { signal })
      return removeCopy(now, was, item, { signal })
    },
  }
}

/** Undefined if it can no longer be found out whether the original still exists. */
async function originalOf(
  { mounts }: Pick<RunDeps, 'mounts'>,
  location: Location,
  { signal }: Waits,
): Promise<OpenedLocation | undefined> {
  try {
    return await openLocation(mounts, location, { signal })
  } catch (error) {
    if (!isDroppedMount(location.mount)) throw error
    signal.throwIfAborted()
    return undefined
  }
}

/** Yields the finished items, the last one first. */
async function* itemsToUndo(
  { journal }: Pick<RunDeps, 'journal'>,
  original: TransferRecord | undefined,
): AsyncGenerator<readonly NewItem[]> {
  if (!original || original.request.verb === 'undo') return
  const { id, request } = original
  const locations = createItemLocations(journal.items, original)
  for (let before: number | undefined; ;) {
    const items = journal.items.page(id, {
      states: ['done'],
      limit: pageSize,
      from: 'last',
      ...(before !== undefined && { after: before }),
    })
    const last = items.at(-1)
    if (!last) return
    const done = items.filter((item) => item.state === 'done')
    const kept = done.filter((item) => wasDone(item, request.verb))
    if (request.verb === 'compress') yield kept.map((item) => zipBack(item, locations.of(item).to))
    else
      yield kept.map((item) => itemBack(item, isDelete(item, request.verb) ? deletedPlaces(item) : locations.of(item)))
    before = last.number
  }
}

/** The size is that of the zip, not of its contents. */
function zipBack({ name, copiedBytes, detail }: DoneItem, zip: Location): NewItem {
  const { proof } = detail
  return {
    parent: 0,
    name,
    kind: 'file',
    sizeBytes: copiedBytes,
    detail: { ...known({ proof }), places: { from: zip } },
  }
}

/** A folder that existed before the copy was not created by it. */
function wasDone({ kind, detail }: DoneItem, verb: QueuedRequest['verb']): boolean {
  const isMaking = verb === 'copy' ? kind === 'folder' : detail.sync?.do === 'make-folder'
  return !isMaking || detail.isMade === true
}
function isDelete({ detail }: DoneItem, verb: QueuedRequest['verb']): boolean {
  return verb === 'delete' || detail.sync?.do === 'delete' || detail.sync?.do === 'make-folder'
}
function deletedPlaces({ detail: { places, archived } }: DoneItem) {
  return places && { from: places.from, ...(archived && { to: archived }) }
}

/** Returns the item for the reverse direction. */
function itemBack(
  { kind, name, sizeBytes, modifiedMs, detail }: DoneItem,
  places: { readonly from: Location; readonly to?: Location } | undefined,
): NewItem {
  const { from, to } = places ?? {}
  const kept: OpenDetail = {
    ...(detail.sync && { sync: detail.sync }),
    ...(detail.proof && { proof: detail.proof }),
    ...(detail.replaced && { replaced: detail.replaced }),
    ...(detail.isMade !== undefined && { isMade: detail.isMade }),
    ...(detail.route && { route: detail.route }),
    ...(from && { places: to ? { from: to, to: from } : { from } }),
  }
  return {
    parent: 0,
    name,
    kind,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    detail: kept,
  }
}

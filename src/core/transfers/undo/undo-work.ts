/**
 * Undoing what a transfer did, the last item first. Only what is still as the transfer left it is touched; whatever
 * has changed since is left alone, and says so.
 */
import { formatLocation, isDroppedMount, type Location } from '../../../contract/location.ts'
import { known } from '../../../lib/known.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, openLocation, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import { createItemLocations } from '../journal/item-locations.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { DoneItem, NewItem, OpenDetail, OpenItem } from '../journal/item-record.ts'
import type { TransferRecord } from '../journal/records.ts'
import type { RunDeps } from '../journal/run-deps.ts'
import { fileDepsOf } from '../run/file-deps.ts'
import { planItems } from '../run/plan-items.ts'
import type { Run } from '../run/run.ts'
import type { Work } from '../run/work.ts'
import { tidyAfterCrash } from '../stages/tidy-after-crash.ts'
import { moveBack } from './move-back.ts'
import { isAsLeft, left, makeRoom } from './undo-checks.ts'

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
    itemsAtOnce: () => 1, // what is in a folder goes before the folder
    tidy: (waits) => tidyAfterCrash(deps, record, run.locations, waits),
    plan: (waits) => planItems(run, itemsToUndo(deps, original), waits),
    async runItem(item, { signal }) {
      const { from, to } = item.detail.places ?? {}
      if (!from) return left('Nothing is known of where it was.')
      const now = await openLocation(deps.mounts, from, { signal })
      if (verb === 'delete') return bringBack(now, item.detail, { signal, sinceMs: original?.startedMs ?? 0 })
      if (verb === 'compress') return removeZip(now, item, { signal })
      if (!to) return left('Nothing is known of where it was.')
      if (verb === 'copy' && item.kind === 'folder') return removeMade(now, item, { signal })
      const was = await originalOf(deps, to, { signal })
      if (!was) return left('The browser window that held the original was closed, so the copy is left.')
      if (verb === 'move' || verb === 'rename') return moveBack(files, item, { now, was }, { signal })
      return removeCopy(now, was, item, { signal })
    },
  }
}

/** None where nobody can tell any more whether it is still there. */
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

/** What was done, the last item first. */
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
    // folders that were there before a copy are none of its doing
    const undone =
      request.verb === 'copy' ? done.filter(({ kind, detail }) => kind !== 'folder' || detail.isMade) : done
    if (request.verb === 'compress') yield done.map((item) => zipBack(item, locations.of(item).to))
    else yield undone.map((item) => itemBack(item, request.verb === 'delete' ? item.detail.places : locations.of(item)))
    before = last.number
  }
}

/** Its size is that of the zip, not of what is in it. */
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

/** It goes the other way. */
function itemBack(
  { kind, name, sizeBytes, modifiedMs, detail }: DoneItem,
  places: { readonly from: Location; readonly to?: Location } | undefined,
): NewItem {
  const { from, to } = places ?? {}
  const kept: OpenDetail = {
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

async function bringBack(
  location: OpenedLocation,
  detail: OpenDetail,
  { signal, sinceMs }: Waits & { readonly sinceMs: number },
): Promise<ItemOutcome> {
  const { backend, path, mount } = location
  const { deleted, trash } = backend
  if (deleted) {
    await deleted.restore(path, { signal })
    return { kind: 'done', detail }
  }
  if (!trash?.bringBack) {
    return left(`It is in the trash of this computer; take it out there. (${formatLocation({ mount, path })})`)
  }
  if (!(await makeRoom(location, { signal }))) return left('Something has its name again, so it stays in the trash.')
  try {
    // the trash tells whole seconds
    await trash.bringBack(path, { signal, sinceMs: Math.floor(sinceMs / 1000) * 1000 })
  } catch (error) {
    if (isFailure(error, 'not-found')) return left('It is not in the trash any more.')
    throw error
  }
  return { kind: 'done', detail }
}

async function removeZip(zip: OpenedLocation, item: OpenItem, { signal }: Waits): Promise<ItemOutcome> {
  const there = await statIfAny(zip, { signal })
  if (!there) return left('The zip is gone already.')
  if (there.kind !== 'file' || !isAsLeft(there, item)) return left('The zip was changed since, so it is left.')
  await zip.backend.remove(zip.path, { signal })
  return { kind: 'done', detail: item.detail }
}

async function removeMade(
  { backend, path }: OpenedLocation,
  { detail }: OpenItem,
  { signal }: Waits,
): Promise<ItemOutcome> {
  try {
    await backend.remove(path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-empty')) return left('Something else is in the folder now.')
    if (!isFailure(error, 'not-found')) throw error
  }
  return { kind: 'done', detail }
}

async function removeCopy(
  copy: OpenedLocation,
  source: OpenedLocation,
  item: OpenItem,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { detail, sizeBytes } = item
  const there = await statIfAny(copy, { signal })
  if (!there) return left('The copy is gone already.')
  if (there.kind !== 'file' || !isAsLeft(there, item)) return left('The copy was changed since, so it is left.')
  if (detail.replaced) return restoreBefore(copy, detail, { signal })
  const original = await statIfAny(source, { signal })
  if (!original || original.sizeBytes !== sizeBytes)
    return left('The original is gone or was changed, so the copy is left.')
  await copy.backend.remove(copy.path, { signal })
  return { kind: 'done', detail }
}

/** What it replaced becomes the current version again; the copy stays as a version, so nothing is lost. */
async function restoreBefore(
  { backend, path }: OpenedLocation,
  detail: OpenDetail,
  { signal }: Waits,
): Promise<ItemOutcome> {
  if (!backend.versions) return left('What it replaced was not kept there, so the copy is left.')
  let isNext = false
  for await (const versions of backend.versions.list(path, { signal })) {
    for (const version of versions) {
      if (isNext && version.kind === 'version') {
        await backend.versions.restore(path, version.id, { signal })
        return { kind: 'done', detail }
      }
      isNext ||= detail.proof?.version === undefined || version.id === detail.proof.version
    }
  }
  return left('What it replaced was not kept there, so the copy is left.')
}

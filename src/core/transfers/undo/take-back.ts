/** Undoes single items. */
import { said } from '../../../contract/sentences/said.ts'
import { formatLocation } from '../../../contract/location.ts'
import type { Waits } from '../../backends/backend.ts'
import { isFailure, type OpenedLocation, statIfAny } from '../../operations/opened-location.ts'
import type { ItemOutcome } from '../journal/item-outcome.ts'
import type { OpenDetail, OpenItem } from '../journal/item-record.ts'
import { isAsLeft, left, makeRoom } from './undo-checks.ts'

export async function bringBack(
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
    return left(said('undo.in-trash-here', { place: formatLocation({ mount, path }) }))
  }
  if (!(await makeRoom(location, { signal }))) return left(said('undo.name-taken-trash'))
  try {
    // The trash stores whole seconds.
    await trash.bringBack(path, { signal, sinceMs: Math.floor(sinceMs / 1000) * 1000 })
  } catch (error) {
    if (isFailure(error, 'not-found')) return left(said('undo.not-in-trash'))
    throw error
  }
  return { kind: 'done', detail }
}

export async function removeZip(zip: OpenedLocation, item: OpenItem, { signal }: Waits): Promise<ItemOutcome> {
  const there = await statIfAny(zip, { signal })
  if (!there) return left(said('undo.zip-gone'))
  if (there.kind !== 'file' || !isAsLeft(there, item)) return left(said('undo.zip-changed'))
  await zip.backend.remove(zip.path, { signal })
  return { kind: 'done', detail: item.detail }
}

export async function removeMade(
  { backend, path }: OpenedLocation,
  { detail }: OpenItem,
  { signal }: Waits,
): Promise<ItemOutcome> {
  try {
    await backend.remove(path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-empty')) return left(said('undo.folder-not-empty'))
    if (!isFailure(error, 'not-found')) throw error
  }
  return { kind: 'done', detail }
}

export async function removeCopy(
  copy: OpenedLocation,
  source: OpenedLocation,
  item: OpenItem,
  { signal }: Waits,
): Promise<ItemOutcome> {
  const { detail, sizeBytes } = item
  const there = await statIfAny(copy, { signal })
  if (!there) return left(said('undo.copy-gone'))
  if (there.kind !== 'file' || !isAsLeft(there, item)) return left(said('undo.copy-changed'))
  if (detail.replaced) return restoreBefore(copy, detail, { signal })
  const original = await statIfAny(source, { signal })
  if (!original || original.sizeBytes !== sizeBytes) return left(said('undo.original-gone'))
  await copy.backend.remove(copy.path, { signal })
  return { kind: 'done', detail }
}

/** The replaced version becomes the current one again. The copy stays as a version, so nothing is lost. */
async function restoreBefore(
  { backend, path }: OpenedLocation,
  detail: OpenDetail,
  { signal }: Waits,
): Promise<ItemOutcome> {
  if (!backend.versions) return left(said('undo.no-version-before'))
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
  return left(said('undo.no-version-before'))
}

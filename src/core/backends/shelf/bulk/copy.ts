/** Copies files of this computer, with history: the content of each source is stored, then the file is copied. */
import { failureOf } from '../../../../contract/failure.ts'
import type { BulkCopy, BulkFacet, BulkOptions, BulkStored } from '../../facets/bulk.ts'
import { localFailure } from '../../local/failures/failures.ts'
import type { Shelf } from '../shelf.ts'
import { placeAll } from './place-all.ts'
import { type KeptItem, storeKept } from './store.ts'

const operation = 'shelf.bulk.copy'

export async function* copyGroup(shelf: Shelf, bulk: BulkFacet, group: readonly BulkCopy[], options: BulkOptions) {
  const { refused, placed } = await placeAll(shelf, group, ({ path }) => path, operation)
  if (refused.length > 0) yield refused
  const removals = shelf.history.removals()
  const sources = placed.map(({ item }) => item.fromLocalPath)
  const kept = await shelf.content.keepFiles(sources, options).catch((error: unknown) => {
    options.signal.throwIfAborted()
    return error instanceof Error ? error : new Error(String(error))
  })
  if (kept instanceof Error) {
    yield placed.map(({ item }) => failedCopy(item, kept))
    return
  }
  const ready: KeptItem<BulkCopy>[] = []
  const failed: BulkStored[] = []
  for (const [at, { item, place }] of placed.entries()) {
    const saved = kept[at]
    // the copy itself reports a source that is gone or is not a file
    const isToSay = saved?.error?.code === 'ENOSPC' || saved?.error?.code === 'EDQUOT'
    if (saved?.error && isToSay) {
      failed.push(failedCopy(item, Object.assign(new Error(saved.error.message), saved.error)))
    } else ready.push({ item, place, saved: saved?.error ? undefined : saved })
  }
  if (failed.length > 0) yield failed
  if (ready.length === 0 || !bulk.copy) return
  const copy = (items: readonly BulkCopy[]) => bulk.copy?.(items, options) ?? []
  yield await shelf.lock.hold(options.signal, () => storeKept(shelf, ready, copy, { ...options, removals }))
}

function failedCopy({ path }: BulkCopy, error: Error): BulkStored {
  return { path, failure: failureOf(localFailure(error, operation, path), operation) }
}

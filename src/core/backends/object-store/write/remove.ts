import type { Waits } from '../../backend.ts'
import { atAddress, type Inside } from '../address.ts'
import { type Attempt, nothingAt, refuse } from '../failures/failures.ts'
import { unlessDenied } from '../failures/refusal.ts'
import type { Found, ObjectStore } from '../store.ts'

/**
 * Removes a file, an empty folder's marker, or an empty container. A folder without a marker exists only as long as it
 * is not empty.
 */
export async function removeEntry(store: ObjectStore, path: string, { signal }: Waits): Promise<void> {
  await atAddress(store, { operation: `${store.name}.remove`, path, signal }, async (address, attempt) => {
    if (path === '' || address.kind === 'account') {
      throw refuse('bad-input', 'store.top-unchangeable', attempt)
    }
    if (address.kind === 'container') return store.removeContainer(address.container, attempt, signal)
    return removeInside(store, address, attempt, signal)
  })
}

async function removeInside(
  store: ObjectStore,
  { container, file, folder }: Inside,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  // with the right to delete but not to read, the file is deleted; the service decides what it reports if nothing
  // exists
  const unseen: Found = { kind: 'file', facts: {} }
  const found =
    file === undefined ? undefined : await unlessDenied<Found | undefined>(store.head(container, file, signal), unseen)
  if (file !== undefined && found?.kind === 'file') return removeKey(store, container, file, signal)
  const isMarked = found?.kind === 'folder'
  const keys = folder === undefined ? [] : await store.firstKeys(container, folder, signal)
  if (folder === undefined || (keys.length === 0 && !isMarked)) throw nothingAt(attempt)
  if (keys.some((key) => key !== folder)) {
    throw refuse('not-empty', 'store.not-empty', attempt)
  }
  if (keys.length > 0) await removeKey(store, container, folder, signal)
  if (isMarked && file !== undefined) await removeKey(store, container, file, signal)
  store.folders.drop(container, folder)
}

async function removeKey(store: ObjectStore, container: string, key: string, signal: AbortSignal): Promise<void> {
  store.written?.drop(container, key)
  await store.removeKey(container, key, signal)
}

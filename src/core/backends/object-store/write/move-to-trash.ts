import type { CodeOf } from '../../../../contract/sentences/said.ts'
import type { Waits } from '../../backend.ts'
import { atAddress, type Inside } from '../address.ts'
import { type Attempt, nothingAt, refuse } from '../failures/failures.ts'
import { whatIsAt } from '../read/look-up.ts'
import type { ObjectStore } from '../store.ts'

/** How a store that retains deleted objects deletes. */
export interface KeptDeletions {
  /** Returns why a deletion would be permanent, or undefined if it would not. */
  whyForGood(container: string, signal: AbortSignal): Promise<CodeOf<never> | undefined>
  deleteFile(container: string, key: string, signal: AbortSignal): Promise<void>
  /**
   * Deletes everything below a folder, and its marker. Stops at the first failure; what was deleted until then can be
   * restored like the rest.
   */
  deleteFolder(address: Inside, isMarked: boolean, attempt: Attempt, signal: AbortSignal): Promise<void>
}

/**
 * Moves an entry to the trash by deleting it, in a store that retains deleted objects. It checks this each time,
 * because the retention may have been switched off, and then a deletion would be permanent.
 */
export async function moveToTrash(
  store: ObjectStore,
  path: string,
  { signal }: Waits,
  deletions: KeptDeletions,
): Promise<void> {
  const operation = `${store.name}.trash.moveToTrash`
  await atAddress(store, { operation, path, signal }, async (address, attempt) => {
    if (address.kind !== 'inside') {
      throw refuse('unsupported', 'objects.no-trash-here', attempt)
    }
    const { container, file, folder } = address
    const why = await deletions.whyForGood(container, signal)
    if (why !== undefined) throw refuse('unsupported', why, attempt)
    const found = await whatIsAt(store, container, address, signal)
    if (found.kind === 'nothing') throw nothingAt(attempt)
    if (found.kind === 'file') {
      if (file !== undefined) await deletions.deleteFile(container, file, signal)
      return
    }
    await deletions.deleteFolder(address, found.isMarked === true, attempt, signal)
    if (folder !== undefined) store.folders.drop(container, folder)
  })
}

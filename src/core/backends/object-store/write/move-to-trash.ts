import type { CodeOf } from '../../../../contract/sentences/said.ts'
import type { Waits } from '../../backend.ts'
import { atAddress, type Inside } from '../address.ts'
import { type Attempt, nothingAt, refuse } from '../failures/failures.ts'
import { whatIsAt } from '../read/look-up.ts'
import type { ObjectStore } from '../store.ts'

/** How a store that keeps what is deleted deletes. */
export interface KeptDeletions {
  /** Why a deletion would be for good, if it would. */
  whyForGood(container: string, signal: AbortSignal): Promise<CodeOf<never> | undefined>
  deleteFile(container: string, key: string, signal: AbortSignal): Promise<void>
  /**
   * With all that is below it, and its mark. Ends at the first failure; what was deleted until then can be brought back
   * like the rest.
   */
  deleteFolder(address: Inside, isMarked: boolean, attempt: Attempt, signal: AbortSignal): Promise<void>
}

/**
 * Where deletions are kept, deleting is taking to the trash. Whether they still are is asked each time: it may have been
 * switched off since, and then a deletion would be for good.
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

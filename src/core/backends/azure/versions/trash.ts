import { type Inside, attemptAt, addressOf } from '../../object-store/address.ts'
import { whatIsAt } from '../../object-store/read/look-up.ts'
import { type Attempt, nothingAt, refuse } from '../../object-store/failures/failures.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { failingAs } from '../failures/failures.ts'
import { flatSegment, isMarker } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { deleteBlob } from '../write/remove.ts'
import { mostInBatch, removeBatch } from '../write/remove-many.ts'
import { softDeleteOf } from './soft-delete.ts'

const operation = 'azure.trash.moveToTrash'

/**
 * Where the account keeps what is deleted for some days, deleting is taking to the trash. Whether it still does is asked
 * each time: it may have been switched off since, and then a deletion would be for good.
 */
export function trashOf(scope: Scope): NonNullable<Backend['trash']> {
  return {
    async moveToTrash(path, { signal }) {
      signal.throwIfAborted()
      const address = addressOf(scope, path, operation)
      const attempt = attemptAt(address, operation, path)
      await failingAs(attempt, async () => {
        if (address.kind !== 'inside') {
          throw refuse('unsupported', (what) => `${what} can’t be taken to a trash.`, attempt)
        }
        const { container, file, folder } = address
        if ((await softDeleteOf(scope, signal)) !== 'on') {
          throw refuse('unsupported', () => 'Soft delete was switched off, so a deletion would be for good.', attempt)
        }
        const found = await whatIsAt(scope, container, address, signal)
        if (found.kind === 'nothing') throw nothingAt(attempt)
        if (found.kind === 'file' && file !== undefined) return deleteBlob(scope, container, file, signal)
        if (folder !== undefined) await deleteBelow(scope, address, folder, attempt, signal)
        if (found.kind === 'folder' && found.isMarked && file !== undefined) {
          await deleteBlob(scope, container, file, signal)
        }
      })
    },
  }
}

/** Ends at the first failure; what was deleted until then can be brought back like the rest. */
async function deleteBelow(scope: Scope, address: Inside, prefix: string, attempt: Attempt, signal: AbortSignal) {
  const { container } = address
  const marks: string[] = []
  let marker: string | undefined
  do {
    const page = await flatSegment(scope, container, prefix, signal, {
      includeMetadata: true,
      ...(marker && { marker }),
    })
    const rows = page.segment.blobItems
    marks.push(...rows.filter(({ metadata }) => isMarker(metadata)).map(({ name }) => name))
    await deleteAll(
      scope,
      container,
      rows.filter(({ metadata }) => !isMarker(metadata)).map(({ name }) => name),
      attempt,
      signal,
    )
    marker = page.continuationToken
  } while (marker)
  // directories of a hierarchical namespace have to be empty: the innermost first
  for (const key of marks.toSorted((a, b) => b.length - a.length)) await deleteBlob(scope, container, key, signal)
  scope.folders.drop(container, prefix)
}

async function deleteAll(
  scope: Scope,
  container: string,
  keys: readonly string[],
  attempt: Attempt,
  signal: AbortSignal,
) {
  for (let at = 0; at < keys.length; at += mostInBatch) {
    const some = keys.slice(at, at + mostInBatch)
    const targets = some.map((key) => ({ path: attempt.path, container, key, attempt }))
    const removals = some.length > 1 ? await removeBatch(scope, targets, signal) : undefined
    const failure = removals?.find((removal) => removal.failure)?.failure
    if (failure) throw new StorageError(failure)
    if (!removals) for (const key of some) await deleteBlob(scope, container, key, signal)
  }
}

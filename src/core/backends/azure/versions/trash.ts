import type { Attempt } from '../../object-store/failures/failures.ts'
import { moveToTrash } from '../../object-store/write/move-to-trash.ts'
import { StorageError } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { flatSegment, isMarker } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { deleteBlob } from '../write/remove.ts'
import { mostInBatch, removeBatch } from '../write/remove-many.ts'
import { softDeleteOf } from './soft-delete.ts'

/** The trash of an account that retains deleted blobs for some days. */
export function trashOf(scope: Scope): NonNullable<Backend['trash']> {
  return {
    moveToTrash: (path, waits) =>
      moveToTrash(scope, path, waits, {
        async whyForGood(_, signal) {
          const isKept = (await softDeleteOf(scope, signal)) === 'on'
          return isKept ? undefined : 'azure.soft-delete-now-off'
        },
        deleteFile: (container, key, signal) => deleteBlob(scope, container, key, signal),
        async deleteFolder({ container, file, folder }, isMarked, attempt, signal) {
          if (folder !== undefined) await deleteBelow(scope, container, folder, attempt, signal)
          if (isMarked && file !== undefined) await deleteBlob(scope, container, file, signal)
        },
      }),
  }
}

async function deleteBelow(scope: Scope, container: string, prefix: string, attempt: Attempt, signal: AbortSignal) {
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
  // directories of a hierarchical namespace must be empty, so the deepest come first
  for (const key of marks.toSorted((a, b) => b.length - a.length)) await deleteBlob(scope, container, key, signal)
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

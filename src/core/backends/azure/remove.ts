import { unlessDenied } from '../object-store/refusal.ts'
import { type Attempt, refuse } from '../object-store/failures.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { firstKeys, headIfAny, isMarker } from './look-up.ts'
import { attemptAt, type Inside, placeOf, type Scope } from './place.ts'

const operation = 'azure.remove'

/**
 * Removes a file, an empty folder's mark, or an empty container. A folder without a mark is there only as long as something
 * is in it. A file with snapshots is left: they would go with it, and they are versions.
 */
export async function removeEntry(scope: Scope, path: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  await failingAs(attempt, async () => {
    if (path === '' || place.kind === 'account') {
      throw refuse('bad-input', () => 'The top folder of a mount itself can’t be removed.', attempt)
    }
    if (place.kind === 'container-root') return removeContainer(scope, place.container, attempt, signal)
    return removeInside(scope, place, attempt, signal)
  })
}

type Head = Awaited<ReturnType<typeof headIfAny>> | 'unseen'

async function removeInside(scope: Scope, place: Inside, attempt: Attempt, signal: AbortSignal): Promise<void> {
  const { container, file, folder } = place
  // who may delete but not read gets the file deleted; the service says no where nothing is
  const head =
    file === undefined ? undefined : await unlessDenied<Head>(headIfAny(scope, container, file, signal), 'unseen')
  const isMarked = head !== undefined && head !== 'unseen' && isMarker(head.metadata)
  if (file !== undefined && head !== undefined && !isMarked) return deleteBlob(scope, container, file, signal)
  const keys = folder === undefined ? [] : await firstKeys(scope, container, folder, signal)
  if (folder === undefined || (keys.length === 0 && !isMarked)) {
    throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
  }
  if (keys.some((key) => key !== folder)) {
    throw refuse('not-empty', (what) => `The folder ${what} is not empty.`, attempt)
  }
  if (keys.length > 0) await deleteBlob(scope, container, folder, signal)
  if (isMarked && file !== undefined) await deleteBlob(scope, container, file, signal)
  scope.folders.drop(container, folder)
}

export async function deleteBlob(
  { client }: Scope,
  container: string,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  await client.request({ right: 'delete', signal }, ({ abortSignal }) =>
    client.blob(container, key).delete({ abortSignal }),
  )
}

/** The service would delete a container with all it holds. */
async function removeContainer(scope: Scope, container: string, attempt: Attempt, signal: AbortSignal): Promise<void> {
  const { client } = scope
  if ((await firstKeys(scope, container, '', signal)).length > 0) {
    throw refuse('not-empty', (what) => `The container ${what} is not empty.`, attempt)
  }
  const { etag } = await client.request({ right: 'read container', signal }, ({ abortSignal }) =>
    client.container(container).getProperties({ abortSignal }),
  )
  if (etag === undefined) throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
  await client.request({ right: 'delete container', signal }, ({ abortSignal }) =>
    client.container(container).delete({ abortSignal }),
  )
}

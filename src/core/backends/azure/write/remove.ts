import { nothingAt, refuse, type Attempt } from '../../object-store/failures/failures.ts'
import { firstKeys } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'

export async function deleteBlob(
  { client }: Pick<Scope, 'client'>,
  container: string,
  key: string,
  signal: AbortSignal,
): Promise<void> {
  await client.request({ right: 'delete', signal }, ({ abortSignal }) =>
    client.blob(container, key).delete({ abortSignal }),
  )
}

/** Checks that the container is empty, because the service would delete it with everything in it. */
export async function removeContainer(
  scope: Pick<Scope, 'client'>,
  container: string,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const { client } = scope
  if ((await firstKeys(scope, container, '', signal)).length > 0) {
    throw refuse('not-empty', 'azure.container-not-empty', attempt)
  }
  const { etag } = await client.request({ right: 'read container', signal }, ({ abortSignal }) =>
    client.container(container).getProperties({ abortSignal }),
  )
  if (etag === undefined) throw nothingAt(attempt)
  await client.request({ right: 'delete container', signal }, ({ abortSignal }) =>
    client.container(container).delete({ abortSignal }),
  )
}

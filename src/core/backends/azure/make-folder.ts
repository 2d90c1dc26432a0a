import { isUnmet, unlessDenied } from '../object-store/refusal.ts'
import { type Attempt, refuse } from '../object-store/failures.ts'
import { parentPrefix } from '../object-store/object-names.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { isFolder, markerName, whatIsAt } from './look-up.ts'
import { attemptAt, checkNewName, placeOf, type Scope } from './place.ts'
import { putBlob } from './write.ts'

const operation = 'azure.makeFolder'

/**
 * A folder with nothing in it is kept as an empty blob of its name that says so in its metadata, as the tools of Azure do
 * it. Beside a file of that name it is kept as a blob whose name ends in a slash.
 */
export async function makeFolder(scope: Scope, path: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  await failingAs(attempt, async () => {
    if (place.kind === 'account') throw existing(attempt)
    const { container, folder } = place
    if (place.kind === 'container-root') {
      if (path === '') throw existing(attempt)
      return createContainer(scope, container, signal)
    }
    if (folder === undefined) throw refuse('bad-name', (what) => `${what} can't be the name of a folder.`, attempt)
    checkNewName(folder, attempt)
    const [hasParent, found] = await Promise.all([
      unlessDenied(isFolder(scope, container, parentPrefix(folder), signal), true),
      unlessDenied(whatIsAt(scope, container, place, signal), undefined),
    ])
    if (!hasParent) throw refuse('not-found', (what) => `There is no folder to make ${what} in.`, attempt)
    if (found && found.kind !== 'nothing') throw existing(attempt)
    try {
      const stored = { mustBeNew: true, headers: {}, metadata: { [markerName]: 'true' } }
      await putBlob(scope, { container, key: place.file ?? folder, bytes: new Uint8Array(), stored, signal })
    } catch (error) {
      throw isUnmet(error) ? existing(attempt) : error
    }
    scope.folders.add(container, folder)
    scope.absent.drop(container, folder.slice(0, -1))
  })
}

export async function createContainer({ client }: Scope, container: string, signal: AbortSignal): Promise<void> {
  await client.request({ right: 'create container', signal }, ({ abortSignal }) =>
    client.container(container).create({ abortSignal }),
  )
}

function existing(attempt: Attempt) {
  return refuse('exists', (what) => `There is something named ${what} already.`, attempt)
}

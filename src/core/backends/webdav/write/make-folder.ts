import type { Waits } from '../../backend.ts'
import { davPath, foldersOf } from '../connect/paths.ts'
import type { DavServer } from '../connect/server.ts'
import { existing, failingAs, hasStatus, refuse } from '../failures/failures.ts'
import { lookUpIfAny } from '../read/look-up.ts'
import { explainPut } from './targets.ts'

const operation = 'webdav.makeFolder'

/** Checks first whether the folder exists, because some servers report success for an existing folder. */
export async function makeFolder(server: DavServer, path: string, { signal }: Waits): Promise<void> {
  return failingAs(operation, path, async () => {
    if (path === '') throw refuse('exists', 'store.top-exists', operation, path)
    const full = davPath(server.root, path, operation)
    if (await lookUpIfAny(server, full, { signal })) throw existing(operation, path)
    try {
      await server.requests.ask({ method: 'MKCOL', path: foldersOf(full), signal })
    } catch (error) {
      if (hasStatus(error, 405)) throw existing(operation, path, error)
      throw await explainPut(server, path, error, operation, { signal })
    }
  })
}

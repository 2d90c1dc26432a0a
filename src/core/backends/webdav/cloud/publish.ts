import { said } from '../../../../contract/sentences/said.ts'
import { createNameLocks } from '../../name-locks.ts'
import { baseName } from '../../../../contract/location.ts'
import type { PublishOptions, Stored } from '../../backend.ts'
import type { DavPath } from '../connect/paths.ts'
import { existing, hasStatus, refuse } from '../failures/failures.ts'
import { entryOf, sizeOf } from '../read/facts.ts'
import { lookUp } from '../read/look-up.ts'
import { targetOf } from '../write/targets.ts'
import type { CloudServer } from './cloud.ts'

/**
 * The server first checks whether the name is free and then writes. Another writer could write in between, so writers
 * here take turns.
 */
const locks = createNameLocks()

interface Putting extends Pick<PublishOptions, 'ifExists' | 'signal'> {
  readonly path: string
  readonly sentBytes: number
  readonly operation: string
}

/** Stores bytes under the name with one request. The server keeps the replaced file as a version. */
export async function putAs(
  server: CloudServer,
  full: DavPath,
  { path, sentBytes, ifExists, signal, operation }: Putting,
  put: (overwrite: boolean) => Promise<unknown>,
): Promise<Stored> {
  return locks.hold(server.requests.origin + full, async () => {
    const { old } = await targetOf(server, path, { ifExists, signal }, operation)
    try {
      await put(old !== undefined)
    } catch (error) {
      if (hasStatus(error, 412)) throw existing(operation, path, error)
      throw error
    }
    const found = await lookUp(server, full, { signal })
    const sizeBytes = sizeOf(found)
    if (sizeBytes === sentBytes) return { ...entryOf(baseName(path), found), proof: 'size' }
    const why = said('server.wrong-size', { what: path, actual: sizeBytes ?? 0, expected: sentBytes })
    throw refuse('corrupt', why, operation, path)
  })
}

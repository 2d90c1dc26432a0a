/**
 * Reads the states of many files with one call, in a worker thread. A call for each file would cost more than all other
 * work on it.
 */
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backend.ts'
import type { OsPath } from '../paths/names.ts'
import { toOsPath } from '../paths/os-path.ts'
import type { BulkThreads } from './bulk.ts'
import type { BulkAnswer } from './bulk-protocol.ts'

/** Returns the identities in the order of the paths. */
export async function identitiesIn(
  threads: BulkThreads,
  root: string,
  paths: readonly string[],
  { signal }: Waits,
): Promise<readonly (string | undefined)[]> {
  signal.throwIfAborted()
  const known = paths.map((path) => osPathIfAny(root, path))
  const job = { kind: 'identities', paths: known.filter((path) => path !== undefined) } as const
  let leave = () => {}
  const answer = new Promise<BulkAnswer>((resolve, reject) => {
    leave = threads.run(job, { onMessage: resolve, onLost: reject })
  })
  try {
    const { identities = [] } = await unlessAborted(answer, signal)
    let next = 0
    return known.map((path) => (path === undefined ? undefined : identities[next++]))
  } catch (error) {
    leave()
    throw error
  }
}

/** Returns undefined for a name that no file of this computer can have. */
function osPathIfAny(root: string, path: string): OsPath | undefined {
  try {
    return toOsPath(root, path, 'local.identities')
  } catch {
    return undefined
  }
}

/** Many files are looked at in one call, in a worker thread: a call for each would cost more than all else done with it. */
import { unlessAborted } from '../../../../lib/flow/unless-aborted.ts'
import type { Waits } from '../../backend.ts'
import type { OsPath } from '../paths/names.ts'
import { toOsPath } from '../paths/os-path.ts'
import type { BulkThreads } from './bulk.ts'
import type { BulkAnswer } from './bulk-protocol.ts'

/** In the order of the paths. */
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

/** Undefined for a name that no file of this computer can have. */
function osPathIfAny(root: string, path: string): OsPath | undefined {
  try {
    return toOsPath(root, path, 'local.identities')
  } catch {
    return undefined
  }
}

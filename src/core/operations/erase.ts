/** Deletes permanently: on a store that keeps replaced or deleted versions, all of them are removed too. */
import { said } from '../../contract/sentences/said.ts'
import { type Failure, StorageError } from '../../contract/failure.ts'
import { formatLocation } from '../../contract/location.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { FailedState, StatesTarget } from '../backends/facets/states.ts'
import { removeTree, withOthers } from './remove.ts'

export interface Erased {
  /** The number of removed states, including deletions; 0 if the store keeps only the current one. */
  readonly versions: number
  readonly failure?: Failure
}

interface Found {
  versions: number
  failed: number
  first?: FailedState
}

/** Each target has its own result. For backends with `versions.removeAll`. */
export async function eraseStates(
  backend: Backend,
  mount: string,
  targets: readonly StatesTarget[],
  { signal }: Waits,
): Promise<ReadonlyMap<string, Erased>> {
  const found = new Map<string, Found>(targets.map(({ path }) => [path, { versions: 0, failed: 0 }]))
  for await (const results of backend.versions?.removeAll?.(targets, { signal }) ?? []) {
    for (const { path, versions, failures } of results) {
      const known = found.get(path)
      if (!known) continue
      known.versions += versions
      known.failed += failures.length
      const [first] = failures
      if (first) known.first ??= first
    }
  }
  return new Map([...found].map(([path, each]) => [path, erasedOf(mount, each)]))
}

function erasedOf(mount: string, { versions, failed, first }: Found): Erased {
  if (!first) return { versions }
  const { path, failure } = first
  const all = withOthers(failure, failed - 1)
  const why =
    versions > 0 ? { ...all, ...said('erase.some-versions-deleted', { failure: all.message, versions }) } : all
  return { versions, failure: { ...why, location: formatLocation({ mount, path }) } }
}

/** Throws if old versions are kept and can't be removed, because a delete would only hide them. */
export function refuseIfKept({ capabilities }: Backend): void {
  if (capabilities.keepsVersions !== true) return
  const why = capabilities.withheld.versions ?? said('erase.versions-withheld').message
  throw new StorageError({ kind: 'denied', ...said('erase.versions-kept', { why }), operation: 'erase' })
}

/** Erases a file, or a folder with everything it holds. Returns the number of removed states. */
export async function eraseTree(backend: Backend, mount: string, path: string, { signal }: Waits): Promise<number> {
  if (!backend.versions?.removeAll) {
    refuseIfKept(backend)
    await removeTree(backend, path, { signal })
    return 0
  }
  const { kind } = await backend.stat(path, { signal })
  const target = { path, kind: kind === 'folder' ? kind : 'file' } as const
  const erased = (await eraseStates(backend, mount, [target], { signal })).get(path)
  if (erased?.failure) throw new StorageError(erased.failure)
  return erased?.versions ?? 0
}

import type { Backend, Waits } from '../../backends/backend.ts'
import type { StatesTarget } from '../../backends/facets/states.ts'
import { type Erased, eraseStates, refuseIfKept } from '../../operations/erase.ts'
import { removeTree } from '../../operations/remove.ts'
import { type Batcher, createBatcher } from '../../../lib/flow/batcher.ts'
import { createRemover } from './remover.ts'
import type { OpenedLocation } from '../../operations/opened-location.ts'

/** Permanently deletes one of many entries, in batches if the store supports them. */
export interface Eraser {
  erase(location: OpenedLocation, kind: StatesTarget['kind']): Promise<Erased>
}

/** `signal` cancels all deletions. */
export function createEraser({ signal }: Waits): Eraser {
  const batchers = new Map<Backend, Batcher<StatesTarget, Erased>>()
  const remover = createRemover({ signal })

  function batcherOf({ backend, mount }: OpenedLocation) {
    let batcher = batchers.get(backend)
    if (!batcher) {
      batcher = createBatcher({
        mostRequests: 1000,
        mostBytes: Infinity,
        atOnce: 2,
        bytesOf: () => 0,
        async run(targets: readonly StatesTarget[]) {
          const erased = await eraseStates(backend, mount, targets, { signal })
          return new Map(targets.map((target) => [target, erased.get(target.path) ?? { versions: 0 }]))
        },
      })
      batchers.set(backend, batcher)
    }
    return batcher
  }
  return {
    async erase(location, kind) {
      const { backend, path } = location
      if (backend.versions?.removeAll) return batcherOf(location).add({ path, kind })
      refuseIfKept(backend)
      await (kind === 'folder' ? removeTree(backend, path, { signal }) : remover.remove(location))
      return { versions: 0 }
    },
  }
}

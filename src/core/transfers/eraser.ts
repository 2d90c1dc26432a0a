import type { Backend, Waits } from '../backends/backend.ts'
import type { StatesTarget } from '../backends/states.ts'
import { type Erased, eraseStates, refuseIfKept } from '../operations/erase.ts'
import { removeTree } from '../operations/remove.ts'
import { type Batcher, createBatcher } from './batcher.ts'
import { createRemover } from './remover.ts'
import type { Spot } from './spot.ts'

/** Deletes one of many for good, together with others where the store can. */
export interface Eraser {
  erase(spot: Spot, kind: StatesTarget['kind']): Promise<Erased>
}

/** `signal` ends them all. */
export function createEraser({ signal }: Waits): Eraser {
  const batchers = new Map<Backend, Batcher<StatesTarget, Erased>>()
  const remover = createRemover({ signal })

  function batcherOf({ backend, mount }: Spot) {
    let batcher = batchers.get(backend)
    if (!batcher) {
      batcher = createBatcher({
        mostOrders: 1000,
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
    async erase(spot, kind) {
      const { backend, path } = spot
      if (backend.versions?.removeAll) return batcherOf(spot).add({ path, kind })
      refuseIfKept(backend)
      await (kind === 'folder' ? removeTree(backend, path, { signal }) : remover.remove(spot))
      return { versions: 0 }
    },
  }
}

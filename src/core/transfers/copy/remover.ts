import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import { createCrew } from '../../../lib/crew.ts'
import type { Backend, Removal, Waits } from '../../backends/backend.ts'
import { type Batcher, createBatcher } from '../../../lib/batcher.ts'
import type { OpenItem } from '../journal/item-record.ts'
import { type OpenedLocation, locationFailure } from '../../operations/opened-location.ts'

/** Removes one of many files or empty folders, together with others where the store can. */
export interface Remover {
  /** Throws what the removal of this one ended with. `check` is made as late as can be; what it throws keeps the file. */
  remove(location: OpenedLocation, check?: () => Promise<void>): Promise<void>
}

interface Order {
  readonly path: string
  readonly check?: () => Promise<void>
}

const checkedAtOnce = 32

/** `signal` ends them all. */
export function createRemover({ signal }: Waits): Remover {
  const batchers = new Map<Backend, Batcher<Order, Removal>>()

  function batcherOf(backend: Backend, facet: NonNullable<Backend['removeMany']>) {
    let batcher = batchers.get(backend)
    if (!batcher) {
      batcher = createBatcher({
        mostOrders: 1000,
        mostBytes: Infinity,
        atOnce: 2,
        bytesOf: () => 0,
        run: (orders: readonly Order[]) => removeBatch(facet, orders, { signal }),
      })
      batchers.set(backend, batcher)
    }
    return batcher
  }
  return {
    async remove({ backend, path }, check) {
      if (!backend.removeMany) {
        await check?.()
        return backend.remove(path, { signal })
      }
      const order = { path, ...(check && { check }) }
      const { failure } = await batcherOf(backend, backend.removeMany).add(order)
      if (failure) throw new StorageError(failure)
    },
  }
}

async function removeBatch(
  facet: NonNullable<Backend['removeMany']>,
  orders: readonly Order[],
  { signal }: Waits,
): Promise<ReadonlyMap<Order, Removal>> {
  const kept = await failedChecks(orders)
  const paths = orders.filter((order) => !kept.has(order)).map(({ path }) => path)
  const failures = new Map<string, Failure>()
  if (paths.length > 0) {
    for await (const removals of facet.removeMany(paths, { signal })) {
      for (const { path, failure } of removals) if (failure) failures.set(path, failure)
    }
  }
  return new Map(
    orders.map((order) => {
      const failure = kept.get(order) ?? failures.get(order.path)
      return [order, { path: order.path, ...(failure && { failure }) }]
    }),
  )
}

async function failedChecks(orders: readonly Order[]): Promise<ReadonlyMap<Order, Failure>> {
  const failed = new Map<Order, Failure>()
  const crew = createCrew(checkedAtOnce)
  for (const order of orders) {
    const { check } = order
    if (!check) continue
    await crew.begin(async () => {
      try {
        await check()
      } catch (error) {
        failed.set(order, failureOf(error, 'transfer'))
      }
    })
  }
  await crew.finish()
  return failed
}

/** Of a move: the source, only in the state that was copied. */
export async function removeSource(
  remover: Remover,
  { sizeBytes, modifiedMs }: OpenItem,
  from: OpenedLocation,
  { signal }: Waits,
): Promise<void> {
  await remover.remove(from, async () => {
    const now = await from.backend.stat(from.path, { signal })
    if (now.sizeBytes !== sizeBytes || now.modifiedMs !== modifiedMs) {
      throw locationFailure('changed', from, 'was copied but changed meanwhile, so the original is kept.')
    }
  })
}

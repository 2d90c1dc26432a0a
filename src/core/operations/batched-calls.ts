import type { Backend } from '../backends/backend.ts'
import type { BulkCopy, BulkRead, BulkStored, BulkWrite } from '../backends/bulk-facet.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Stored } from '../backends/backend.ts'
import { type Batcher, createBatcher } from '../../lib/batcher.ts'

/** Small files, gathered into batches for each backend. */
export interface BulkCopies {
  copy(backend: Backend, order: BulkCopy): Promise<Stored>
  write(backend: Backend, order: BulkWrite): Promise<Stored>
  read(backend: Backend, path: string): Promise<BulkBytes>
}
export type BulkBytes = Extract<BulkRead, { readonly bytes: Uint8Array }>

const batch = { mostOrders: 256, mostBytes: 32 * 1024 ** 2, atOnce: 3 }

/** `id` begins the names of what is staged. */
export function createBulkCopies(id: string, signal: AbortSignal): BulkCopies {
  const copiers = new Map<Backend, Batcher<BulkCopy, BulkStored>>()
  const readers = new Map<Backend, Batcher<string, BulkRead>>()
  const writers = new Map<Backend, Batcher<BulkWrite, BulkStored>>()

  function copierOf(backend: Backend) {
    return remembered(copiers, backend, () =>
      createBatcher({
        ...batch,
        bytesOf: ({ sizeBytes }) => sizeBytes,
        run: (orders) => inOrder(orders, bulkOf(backend).copy?.(orders, { signal, id }) ?? nothing()),
      }),
    )
  }
  function writerOf(backend: Backend) {
    return remembered(writers, backend, () =>
      createBatcher({
        ...batch,
        bytesOf: ({ bytes }) => bytes.length,
        run: (orders) => inOrder(orders, bulkOf(backend).write(orders, { signal, id })),
      }),
    )
  }
  return {
    async read(backend, path) {
      const result = await remembered(readers, backend, () => readerOf(backend, signal)).add(path)
      if (result.failure) throw new StorageError(result.failure)
      return result
    },
    copy: async (backend, order) => storedOf(await copierOf(backend).add(order)),
    write: async (backend, order) => storedOf(await writerOf(backend).add(order)),
  }
}

/** Reads small files that are asked for one by one together. */
export function readerOf(
  backend: Backend,
  signal: AbortSignal = new AbortController().signal,
): Batcher<string, BulkRead> {
  return createBatcher({
    ...batch,
    bytesOf: () => 0,
    async run(paths: readonly string[]) {
      const results = new Map<string, BulkRead>()
      for await (const page of bulkOf(backend).read(paths, { signal })) {
        for (const result of page) results.set(result.path, result)
      }
      return results
    },
  })
}

async function* nothing(): AsyncGenerator<never> {}

function bulkOf(backend: Backend) {
  if (!backend.bulk) throw new Error('only backends with bulk are asked for it')
  return backend.bulk
}

function remembered<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key)
  if (!value) map.set(key, (value = make()))
  return value
}

async function inOrder<Order extends { readonly path: string }>(
  orders: readonly Order[],
  pages: AsyncIterable<readonly BulkStored[]>,
): Promise<ReadonlyMap<Order, BulkStored>> {
  const byPath = new Map(orders.map((order) => [order.path, order]))
  const results = new Map<Order, BulkStored>()
  for await (const page of pages) {
    for (const result of page) {
      const order = byPath.get(result.path)
      if (order) results.set(order, result)
    }
  }
  return results
}

function storedOf({ failure, stored }: BulkStored): Stored {
  if (failure) throw new StorageError(failure)
  return stored
}

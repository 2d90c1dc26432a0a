import type { Backend } from '../backends/backend.ts'
import type { BulkCopy, BulkRead, BulkStored, BulkWrite } from '../backends/facets/bulk.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Stored } from '../backends/backend.ts'
import { type Batcher, createBatcher } from '../../lib/flow/batcher.ts'

/** Collects calls for small files into batches, for each backend. */
export interface BulkCopies {
  copy(backend: Backend, request: BulkCopy): Promise<Stored>
  write(backend: Backend, request: BulkWrite): Promise<Stored>
  read(backend: Backend, path: string): Promise<BulkBytes>
}
export type BulkBytes = Extract<BulkRead, { readonly bytes: Uint8Array }>

const batch = { mostRequests: 256, mostBytes: 32 * 1024 ** 2, atOnce: 3 }

/** `id` is the prefix of the names of staging files. */
export function createBulkCopies(id: string, signal: AbortSignal): BulkCopies {
  const copiers = new Map<Backend, Batcher<BulkCopy, BulkStored>>()
  const readers = new Map<Backend, Batcher<string, BulkRead>>()
  const writers = new Map<Backend, Batcher<BulkWrite, BulkStored>>()

  function copierOf(backend: Backend) {
    return remembered(copiers, backend, () =>
      createBatcher({
        ...batch,
        bytesOf: ({ sizeBytes }) => sizeBytes,
        run: (requests) => inOrder(requests, bulkOf(backend).copy?.(requests, { signal, id }) ?? nothing()),
      }),
    )
  }
  function writerOf(backend: Backend) {
    return remembered(writers, backend, () =>
      createBatcher({
        ...batch,
        bytesOf: ({ bytes }) => bytes.length,
        run: (requests) => inOrder(requests, bulkOf(backend).write(requests, { signal, id })),
      }),
    )
  }
  return {
    async read(backend, path) {
      const result = await remembered(readers, backend, () => readerOf(backend, signal)).add(path)
      if (result.failure) throw new StorageError(result.failure)
      return result
    },
    copy: async (backend, request) => storedOf(await copierOf(backend).add(request)),
    write: async (backend, request) => storedOf(await writerOf(backend).add(request)),
  }
}

/** Returns a batcher that reads small files together although they are requested one by one. */
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

async function inOrder<Request extends { readonly path: string }>(
  requests: readonly Request[],
  pages: AsyncIterable<readonly BulkStored[]>,
): Promise<ReadonlyMap<Request, BulkStored>> {
  const byPath = new Map(requests.map((request) => [request.path, request]))
  const results = new Map<Request, BulkStored>()
  for await (const page of pages) {
    for (const result of page) {
      const request = byPath.get(result.path)
      if (request) results.set(request, result)
    }
  }
  return results
}

function storedOf({ failure, stored }: BulkStored): Stored {
  if (failure) throw new StorageError(failure)
  return stored
}

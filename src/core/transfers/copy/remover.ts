import { said } from '../../../contract/sentences/said.ts'
import { type Failure, failureOf, StorageError } from '../../../contract/failure.ts'
import { createWorkerPool } from '../../../lib/flow/worker-pool.ts'
import type { Backend, Removal, Waits } from '../../backends/backend.ts'
import { type Batcher, createBatcher } from '../../../lib/flow/batcher.ts'
import type { OpenItem } from '../journal/item-record.ts'
import { type OpenedLocation, locationFailure, nameAt } from '../../operations/opened-location.ts'

/** Removes one of many files or empty folders, in batches if the store supports them. */
export interface Remover {
  /** Throws the failure of this removal. `check` runs as late as possible; if it throws, the file is kept. */
  remove(location: OpenedLocation, check?: () => Promise<void>): Promise<void>
}

interface RemoveRequest {
  readonly path: string
  readonly check?: () => Promise<void>
}

const checkedAtOnce = 32

/** `signal` cancels all removals. */
export function createRemover({ signal }: Waits): Remover {
  const batchers = new Map<Backend, Batcher<RemoveRequest, Removal>>()

  function batcherOf(backend: Backend, facet: NonNullable<Backend['removeMany']>) {
    let batcher = batchers.get(backend)
    if (!batcher) {
      batcher = createBatcher({
        mostRequests: 1000,
        mostBytes: Infinity,
        atOnce: 2,
        bytesOf: () => 0,
        run: (requests: readonly RemoveRequest[]) => removeBatch(facet, requests, { signal }),
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
      const request = { path, ...(check && { check }) }
      const { failure } = await batcherOf(backend, backend.removeMany).add(request)
      if (failure) throw new StorageError(failure)
    },
  }
}

async function removeBatch(
  facet: NonNullable<Backend['removeMany']>,
  requests: readonly RemoveRequest[],
  { signal }: Waits,
): Promise<ReadonlyMap<RemoveRequest, Removal>> {
  const kept = await failedChecks(requests)
  const paths = requests.filter((request) => !kept.has(request)).map(({ path }) => path)
  const failures = new Map<string, Failure>()
  if (paths.length > 0) {
    for await (const removals of facet.removeMany(paths, { signal })) {
      for (const { path, failure } of removals) if (failure) failures.set(path, failure)
    }
  }
  return new Map(
    requests.map((request) => {
      const failure = kept.get(request) ?? failures.get(request.path)
      return [request, { path: request.path, ...(failure && { failure }) }]
    }),
  )
}

async function failedChecks(requests: readonly RemoveRequest[]): Promise<ReadonlyMap<RemoveRequest, Failure>> {
  const failed = new Map<RemoveRequest, Failure>()
  const workers = createWorkerPool(checkedAtOnce)
  for (const request of requests) {
    const { check } = request
    if (!check) continue
    await workers.begin(async () => {
      try {
        await check()
      } catch (error) {
        failed.set(request, failureOf(error, 'transfer'))
      }
    })
  }
  await workers.finish()
  return failed
}

/** Removes the source of a move, only if it is still in the state that was copied. */
export async function removeSource(
  remover: Remover,
  { sizeBytes, modifiedMs }: OpenItem,
  from: OpenedLocation,
  { signal }: Waits,
): Promise<void> {
  await remover.remove(from, async () => {
    const now = await from.backend.stat(from.path, { signal })
    if (now.sizeBytes !== sizeBytes || now.modifiedMs !== modifiedMs) {
      throw locationFailure('changed', from, said('transfer.source-kept', { what: nameAt(from) }))
    }
  })
}

import { attemptAt, fileAt, addressOf } from '../../object-store/address.ts'
import { isMissing } from '../../object-store/failures/refusal.ts'
import { refuse } from '../../object-store/failures/failures.ts'
import type { UnfinishedUpload } from '../../../../contract/facets.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Backend, Waits } from '../../backend.ts'
import { pathOf } from '../../object-store/object-names.ts'
import { dropBlocks } from './blocks.ts'
import { azureFailure, failingAs } from '../failures/failures.ts'
import { flatSegment, headIfAny } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'

/** The service has one upload for each name: all blocks that were sent and never committed. */
const uploadId = 'blocks'
const atOnce = 8

/**
 * Lists the blocks of blobs that were never committed. Those of an existing blob are not listed; the service discards
 * them after a week.
 */
export function uploadsOf(scope: Scope): NonNullable<Backend['uploads']> {
  return {
    list: (path, options) => listUploads(scope, path, options),
    async abort(path, id, { signal }) {
      signal.throwIfAborted()
      const { container, key, attempt } = fileAt(scope, path, 'azure.uploads.abort')
      await failingAs(attempt, async () => {
        const isThere = id === uploadId && (await blocksOf(scope, container, key, signal)) !== undefined
        if (!isThere) throw refuse('not-found', 'azure.no-upload', attempt)
        await dropBlocks(scope, container, key, signal)
      })
    },
  }
}

async function* listUploads(
  scope: Scope,
  path: string,
  { signal }: Waits,
): AsyncGenerator<readonly UnfinishedUpload[]> {
  signal.throwIfAborted()
  const operation = 'azure.uploads.list'
  const address = addressOf(scope, path, operation)
  const attempt = attemptAt(address, operation, path)
  if (address.kind === 'account' || address.folder === undefined) return
  const { container, folder } = address
  try {
    let marker: string | undefined
    do {
      const page = await flatSegment(scope, container, folder, signal, {
        includeUncommitedBlobs: true,
        ...(marker && { marker }),
      })
      const uploads: UnfinishedUpload[] = []
      const workers = createWorkerPool(atOnce)
      for (const { name, properties } of page.segment.blobItems) {
        if (properties.contentLength) continue // only empty blobs can be uncommitted
        await workers.begin(async () => {
          const sizeBytes = await blocksOf(scope, container, name, signal)
          if (sizeBytes === undefined) return
          const below = name.slice(folder.length)
          uploads.push({ id: uploadId, path: [path, pathOf(below)].filter((part) => part !== '').join('/'), sizeBytes })
        })
      }
      await workers.finish()
      if (uploads.length > 0) yield uploads.toSorted((a, b) => (a.path < b.path ? -1 : 1))
      signal.throwIfAborted()
      marker = page.continuationToken
    } while (marker)
  } catch (error) {
    throw azureFailure(error, attempt)
  }
}

/** Returns the number of uncommitted bytes of a blob that does not exist otherwise. */
async function blocksOf(
  scope: Scope,
  container: string,
  key: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { client } = scope
  try {
    const { uncommittedBlocks, committedBlocks } = await client.request({ right: 'read', signal }, ({ abortSignal }) =>
      client.blob(container, key).getBlockList('all', { abortSignal }),
    )
    if (!uncommittedBlocks?.length || committedBlocks?.length) return undefined
    if (await headIfAny(scope, container, key, signal)) return undefined
    return uncommittedBlocks.reduce((sum, { size }) => sum + size, 0)
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

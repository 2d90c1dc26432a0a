/**
 * Deletes many blobs in batches of 256. A batch would delete the marker of a folder that is not empty, so it contains
 * only known files. Everything else is removed one by one.
 */
import { removeEntry } from '../../object-store/write/remove.ts'
import { attemptAt, addressOf } from '../../object-store/address.ts'
import { isCode, isDenied } from '../../object-store/failures/refusal.ts'
import type { Attempt } from '../../object-store/failures/failures.ts'
import { parentPrefix } from '../../object-store/object-names.ts'
import type { BlobDeleteOptions } from '@azure/storage-blob'
import { failureOf } from '../../../../contract/failure.ts'
import { createWorkerPool } from '../../../../lib/flow/worker-pool.ts'
import type { Backend, Removal, Waits } from '../../backend.ts'
import { azureFailure } from '../failures/failures.ts'
import { isMarker, listSegment } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { AzureRefusal } from '../failures/refusal.ts'

const operation = 'azure.removeMany'
/** https://learn.microsoft.com/rest/api/storageservices/blob-batch */
export const mostInBatch = 256
const atOnce = 8
/** Fewer paths are removed one by one. */
const worthBatching = 4
/**
 * A page of the listing has 5,000 rows. For few paths in a large folder, removing one by one is cheaper than listing
 * it.
 */
const pathsPerPage = 16

interface Target {
  readonly path: string
  readonly container: string
  readonly key: string
  readonly attempt: Attempt
}

export function removeManyOf(scope: Scope): NonNullable<Backend['removeMany']> {
  let canBatch = true

  async function* removeMany(paths: readonly string[], { signal }: Waits): AsyncGenerator<readonly Removal[]> {
    signal.throwIfAborted()
    const single: string[] = []
    const groups = new Map<string, Target[]>()
    for (const path of paths) {
      const target = canBatch ? targetOf(scope, path) : undefined
      if (!target) single.push(path)
      else {
        const group = `${target.container}/${parentPrefix(target.key)}`
        groups.set(group, [...(groups.get(group) ?? []), target])
      }
    }
    for (const targets of groups.values()) {
      const files = targets.length < worthBatching ? new Set<string>() : await filesAmong(scope, targets, signal)
      const known = targets.filter(({ key }) => files.has(key))
      single.push(...targets.filter(({ key }) => !files.has(key)).map(({ path }) => path))
      for (let at = 0; at < known.length; at += mostInBatch) {
        const some = known.slice(at, at + mostInBatch)
        const removals = canBatch ? await removeBatch(scope, some, signal) : undefined
        if (removals) yield removals
        else {
          canBatch = false
          single.push(...some.map(({ path }) => path))
        }
      }
    }
    yield* removeSingly(scope, single, signal)
  }
  return { removeMany }
}

function targetOf(scope: Scope, path: string): Target | undefined {
  try {
    const address = addressOf(scope, path, operation)
    if (address.kind !== 'inside' || address.file === undefined) return undefined
    return { path, container: address.container, key: address.file, attempt: attemptAt(address, operation, path) }
  } catch {
    return undefined // removing it by itself reports the error
  }
}

/** Returns the names that are files, from a listing of their folder. Empty if the folder may not be listed. */
async function filesAmong(scope: Scope, targets: readonly Target[], signal: AbortSignal): Promise<ReadonlySet<string>> {
  const files = new Set<string>()
  const wanted = new Set(targets.map(({ key }) => key))
  const { container = '', key: first = '' } = targets[0] ?? {}
  const prefix = commonStart([...wanted], parentPrefix(first))
  let marker: string | undefined
  let pages = Math.max(1, Math.ceil(targets.length / pathsPerPage))
  try {
    do {
      const page = await listSegment(scope, container, prefix, signal, marker ? { marker } : {})
      for (const { name, metadata } of page.segment.blobItems) {
        if (wanted.has(name) && !isMarker(metadata) && !name.endsWith('/')) files.add(name)
      }
      marker = page.continuationToken
      pages -= 1
    } while (marker && pages > 0 && files.size < wanted.size)
  } catch (error) {
    if (!(error instanceof AzureRefusal)) throw error
  }
  return files
}

function commonStart(keys: readonly string[], least: string): string {
  let start = keys[0] ?? least
  for (const key of keys) while (!key.startsWith(start)) start = start.slice(0, -1)
  return start.length < least.length ? least : start
}

/** Returns undefined if batches are not supported; then nothing was removed. */
export async function removeBatch(
  scope: Scope,
  targets: readonly Target[],
  signal: AbortSignal,
): Promise<readonly Removal[] | undefined> {
  const { client } = scope
  const [first] = targets
  if (!first) return []
  try {
    const { subResponses } = await client.request({ right: 'delete', signal }, ({ abortSignal }) =>
      client
        .container(first.container)
        .getBlobBatchClient()
        .deleteBlobs(
          targets.map(({ container, key }) => client.blob(container, key)),
          { abortSignal } as BlobDeleteOptions,
        ),
    )
    if (subResponses.length !== targets.length) throw new Error('a batch was answered with something else')
    return targets.map(({ path, attempt }, index) => {
      const answer = subResponses[index]
      if (answer && answer.status < 300) return { path }
      const error = Object.assign(new Error(answer?.statusMessage ?? 'no answer'), {
        code: answer?.errorCode,
        statusCode: answer?.status,
      })
      return { path, failure: failureOf(azureFailure(new AzureRefusal(error, 'delete'), attempt), operation) }
    })
  } catch (error) {
    if (isDenied(error) || isCode(error, 'APINotImplemented', 'Http501', 'UnsupportedHttpVerb')) return undefined
    if (!(error instanceof AzureRefusal)) throw error
    return targets.map(({ path, attempt }) => ({ path, failure: failureOf(azureFailure(error, attempt), operation) }))
  }
}

async function* removeSingly(
  scope: Scope,
  paths: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly Removal[]> {
  for (let at = 0; at < paths.length; at += atOnce * 4) {
    const removals: Removal[] = []
    const workers = createWorkerPool(atOnce)
    for (const path of paths.slice(at, at + atOnce * 4)) {
      await workers.begin(async () => {
        try {
          await removeEntry(scope, path, { signal })
          removals.push({ path })
        } catch (error) {
          signal.throwIfAborted()
          removals.push({ path, failure: failureOf(error, operation) })
        }
      })
    }
    await workers.finish()
    yield removals
  }
}

import type { BlobGetPropertiesResponse, Tags } from '@azure/storage-blob'
import { pause } from '../../../../lib/flow/pause.ts'
import { headIfAny } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import type { State } from '../read/read.ts'
import { AzureRefusal } from '../failures/refusal.ts'

export interface CopyWithinOptions {
  readonly signal: AbortSignal
  readonly mustBeNew?: boolean
  /** The ETag that the source must still have. */
  readonly etag?: string
  readonly tier?: string
  /** The service copies metadata by itself, but not tags. */
  readonly tags?: Tags
  readonly onProgress?: (copiedBytes: number) => void
}

const tidyingMs = 15_000

export interface BlobPlace {
  readonly container: string
  readonly key: string
  readonly state?: State
}

/** Copies a blob or one of its versions within the account. The service copies at once, or reports its progress. */
export async function copyWithin(
  scope: Scope,
  source: BlobPlace,
  target: BlobPlace,
  options: CopyWithinOptions,
): Promise<BlobGetPropertiesResponse | undefined> {
  const { client } = scope
  const { versionId, snapshot } = source.state ?? {}
  const url = await client.request({ right: 'read', signal: options.signal }, async () => {
    const plain = client.blob(source.container, source.key)
    const versioned = versionId === undefined ? plain : plain.withVersion(versionId)
    return snapshot === undefined ? versioned.url : versioned.withSnapshot(snapshot).url
  })
  return copyUrlWithin(scope, url, target, options)
}

export async function copyUrlWithin(
  scope: Scope,
  url: string,
  { container, key }: BlobPlace,
  { signal, mustBeNew = false, etag, tier, tags, onProgress }: CopyWithinOptions,
): Promise<BlobGetPropertiesResponse | undefined> {
  const { client } = scope
  const { copyId, copyStatus } = await client.request({ right: 'write', signal }, async ({ abortSignal }) => {
    const poller = await client.blob(container, key).beginCopyFromURL(url, {
      abortSignal,
      ...(mustBeNew && { conditions: { ifNoneMatch: '*' } }),
      ...(etag !== undefined && { sourceConditions: { ifMatch: etag } }),
      ...(tier !== undefined && { tier }),
      ...(tags && Object.keys(tags).length > 0 && { tags }),
    })
    const state = poller.getOperationState() as { copyId?: string; result?: { copyStatus?: string } }
    return { copyId: state.copyId, copyStatus: state.result?.copyStatus }
  })
  try {
    for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, 5000)) {
      const head = await headIfAny(scope, container, key, signal)
      if (!head || head.copyId !== copyId) return head // another writer replaced the blob, so our copy is over
      if (head.copyStatus === 'success') return head
      if (head.copyStatus !== 'pending') {
        const error = new Error(head.copyStatusDescription ?? 'the copy failed')
        throw new AzureRefusal(Object.assign(error, { code: 'CopySourceNotReachable' }), 'read')
      }
      onProgress?.(Number(head.copyProgress?.split('/')[0] ?? 0))
      await pause(waitMs, signal)
      signal.throwIfAborted()
    }
  } catch (error) {
    if (copyStatus !== 'success' && copyId !== undefined) await stopCopy(scope, container, key, copyId)
    throw error
  }
}

/** Stops a copy and removes the empty blob that it leaves. Never throws. */
async function stopCopy({ client }: Scope, container: string, key: string, copyId: string): Promise<void> {
  const signal = AbortSignal.timeout(tidyingMs)
  const blob = client.blob(container, key)
  try {
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      blob.abortCopyFromURL(copyId, { abortSignal }),
    )
    const head = await client.request({ right: 'read', signal }, ({ abortSignal }) =>
      blob.getProperties({ abortSignal }),
    )
    if (head.copyId !== copyId || head.copyStatus !== 'aborted' || head.contentLength) return
    await client.request({ right: 'delete', signal }, ({ abortSignal }) =>
      blob.delete({ abortSignal, ...(head.etag !== undefined && { conditions: { ifMatch: head.etag } }) }),
    )
  } catch {
    // the copy has ended meanwhile, or we may not stop it
  }
}

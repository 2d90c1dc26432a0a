import type { BlobHTTPHeaders, Metadata, Tags } from '@azure/storage-blob'
import { changedSource, type CopyUrlOptions, look, putInBlocks } from './copy-url.ts'
import type { BlobPlace } from './copy-within.ts'
import type { Scope } from '../connect/scope.ts'

/** The facts about a file that a mount of the same account needs to copy it. */
export interface SourceRef {
  readonly url: string
  readonly etag: string | undefined
  readonly headers: BlobHTTPHeaders
  readonly metadata: Metadata
  readonly tags: Tags
}

/** https://learn.microsoft.com/rest/api/storageservices/copy-blob-from-url */
const atOnceBytes = 256 * 1024 ** 2

/**
 * Copies over an existing blob within the account in one step. The service's ordinary copy may take long, and would
 * remove the existing blob before it is complete.
 */
export async function copyOver(
  scope: Scope,
  { url, etag, headers, metadata, tags }: SourceRef,
  sizeBytes: number,
  { container, key }: BlobPlace,
  { signal, tier, attempt, onProgress }: Omit<CopyUrlOptions, 'mustBeNew'>,
): Promise<void> {
  const { client } = scope
  if (sizeBytes <= atOnceBytes) {
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).syncCopyFromURL(url, {
        abortSignal,
        ...(etag !== undefined && { sourceConditions: { ifMatch: etag } }),
        ...(tier !== undefined && { tier }),
        ...(Object.keys(tags).length > 0 && { tags }),
      }),
    )
    return
  }
  const stored = { mustBeNew: false, headers, metadata, tags, ...(tier !== undefined && { tier }) }
  const progress = onProgress ? { onProgress } : {}
  await putInBlocks(scope, { url, sizeBytes }, { container, key }, stored, { signal, ...progress }, async () => {
    const now = (await look(url, attempt, signal)).etag
    if (etag !== undefined && now !== etag) throw changedSource(attempt)
  })
}

import type { BlobHTTPHeaders, Metadata, Tags } from '@azure/storage-blob'
import { changedSource, type CopyUrlOptions, look, putInBlocks } from './copy-url.ts'
import type { BlobPlace } from './copy-within.ts'
import type { Scope } from '../connect/scope.ts'

/** What a mount of the same account has to know of a file. */
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
 * Copies over a blob that is there, inside the account. The service's ordinary copy may take its time, and what was there
 * would be gone before the copy is done; these ways do it in one step.
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

import type { BlobHTTPHeaders, BlobRequestConditions, Metadata, Tags } from '@azure/storage-blob'
import type { PropertyChanges } from '../../../../contract/facets.ts'
import { contentTypeOf } from '../../content-type.ts'
import { splitMetadata } from '../read/kept-sum.ts'

/** What is stored together with a blob's bytes, in the same step. */
export interface Stored {
  readonly mustBeNew: boolean
  readonly headers: BlobHTTPHeaders
  readonly metadata?: Metadata
  readonly tags?: Tags
  readonly tier?: string
  readonly md5?: Uint8Array
}

export function storedWith(
  key: string,
  properties: PropertyChanges = {},
  { mustBeNew, tier }: { readonly mustBeNew: boolean; readonly tier: string | undefined },
): Stored {
  const { metadata, tags } = properties
  const storageClass = properties.storageClass ?? tier
  return {
    mustBeNew,
    headers: headersOf({ contentType: 'application/octet-stream', ...contentTypeOf(key), ...properties }),
    ...(metadata && { metadata: splitMetadata(metadata).own }),
    ...(tags && { tags }),
    ...(storageClass !== undefined && { tier: storageClass }),
  }
}

/** Returns the options in the SDK's form, for blobs stored at once and for those of blocks. */
export function putOptions({ mustBeNew, headers, metadata, tags, tier, md5 }: Stored) {
  const conditions: BlobRequestConditions = mustBeNew ? { ifNoneMatch: '*' } : {}
  return {
    conditions,
    blobHTTPHeaders: { ...headers, ...(md5 && { blobContentMD5: md5 }) },
    ...(metadata && { metadata }),
    ...(tags && Object.keys(tags).length > 0 && { tags }),
    ...(tier !== undefined && { tier }),
  }
}

export function headersOf(properties: PropertyChanges): BlobHTTPHeaders {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = properties
  return {
    ...(contentType !== undefined && { blobContentType: contentType }),
    ...(cacheControl !== undefined && { blobCacheControl: cacheControl }),
    ...(contentDisposition !== undefined && { blobContentDisposition: contentDisposition }),
    ...(contentEncoding !== undefined && { blobContentEncoding: contentEncoding }),
    ...(contentLanguage !== undefined && { blobContentLanguage: contentLanguage }),
  }
}

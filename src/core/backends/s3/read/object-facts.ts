/** Translates what the service reports about an object. */
import { notAFile } from '../../object-store/failures/failures.ts'
import { wholeBytesOf } from '../../object-store/read/answer-stream.ts'
import { isFolder } from '../../object-store/read/look-up.ts'
import { isMissing, unlessDenied } from '../../object-store/failures/refusal.ts'
import type { GetObjectCommandOutput, HeadObjectOutput } from '@aws-sdk/client-s3'
import type { Encryption, Properties } from '../../../../contract/facets.ts'
import type { OpenedFacts } from '../../backend.ts'
import { factsOf } from './list.ts'
import type { ObjectAddress, Scope } from '../connect/scope.ts'
import { sumsOf } from './sums.ts'

/** Reads everything that one request reports, including checksums. Throws `not-a-file` for folders. */
export async function headWithSums(scope: Scope, { bucket, key, attempt }: ObjectAddress, signal: AbortSignal) {
  try {
    return await scope.client.request({ right: 's3:GetObject', bucket, signal }, (s3, options) =>
      s3.headObject({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' }, options),
    )
  } catch (error) {
    if (isMissing(error) && (await unlessDenied(isFolder(scope, bucket, `${key}/`, signal), false))) {
      throw notAFile(attempt)
    }
    throw error
  }
}

export function propertiesOfHead(head: HeadObjectOutput): Properties {
  const { 'md5-of-parts': _, ...checksums } = sumsOf(head)
  const archive = archiveOf(head)
  return {
    ...textsOf(head),
    storageClass: head.StorageClass ?? 'STANDARD',
    encryption: encryptionOf(head),
    ...(head.LastModified && { modifiedMs: head.LastModified.getTime() }),
    ...(head.ETag !== undefined && { etag: head.ETag }),
    ...(head.VersionId !== undefined && { versionId: head.VersionId }),
    ...(archive && { archive }),
    ...(Object.keys(checksums).length > 0 && { checksums }),
    withheld: {},
  }
}

/** Returns the headers the object is served with, and its metadata. */
function textsOf(head: Pick<HeadObjectOutput, ObjectText>) {
  const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage, Metadata } = head
  return {
    ...(ContentType !== undefined && { contentType: ContentType }),
    ...(CacheControl !== undefined && { cacheControl: CacheControl }),
    ...(ContentDisposition !== undefined && { contentDisposition: ContentDisposition }),
    ...(ContentEncoding !== undefined && ContentEncoding !== 'aws-chunked' && { contentEncoding: ContentEncoding }),
    ...(ContentLanguage !== undefined && { contentLanguage: ContentLanguage }),
    metadata: { ...Metadata },
  }
}
type ObjectText =
  'ContentType' | 'CacheControl' | 'ContentDisposition' | 'ContentEncoding' | 'ContentLanguage' | 'Metadata'

function encryptionOf({ ServerSideEncryption, SSEKMSKeyId, SSECustomerAlgorithm }: HeadObjectOutput): Encryption {
  if (SSECustomerAlgorithm) return { kind: 'customer' }
  if (ServerSideEncryption === undefined) return { kind: 'none' }
  if (ServerSideEncryption === 'AES256') return { kind: 'store' }
  return { kind: 'kms', ...(SSEKMSKeyId !== undefined && { key: SSEKMSKeyId }) }
}

/** Reads the archive state from `x-amz-restore: ongoing-request="false", expiry-date="…"` and the storage class. */
export function archiveOf({ StorageClass, Restore, ArchiveStatus }: HeadObjectOutput): Properties['archive'] {
  const isArchived = StorageClass === 'GLACIER' || StorageClass === 'DEEP_ARCHIVE' || ArchiveStatus !== undefined
  if (Restore?.includes('ongoing-request="true"')) return { state: 'restoring' }
  const until = /expiry-date="([^"]+)"/.exec(Restore ?? '')?.[1]
  if (until !== undefined) return { state: 'restored', untilMs: Date.parse(until) }
  return isArchived ? { state: 'archived' } : undefined
}

/** Returns what a response with bytes of an object reports about the whole object. */
export function factsOfGet(answer: GetObjectCommandOutput): OpenedFacts {
  const { ContentRange, ContentLength, LastModified, ETag, ServerSideEncryption, SSECustomerAlgorithm } = answer
  const sizeBytes = wholeBytesOf(ContentRange, ContentLength)
  // a part may have a checksum of its own
  const isWhole = ContentRange === undefined
  const sums = sumsOf(isWhole ? answer : { ETag, ServerSideEncryption, SSECustomerAlgorithm })
  return { ...factsOf(sizeBytes, LastModified), sums, properties: textsOf(answer) }
}

import { said } from '../../../../contract/sentences/said.ts'
import { type Attempt, refuse } from '../../object-store/failures/failures.ts'
import type { PutObjectRequest } from '@aws-sdk/client-s3'
import type { Encryption, Properties, PropertyChanges } from '../../../../contract/facets.ts'
import { contentTypeOf } from '../../content-type.ts'

/** The properties of a new object, with the service's names. */
export type ObjectHeaders = Pick<
  PutObjectRequest,
  | 'ContentType'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'Metadata'
  | 'Tagging'
  | 'StorageClass'
  | 'ServerSideEncryption'
  | 'SSEKMSKeyId'
>

/** Throws `bad-input` for a value that cannot be a header. */
export function headersOf(properties: PropertyChanges, attempt: Attempt): ObjectHeaders {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = properties
  const { metadata, tags, storageClass, encryption } = properties
  const headers: ObjectHeaders = {
    ...(contentType !== undefined && { ContentType: contentType }),
    ...(cacheControl !== undefined && { CacheControl: cacheControl }),
    ...(contentDisposition !== undefined && { ContentDisposition: contentDisposition }),
    ...(contentEncoding !== undefined && { ContentEncoding: contentEncoding }),
    ...(contentLanguage !== undefined && { ContentLanguage: contentLanguage }),
    ...(metadata && { Metadata: metadata }),
    ...(tags &&
      Object.keys(tags).length > 0 && { Tagging: new URLSearchParams(tags).toString().replaceAll('+', '%20') }),
    ...(storageClass !== undefined && { StorageClass: storageClass as NonNullable<ObjectHeaders['StorageClass']> }),
    ...(encryption && encryptionHeaders(encryption)),
  }
  checkHeaders(headers, attempt)
  return headers
}

/** Returns the headers with the content type for the name's extension, and the mount's settings for new files. */
export function headersOfNew(
  name: string,
  defaults: PropertyChanges,
  properties: PropertyChanges | undefined,
  attempt: Attempt,
): ObjectHeaders {
  return headersOf({ ...contentTypeOf(name), ...defaults, ...properties }, attempt)
}

/** Reads a setting of the mounts file: `AES256`, or a KMS key. */
export function encryptionOfSetting(setting: string): Encryption {
  if (setting === 'AES256') return { kind: 'store' }
  return setting === 'aws:kms' ? { kind: 'kms' } : { kind: 'kms', key: setting }
}

/** Returns the properties in a response of the service as changes for a copy. */
export function changesOf(properties: Properties): PropertyChanges {
  const { contentType, cacheControl, contentDisposition, contentEncoding, contentLanguage } = properties
  const { metadata, storageClass, encryption } = properties
  return {
    ...(contentType !== undefined && { contentType }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(contentDisposition !== undefined && { contentDisposition }),
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(contentLanguage !== undefined && { contentLanguage }),
    ...(metadata && { metadata }),
    ...(storageClass !== undefined && { storageClass }),
    ...(encryption && encryption.kind !== 'none' && encryption.kind !== 'customer' && { encryption }),
  }
}

function encryptionHeaders({ kind, key }: Encryption): ObjectHeaders {
  if (kind === 'store') return { ServerSideEncryption: 'AES256' }
  if (kind === 'kms') return { ServerSideEncryption: 'aws:kms', ...(key !== undefined && { SSEKMSKeyId: key }) }
  return {}
}

const visibleAscii = /^[\x20-\x7e]*$/
const token = /^[a-z0-9!#$%&'*+.^_`|~-]+$/

function checkHeaders({ Metadata = {}, ...rest }: ObjectHeaders, attempt: Attempt): void {
  const badName = Object.keys(Metadata).find((name) => !token.test(name))
  if (badName !== undefined) {
    throw refuse('bad-input', said('s3.metadata-name', { name: badName }), attempt)
  }
  const values = [...Object.entries(Metadata), ...Object.entries(rest)]
  const bad = values.find(([, value]) => typeof value === 'string' && !visibleAscii.test(value))
  if (bad) {
    throw refuse('bad-input', said('s3.metadata-value', { name: bad[0] }), attempt)
  }
}

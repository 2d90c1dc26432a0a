/** Small questions on what is where, with as few requests as the answer takes. */
import { isMissing } from '../object-store/refusal.ts'
import type { HeadObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Keys } from '../object-store/object-names.ts'
import type { Scope } from './place.ts'

/** The facts of an object, or undefined when there is none. */
export async function headIfAny(
  { client }: Scope,
  bucket: string,
  key: string,
  signal: AbortSignal,
): Promise<HeadObjectOutput | undefined> {
  try {
    return await client.request({ right: 's3:GetObject', bucket, signal }, (s3, options) =>
      s3.headObject({ Bucket: bucket, Key: key }, options),
    )
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Is there anything below a prefix? The root of a bucket is there as soon as the bucket is. */
export async function isFolder(scope: Scope, bucket: string, prefix: string, signal: AbortSignal): Promise<boolean> {
  if (scope.folders.has(bucket, prefix)) return true
  const isThere = (await firstKeys(scope, bucket, prefix, signal)).length > 0 || prefix === scope.prefix
  if (isThere) scope.folders.add(bucket, prefix)
  return isThere
}

/** The first keys below a prefix, two at most. */
export async function firstKeys(
  { client }: Scope,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const output = await client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
    s3.listObjectsV2({ Bucket: bucket, Prefix: prefix, MaxKeys: 2, EncodingType: 'url' }, options),
  )
  return (output.Contents ?? []).map(({ Key = '' }) => decodeKey(Key, output))
}

/** What has a name, and what the service says of it. */
export type Found =
  | {
      readonly kind: 'file'
      readonly size: number | undefined
      readonly modified: Date | undefined
      readonly storageClass: string | undefined
    }
  | { readonly kind: 'folder' | 'nothing' }

/** What has a name: one request, or two where other names lie between a file `a` and the folder `a/`. */
export async function whatIsAt(
  scope: Scope,
  bucket: string,
  { file, folder }: Keys,
  signal: AbortSignal,
): Promise<Found> {
  if (file === undefined) {
    const isThere = folder !== undefined && (await isFolder(scope, bucket, folder, signal))
    return { kind: isThere ? 'folder' : 'nothing' }
  }
  const output = await scope.client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
    s3.listObjectsV2({ Bucket: bucket, Prefix: file, Delimiter: '/', MaxKeys: 1, EncodingType: 'url' }, options),
  )
  const [row] = output.Contents ?? []
  if (row?.Key !== undefined && decodeKey(row.Key, output) === file) {
    return { kind: 'file', size: row.Size, modified: row.LastModified, storageClass: row.StorageClass }
  }
  const prefix = output.CommonPrefixes?.[0]?.Prefix
  if (prefix !== undefined && decodeKey(prefix, output) === folder) return { kind: 'folder' }
  const hasOthers = row !== undefined || prefix !== undefined
  if (hasOthers && folder !== undefined && (await isFolder(scope, bucket, folder, signal))) return { kind: 'folder' }
  scope.absent.add(bucket, file)
  return { kind: 'nothing' }
}

/**
 * Keys are asked for percent-encoded, as XML has no way to write some characters; a service may not do so. Some write a
 * space as `+`.
 */
export function decodeKey(key: string, { EncodingType }: Pick<ListObjectsV2Output, 'EncodingType'>): string {
  return EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key
}

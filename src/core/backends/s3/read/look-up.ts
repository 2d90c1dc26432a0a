/** Small questions on what is where, with as few requests as the answer takes. */
import { isMissing } from '../../object-store/failures/refusal.ts'
import type { HeadObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Scope } from '../connect/scope.ts'

/** The facts of an object, or undefined when there is none. */
export async function headIfAny(
  { client }: Pick<Scope, 'client'>,
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

/** The first keys below a prefix, two at most. */
export async function firstKeys(
  { client }: Pick<Scope, 'client'>,
  bucket: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const output = await client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
    s3.listObjectsV2({ Bucket: bucket, Prefix: prefix, MaxKeys: 2, EncodingType: 'url' }, options),
  )
  return (output.Contents ?? []).map(({ Key = '' }) => decodeKey(Key, output))
}

/**
 * Keys are asked for percent-encoded, as XML has no way to write some characters; a service may not do so. Some write a
 * space as `+`.
 */
export function decodeKey(key: string, { EncodingType }: Pick<ListObjectsV2Output, 'EncodingType'>): string {
  return EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key
}

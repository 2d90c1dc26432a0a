/** Answers small questions about what exists, with as few requests as possible. */
import { isMissing } from '../../object-store/failures/refusal.ts'
import type { HeadObjectOutput, ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Scope } from '../connect/scope.ts'

/** Returns the facts of an object, or undefined if it does not exist. */
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

/** Returns the first keys below a prefix, at most two. */
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
 * Decodes a key. Keys are requested percent-encoded, because XML cannot represent some characters, but a service may
 * ignore this. Some services write a space as `+`.
 */
export function decodeKey(key: string, { EncodingType }: Pick<ListObjectsV2Output, 'EncodingType'>): string {
  return EncodingType === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key
}

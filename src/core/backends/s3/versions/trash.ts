import { moveToTrash } from '../../object-store/write/move-to-trash.ts'
import type { ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Backend } from '../../backend.ts'
import { versioningOf } from '../properties/container.ts'
import { decodeKey } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'

/** In a bucket that keeps versions, a deletion adds a delete marker to the file. */
export function trashOf(scope: Scope): NonNullable<Backend['trash']> {
  return {
    moveToTrash: (path, waits) =>
      moveToTrash(scope, path, waits, {
        async whyForGood(bucket, signal) {
          const isKept = (await versioningOf(scope, bucket, signal)) === 'on'
          return isKept ? undefined : 'objects.no-longer-kept'
        },
        deleteFile: (bucket, key, signal) => markDeleted(scope, bucket, [key], signal),
        async deleteFolder({ container: bucket, folder }, _isMarked, _attempt, signal) {
          if (folder !== undefined) await markAllBelow(scope, bucket, folder, signal)
        },
      }),
  }
}

async function markAllBelow(scope: Scope, bucket: string, prefix: string, signal: AbortSignal) {
  let token: string | undefined
  do {
    const from = token
    const page: ListObjectsV2Output = await scope.client.request(
      { right: 's3:ListBucket', bucket, signal },
      (s3, options) =>
        s3.listObjectsV2(
          {
            Bucket: bucket,
            Prefix: prefix,
            EncodingType: 'url',
            ...(from !== undefined && { ContinuationToken: from }),
          },
          options,
        ),
    )
    const keys = (page.Contents ?? []).map(({ Key = '' }) => decodeKey(Key, page))
    if (keys.length > 0) await markDeleted(scope, bucket, keys, signal)
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

/** Stops at the first refusal. */
async function markDeleted(
  { client, written }: Scope,
  bucket: string,
  keys: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const key of keys) written.drop(bucket, key)
  const [only] = keys
  if (keys.length === 1) {
    await client.request({ right: 's3:DeleteObject', bucket, signal }, (s3, options) =>
      s3.deleteObject({ Bucket: bucket, Key: only }, options),
    )
    return
  }
  const { Errors: [first, ...others] = [] } = await client.request(
    { right: 's3:DeleteObject', bucket, signal },
    (s3, options) =>
      s3.deleteObjects({ Bucket: bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } }, options),
  )
  if (!first) return
  const message = `${first.Message ?? ''} (${first.Key}; ${others.length} more)`
  throw new S3Refusal({ Code: first.Code ?? 'InternalError', message }, 's3:DeleteObject')
}

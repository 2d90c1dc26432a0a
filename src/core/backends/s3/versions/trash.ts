import { attemptAt, addressOf } from '../../object-store/address.ts'
import { whatIsAt } from '../../object-store/read/look-up.ts'
import { nothingAt, refuse } from '../../object-store/failures/failures.ts'
import type { ListObjectsV2Output } from '@aws-sdk/client-s3'
import type { Backend } from '../../backend.ts'
import { versioningOf } from '../properties/container.ts'
import { failingAs } from '../failures/failures.ts'
import { decodeKey } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { S3Refusal } from '../failures/refusal.ts'

const operation = 's3.trash.moveToTrash'

/**
 * In a bucket that keeps versions a deletion is a mark on top of the file. Whether it still keeps them is asked each
 * time: versioning may have been suspended since, and then a deletion would be for good.
 */
export function trashOf(scope: Scope): NonNullable<Backend['trash']> {
  return {
    async moveToTrash(path, { signal }) {
      signal.throwIfAborted()
      const address = addressOf(scope, path, operation)
      const attempt = attemptAt(address, operation, path)
      await failingAs(attempt, async () => {
        if (address.kind !== 'inside')
          throw refuse('unsupported', (what) => `${what} can’t be taken to a trash.`, attempt)
        const { container: bucket, file, folder } = address
        if ((await versioningOf(scope, bucket, signal)) !== 'on') {
          throw refuse(
            'unsupported',
            () => 'This bucket no longer keeps versions, so a deletion would be for good.',
            attempt,
          )
        }
        const found = await whatIsAt(scope, bucket, address, signal)
        if (found.kind === 'nothing') throw nothingAt(attempt)
        if (found.kind === 'file' && file !== undefined) await markDeleted(scope, bucket, [file], signal)
        if (found.kind === 'folder' && folder !== undefined) await markAllBelow(scope, bucket, folder, signal)
      })
    },
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
  scope.folders.drop(bucket, prefix)
}

/** Ends at the first refusal; what was marked until then can be brought back like the rest. */
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

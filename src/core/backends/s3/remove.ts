import { unlessDenied } from '../object-store/refusal.ts'
import { refuse } from '../object-store/failures.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { firstKeys, headIfAny } from './look-up.ts'
import { attemptAt, placeOf, type Scope } from './place.ts'

const operation = 's3.remove'

/**
 * Removes a file, an empty folder's marker, or an empty bucket. A folder without a marker is there only as long as
 * something is in it.
 */
export async function removeEntry(scope: Scope, path: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  await failingAs(attempt, async () => {
    if (path === '' || place.kind === 'account') {
      throw refuse('bad-input', () => 'The top folder of a mount itself can’t be removed.', attempt)
    }
    const { bucket, folder } = place
    if (place.kind === 'bucket-root') return deleteBucket(scope, bucket, signal)
    const { file } = place
    // who may delete but not read gets the file deleted; S3 says yes to that even where nothing is
    if (file !== undefined && (await unlessDenied(headIfAny(scope, bucket, file, signal), {}))) {
      return deleteObject(scope, bucket, file, signal)
    }
    const keys = folder === undefined ? [] : await firstKeys(scope, bucket, folder, signal)
    if (folder === undefined || keys.length === 0)
      throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
    if (keys.some((key) => key !== folder)) {
      throw refuse('not-empty', (what) => `The folder ${what} is not empty.`, attempt)
    }
    await deleteObject(scope, bucket, folder, signal)
    scope.folders.drop(bucket, folder)
  })
}

async function deleteObject(scope: Scope, bucket: string, key: string, signal: AbortSignal): Promise<void> {
  const { client, written } = scope
  written.drop(bucket, key)
  await client.request({ right: 's3:DeleteObject', bucket, signal }, (s3, options) =>
    s3.deleteObject({ Bucket: bucket, Key: key }, options),
  )
}

async function deleteBucket({ client }: Scope, bucket: string, signal: AbortSignal): Promise<void> {
  await client.request({ right: 's3:DeleteBucket', bucket, signal }, (s3, options) =>
    s3.deleteBucket({ Bucket: bucket }, options),
  )
}

import { isCode, unlessDenied } from '../object-store/refusal.ts'
import { type Attempt, refuse } from '../object-store/failures.ts'
import { parentPrefix } from '../object-store/object-names.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { isFolder, whatIsAt } from './look-up.ts'
import { attemptAt, placeOf, type Scope } from './place.ts'
import { putObject } from './put-object.ts'

const operation = 's3.makeFolder'

/** A folder with nothing in it is kept as an empty object named like the folder, with its slash. */
export async function makeFolder(scope: Scope, path: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  await failingAs(attempt, async () => {
    if (place.kind === 'account') throw existing(attempt)
    const { bucket, folder } = place
    if (place.kind === 'bucket-root') {
      if (path === '') throw existing(attempt)
      return createBucket(scope, bucket, signal)
    }
    if (folder === undefined) throw refuse('bad-name', (what) => `${what} can't be the name of a folder.`, attempt)
    if (Buffer.byteLength(folder) > 1024) {
      throw refuse(
        'bad-name',
        (what) => `The name ${what} is too long: with its folders it may have 1,024 bytes.`,
        attempt,
      )
    }
    const [hasParent, found] = await Promise.all([
      unlessDenied(isFolder(scope, bucket, parentPrefix(folder), signal), true),
      unlessDenied(whatIsAt(scope, bucket, place, signal), undefined),
    ])
    if (!hasParent) throw refuse('not-found', (what) => `There is no folder to make ${what} in.`, attempt)
    if (found && found.kind !== 'nothing') throw existing(attempt)
    try {
      await putObject(scope, { bucket, key: folder, bytes: new Uint8Array(), mustBeNew: true, signal })
    } catch (error) {
      throw isCode(error, 'PreconditionFailed', 'Http412') ? existing(attempt) : error
    }
    scope.folders.add(bucket, folder)
    scope.absent.drop(bucket, folder.slice(0, -1))
  })
}

export async function createBucket({ client }: Scope, bucket: string, signal: AbortSignal): Promise<void> {
  await client.request({ right: 's3:CreateBucket', bucket, signal }, (s3, options) =>
    s3.createBucket({ Bucket: bucket }, options),
  )
}

function existing(attempt: Attempt) {
  return refuse('exists', (what) => `There is something named ${what} already.`, attempt)
}

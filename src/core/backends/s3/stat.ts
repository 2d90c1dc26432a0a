import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import type { Waits } from '../backend.ts'
import { failingAs, refuse } from './failures.ts'
import { factsOf } from './list.ts'
import { decodeKey, firstKeys, headIfAny, isFolder } from './look-up.ts'
import { attemptAt, type Place, placeOf, type Scope } from './place.ts'
import { isDenied } from './refusal.ts'

const operation = 's3.stat'

/** A file costs one small request; a folder, or nothing, a second one. */
export async function statEntry(scope: Scope, path: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  return failingAs(attemptAt(place, operation, path), async () => {
    const folder: Entry = { name: baseName(path), kind: 'folder' }
    if (place.kind === 'account') return folder
    if (place.kind === 'bucket-root') {
      await firstKeys(scope, place.bucket, place.folder, signal)
      return folder
    }
    const file = await statFile(scope, place, path, signal)
    if (file) return file
    if (place.folder !== undefined && (await isFolder(scope, place.bucket, place.folder, signal))) return folder
    throw refuse('not-found', (what) => `Nothing is at ${what}.`, attemptAt(place, operation, path))
  })
}

/** Who may list but not read is shown what the listing says. */
async function statFile(
  scope: Scope,
  { bucket, file }: Extract<Place, { kind: 'inside' }>,
  path: string,
  signal: AbortSignal,
): Promise<Entry | undefined> {
  if (file === undefined) return undefined
  const name = baseName(path)
  try {
    const head = await headIfAny(scope, bucket, file, signal)
    return head && { name, kind: 'file', ...factsOf(head.ContentLength, head.LastModified) }
  } catch (error) {
    if (!isDenied(error)) throw error
    const output = await scope.client.request({ right: 's3:ListBucket', bucket, signal }, (s3, options) =>
      s3.listObjectsV2({ Bucket: bucket, Prefix: file, MaxKeys: 1, EncodingType: 'url' }, options),
    )
    const row = output.Contents?.[0]
    // the shortest key with this beginning comes first, and it is the key itself
    if (row?.Key === undefined || decodeKey(row.Key, output) !== file) return undefined
    return { name, kind: 'file', ...factsOf(row.Size, row.LastModified) }
  }
}

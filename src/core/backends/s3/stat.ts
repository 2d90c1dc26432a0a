import { isDenied } from '../object-store/refusal.ts'
import { refuse } from '../object-store/failures.ts'
import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { factsOf } from './list.ts'
import { firstKeys, type Found, headIfAny, whatIsAt } from './look-up.ts'
import { attemptAt, type Place, placeOf, type Scope } from './place.ts'

const operation = 's3.stat'

/** One request in most cases, whatever is there. */
export async function statEntry(scope: Scope, path: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  return failingAs(attempt, async () => {
    const name = baseName(path)
    if (place.kind === 'account') return { name, kind: 'folder' }
    if (place.kind === 'bucket-root') {
      await firstKeys(scope, place.bucket, place.folder, signal)
      return { name, kind: 'folder' }
    }
    const found = await find(scope, place, signal)
    if (found.kind === 'nothing') throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
    if (found.kind !== 'file') return { name, kind: 'folder' }
    const { size, modified, storageClass } = found
    return { name, kind: 'file', ...factsOf(size, modified), ...(storageClass && { storageClass }) }
  })
}

/** Of two rights, to list and to read, one is enough. */
async function find(scope: Scope, place: Extract<Place, { kind: 'inside' }>, signal: AbortSignal): Promise<Found> {
  const { bucket, file } = place
  if (file !== undefined && scope.written.has(bucket, file)) {
    const found = await headAsFound(scope, bucket, file, signal)
    if (found) return found
  }
  try {
    return await whatIsAt(scope, bucket, place, signal)
  } catch (error) {
    const found = isDenied(error) && file !== undefined && (await headAsFound(scope, bucket, file, signal))
    if (found) return found
    throw error
  }
}

async function headAsFound(
  scope: Scope,
  bucket: string,
  file: string,
  signal: AbortSignal,
): Promise<Found | undefined> {
  try {
    const head = await headIfAny(scope, bucket, file, signal)
    if (!head) return undefined
    const { ContentLength: size, LastModified: modified, StorageClass: storageClass = 'STANDARD' } = head
    return { kind: 'file', size, modified, storageClass }
  } catch (error) {
    if (isDenied(error)) return undefined
    throw error
  }
}

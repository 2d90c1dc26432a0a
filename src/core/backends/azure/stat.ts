import { isDenied } from '../object-store/refusal.ts'
import { refuse } from '../object-store/failures.ts'
import type { Entry } from '../../../contract/entry.ts'
import { baseName } from '../../../contract/location.ts'
import type { Waits } from '../backend.ts'
import { failingAs } from './failures.ts'
import { factsOf } from './list.ts'
import { firstKeys, type Found, headIfAny, isMarker, whatIsAt } from './look-up.ts'
import { attemptAt, type Inside, placeOf, type Scope } from './place.ts'

const operation = 'azure.stat'

/** One request in most cases, whatever is there. */
export async function statEntry(scope: Scope, path: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const place = placeOf(scope, path, operation)
  const attempt = attemptAt(place, operation, path)
  return failingAs(attempt, async () => {
    const name = baseName(path)
    if (place.kind === 'account') return { name, kind: 'folder' }
    if (place.kind === 'container-root') {
      await firstKeys(scope, place.container, place.folder, signal)
      return { name, kind: 'folder' }
    }
    const found = await find(scope, place, signal)
    if (found.kind === 'nothing') throw refuse('not-found', (what) => `Nothing is at ${what}.`, attempt)
    return {
      name,
      kind: found.kind,
      ...(found.kind === 'file' && factsOf(found.size, found.modified, found.tier)),
    }
  })
}

/** Of two rights, to list and to read, one is enough. */
async function find(scope: Scope, place: Inside, signal: AbortSignal): Promise<Found> {
  const { container, file } = place
  try {
    return await whatIsAt(scope, container, place, signal)
  } catch (error) {
    const found = isDenied(error) && file !== undefined && (await headAsFound(scope, container, file, signal))
    if (found) return found
    throw error
  }
}

async function headAsFound(
  scope: Scope,
  container: string,
  file: string,
  signal: AbortSignal,
): Promise<Found | undefined> {
  try {
    const head = await headIfAny(scope, container, file, signal)
    if (!head) return undefined
    if (isMarker(head.metadata)) return { kind: 'folder', isMarked: true }
    return { kind: 'file', size: head.contentLength, modified: head.lastModified, tier: head.accessTier }
  } catch (error) {
    if (isDenied(error)) return undefined
    throw error
  }
}

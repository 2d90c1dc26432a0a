/**
 * The generations of an object. A deletion has no entry of its own. It is assumed if there are generations and none of
 * them is live.
 */
import type { Entry } from '../../../../contract/entry.ts'
import type { Version } from '../../../../contract/facets.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, Waits } from '../../backend.ts'
import { type FileAddress, fileAt } from '../../object-store/address.ts'
import { type Attempt, notAFile, refuse, taken } from '../../object-store/failures/failures.ts'
import { isMissing, isUnmet, unlessDenied } from '../../object-store/failures/refusal.ts'
import { isFolder } from '../../object-store/read/look-up.ts'
import { noteStored } from '../../object-store/write/target.ts'
import { keepsVersions } from '../connect/bucket-facts.ts'
import { objectAt } from '../connect/client.ts'
import type { Scope } from '../connect/scope.ts'
import { failingAs } from '../failures/failures.ts'
import { factsOf, type SaidObject } from '../read/facts.ts'
import { headIfAny } from '../read/look-up.ts'
import { readObject } from '../read/read.ts'
import { rewrite } from '../write/rewrite.ts'
import { isLive, statesOf } from './states.ts'

const deletionId = 'deletion'

export function versionsOf(scope: Scope): NonNullable<Backend['versions']> {
  return {
    list: (path, options) => listVersions(scope, path, options),
    async read(path, version, options) {
      const operation = 'gcs.versions.read'
      const generation = generationOf(version, fileAt(scope, path, operation).attempt)
      return readObject(scope, path, options, { operation, generation })
    },
    restore: (path, version, options) => restoreVersion(scope, path, version, options),
    remove: (path, version, options) => removeVersion(scope, path, version, options),
  }
}

async function* listVersions(scope: Scope, path: string, { signal }: Waits): AsyncGenerator<readonly Version[]> {
  signal.throwIfAborted()
  const { container, key, attempt } = fileAt(scope, path, 'gcs.versions.list')
  yield await failingAs(attempt, async () => {
    const states = await statesOf(scope, container, key, signal)
    const [newest] = states
    if (!newest) {
      const isThere = await unlessDenied(isFolder(scope, container, `${key}/`, signal), false)
      throw isThere ? notAFile(attempt) : refuse('not-found', 'objects.never-existed', attempt)
    }
    const versions = states.map(versionOf)
    return states.some(isLive) ? versions : [deletionOf(newest), ...versions]
  })
}

function versionOf(said: SaidObject): Version {
  return { id: said.generation ?? '', kind: 'version', isCurrent: isLive(said), ...factsOf(said) }
}

function deletionOf({ timeDeleted = '' }: SaidObject): Version {
  const modifiedMs = Date.parse(timeDeleted)
  return { id: deletionId, kind: 'deleted', isCurrent: true, ...(!Number.isNaN(modifiedMs) && { modifiedMs }) }
}

/** Throws for a deletion, and for an id that this backend never issued. */
function generationOf(id: string, attempt: Attempt): string {
  if (/^\d+$/.test(id)) return id
  if (id !== deletionId) throw noVersion(attempt)
  throw refuse('not-a-file', 'objects.is-deletion', attempt)
}

function noVersion(attempt: Attempt) {
  return refuse('not-found', 'store.no-version', attempt)
}

/** Refuses if the bucket no longer keeps versions, because the present state would be lost. */
async function restoreVersion(scope: Scope, path: string, id: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const { client } = scope
  const address = fileAt(scope, path, 'gcs.versions.restore')
  const { container, key, attempt } = address
  return failingAs(attempt, async () => {
    const generation = generationOf(id, attempt)
    const live = await headIfAny(client, container, key, signal)
    if (live?.generation === generation) return entryOf(path, live)
    if (live && (await keepsVersions(client, container, signal)) === false) {
      throw refuse('unsupported', 'objects.current-would-be-lost', attempt)
    }
    return entryOf(path, await makeCurrent(scope, address, generation, live?.generation ?? 0, signal))
  })
}

async function removeVersion(scope: Scope, path: string, id: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const address = fileAt(scope, path, 'gcs.versions.remove')
  const { container, key, attempt } = address
  await failingAs(attempt, async () => {
    if (id === deletionId) {
      await bringBack(scope, address, signal)
      return
    }
    const generation = generationOf(id, attempt)
    try {
      await scope.client.json({ at: objectAt(container, key), method: 'DELETE', query: { generation }, signal })
    } catch (error) {
      throw isMissing(error) ? noVersion(attempt) : error
    }
    scope.written?.drop(container, key)
  })
}

/**
 * Restores the last state of a deleted file. Throws `exists` if the name is in use, `not-found` if no generation is
 * left.
 */
export async function bringBack(scope: Scope, address: FileAddress, signal: AbortSignal): Promise<SaidObject> {
  const { container, key, attempt } = address
  const states = await statesOf(scope, container, key, signal)
  if (states.some(isLive)) throw taken(attempt)
  const generation = states[0]?.generation
  if (generation === undefined) {
    throw refuse('not-found', 'store.not-restorable', attempt)
  }
  return makeCurrent(scope, address, generation, 0, signal)
}

/** Creates a new generation in place of the one that was read. */
async function makeCurrent(
  scope: Scope,
  { container, key, attempt }: FileAddress,
  generation: string,
  ifGeneration: string | number,
  signal: AbortSignal,
): Promise<SaidObject> {
  const source = { bucket: container, key, generation, isPast: true } as const
  try {
    const said = await rewrite(scope, source, { container, key }, { ifGeneration, signal })
    noteStored(scope, container, key)
    return said
  } catch (error) {
    if (isMissing(error)) throw noVersion(attempt)
    if (!isUnmet(error)) throw error
    throw ifGeneration === 0 ? taken(attempt) : refuse('changed', 'store.changed', attempt)
  }
}

function entryOf(path: string, said: SaidObject): Entry {
  return { name: baseName(path), kind: 'file', ...factsOf(said) }
}

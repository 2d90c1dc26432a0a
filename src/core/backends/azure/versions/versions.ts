/**
 * The versions of a blob: those that the account keeps, and its snapshots. A deletion has no entry of its own. It is
 * assumed if there are versions and none of them is current.
 */
import { statEntry } from '../../object-store/read/stat.ts'
import { fileAt } from '../../object-store/address.ts'
import { isCode, isMissing } from '../../object-store/failures/refusal.ts'
import { type Attempt, notAFile, refuse } from '../../object-store/failures/failures.ts'
import type { BlobItem } from '@azure/storage-blob'
import type { Entry } from '../../../../contract/entry.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Version } from '../../../../contract/facets.ts'
import type { Backend, ReadOptions, Waits } from '../../backend.ts'
import { copyWithin } from '../copy/copy-within.ts'
import { failingAs } from '../failures/failures.ts'
import { flatSegment, headIfAny, isMarker } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { readBlob, type State } from '../read/read.ts'
import { removeStates } from './remove-states.ts'
import { deleteBlob } from '../write/remove.ts'

/** The ids of the current state in an account without versions, and of a deletion. */
const currentId = 'current'
const deletionId = 'deletion'

export function versionsOf(scope: Scope): NonNullable<Backend['versions']> {
  return {
    list: (path, options) => listVersions(scope, path, options),
    read: (path, version, options) => readVersion(scope, path, version, options),
    restore: (path, version, options) => restoreVersion(scope, path, version, options),
    remove: (path, version, options) => removeVersion(scope, path, version, options),
    removeAll: (targets, options) => removeStates(scope, targets, options),
  }
}

async function* listVersions(scope: Scope, path: string, { signal }: Waits): AsyncGenerator<readonly Version[]> {
  signal.throwIfAborted()
  const operation = 'azure.versions.list'
  const { container, key, attempt } = fileAt(scope, path, operation)
  yield await failingAs(attempt, async () => {
    const states = await statesOf(scope, container, key, signal)
    if (states.length === 0) {
      const { kind } = await statEntry(scope, path, { signal }) // throws if nothing exists
      throw refuse(kind === 'folder' ? 'not-a-file' : 'not-found', 'azure.no-versions', attempt)
    }
    if (states.some((state) => isCurrent(state) && isMarker(state.metadata))) {
      throw notAFile(attempt)
    }
    const versions = states.map(versionOf).toSorted(newestFirst)
    const current = versions.findIndex((version) => version.isCurrent)
    if (current > 0) versions.unshift(...versions.splice(current, 1))
    return current >= 0 ? versions : [deletionOf(states), ...versions]
  })
}

/** Returns all rows of a name in the listing. They are adjacent, because a listing is sorted by name. */
export async function statesOf(
  scope: Scope,
  container: string,
  key: string,
  signal: AbortSignal,
): Promise<readonly BlobItem[]> {
  const states: BlobItem[] = []
  const include = { includeMetadata: true, includeSnapshots: true, includeVersions: true, includeDeleted: true }
  let marker: string | undefined
  do {
    const page = await flatSegment(scope, container, key, signal, { ...include, ...(marker && { marker }) })
    const rows = page.segment.blobItems
    states.push(...rows.filter(({ name }) => name === key))
    marker = rows.length > 0 && rows.at(-1)?.name !== key ? undefined : page.continuationToken
  } while (marker)
  return states.filter((state) => !state.deleted || (!state.versionId && !state.snapshot))
}

/** Tells whether a row is the base blob itself, or the version that is current. */
export function isCurrent({ isCurrentVersion, versionId, snapshot, deleted }: BlobItem): boolean {
  return !deleted && (isCurrentVersion === true || (!versionId && !snapshot))
}

export function versionOf(state: BlobItem): Version {
  const { versionId, snapshot, properties } = state
  const at = Date.parse(snapshot ?? '')
  return {
    id: versionId ? `v:${versionId}` : snapshot ? `s:${snapshot}` : currentId,
    kind: 'version',
    isCurrent: isCurrent(state),
    modifiedMs: Number.isNaN(at) ? properties.lastModified.getTime() : at,
    ...(properties.contentLength !== undefined && { sizeBytes: properties.contentLength }),
    ...(properties.accessTier && { storageClass: properties.accessTier }),
  }
}

function deletionOf(states: readonly BlobItem[]): Version {
  const deletedOn = states.find(({ deleted }) => deleted)?.properties.deletedOn
  return { id: deletionId, kind: 'deleted', isCurrent: true, ...(deletedOn && { modifiedMs: deletedOn.getTime() }) }
}

function newestFirst(a: Version, b: Version): number {
  return (b.modifiedMs ?? 0) - (a.modifiedMs ?? 0) || (a.id < b.id ? 1 : -1)
}

/** Throws `not-found` for an id that this backend never issued. */
function stateOf(id: string, attempt: Attempt): State {
  if (/^v:\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(id)) return { versionId: id.slice(2) }
  if (/^s:\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(id)) return { snapshot: id.slice(2) }
  if (id === currentId) return {}
  if (id === deletionId) {
    throw refuse('not-a-file', 'objects.is-deletion', attempt)
  }
  throw refuse('not-found', 'store.no-version', attempt)
}

async function readVersion(scope: Scope, path: string, id: string, options: ReadOptions) {
  const operation = 'azure.versions.read'
  return readBlob(scope, path, options, { operation, state: stateOf(id, fileAt(scope, path, operation).attempt) })
}

async function restoreVersion(scope: Scope, path: string, id: string, { signal }: Waits): Promise<Entry> {
  signal.throwIfAborted()
  const operation = 'azure.versions.restore'
  const { container, key, attempt } = fileAt(scope, path, operation)
  await failingAs(attempt, async () => {
    const state = stateOf(id, attempt)
    if (state.versionId === undefined && state.snapshot === undefined) return // it is already current
    await keepCurrent(scope, container, key, signal)
    await copyWithin(scope, { container, key, state }, { container, key }, { signal })
  })
  return { ...(await statEntry(scope, path, { signal })), name: baseName(path) }
}

/** If the account keeps no versions, saves the state that will be replaced as a snapshot. */
async function keepCurrent(scope: Scope, container: string, key: string, signal: AbortSignal): Promise<void> {
  const { client } = scope
  const current = await headIfAny(scope, container, key, signal)
  if (!current || current.versionId) return
  await client.request({ right: 'write', signal }, ({ abortSignal }) =>
    client
      .blob(container, key)
      .createSnapshot({ abortSignal, ...(current.etag !== undefined && { conditions: { ifMatch: current.etag } }) }),
  )
}

async function removeVersion(scope: Scope, path: string, id: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const operation = 'azure.versions.remove'
  const { container, key, attempt } = fileAt(scope, path, operation)
  await failingAs(attempt, async () => {
    if (id === deletionId) return bringBack(scope, container, key, attempt, signal)
    const state = stateOf(id, attempt)
    if (state.versionId === undefined && state.snapshot === undefined) return deleteBlob(scope, container, key, signal)
    try {
      await deleteState(scope, container, key, state, signal)
    } catch (error) {
      if (!isCode(error, 'OperationNotAllowedOnRootBlob')) throw error
      await deleteBlob(scope, container, key, signal) // the current version must become an old one first
      await deleteState(scope, container, key, state, signal)
    }
  })
}

async function deleteState(
  { client }: Scope,
  container: string,
  key: string,
  { versionId, snapshot }: State,
  signal: AbortSignal,
): Promise<void> {
  await client.request({ right: versionId === undefined ? 'delete' : 'deleteVersion', signal }, ({ abortSignal }) => {
    const blob = client.blob(container, key)
    const one = versionId === undefined ? blob.withSnapshot(snapshot ?? '') : blob.withVersion(versionId)
    return one.delete({ abortSignal })
  })
}

/**
 * Undoes the deletion of a blob. A soft-deleted blob is undeleted; with versions, the last one is made current. Throws
 * `exists` if the name is in use, `not-found` if nothing can be restored.
 */
export async function bringBack(
  scope: Scope,
  container: string,
  key: string,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<void> {
  const { client } = scope
  const gone = () => refuse('not-found', 'store.not-restorable', attempt)
  const before = await statesOf(scope, container, key, signal)
  if (before.some(isCurrent)) {
    throw refuse('exists', 'azure.exists-again', attempt)
  }
  try {
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).undelete({ abortSignal }),
    )
  } catch (error) {
    if (!isMissing(error) || before.length === 0) throw isMissing(error) ? gone() : error
  }
  const after = await statesOf(scope, container, key, signal)
  if (after.some(isCurrent)) return
  const last = after
    .filter(({ versionId }) => versionId)
    .toSorted((a, b) => ((a.versionId ?? '') < (b.versionId ?? '') ? 1 : -1))[0]
  if (!last?.versionId) throw gone()
  const state = { versionId: last.versionId }
  await copyWithin(scope, { container, key, state }, { container, key }, { signal, mustBeNew: true })
}

import { type Said, said } from '../../contract/sentences/said.ts'
import { type Entry, opensAsFolder } from '../../contract/entry.ts'
import { type FailureKind, failureOf, StorageError } from '../../contract/failure.ts'
import { nameOfLocation, formatLocation, type Location, parentPath } from '../../contract/location.ts'
import type { Backend, Likeness, Waits } from '../backends/backend.ts'
import type { Mounts } from '../mounts/mounts.ts'

/** A location with the backend of its mount. */
export interface OpenedLocation extends Location {
  readonly backend: Backend
}

export async function openLocation(
  mounts: Pick<Mounts, 'open'>,
  { mount, path }: Location,
  waits: Waits,
): Promise<OpenedLocation> {
  const { backend } = await mounts.open(mount, waits)
  return { mount, path, backend }
}

/** Returns the entry, or undefined if it does not exist. */
export async function statIfAny({ backend, path }: OpenedLocation, { signal }: Waits): Promise<Entry | undefined> {
  try {
    return await backend.stat(path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined
    throw error
  }
}

/** Within this computer, a copy gets the permissions of its source. */
export function likenessOf(from: OpenedLocation, to: OpenedLocation): Likeness {
  const isWithin = from.backend.localPath !== undefined && to.backend.localPath !== undefined
  return isWithin ? { like: from.backend.localPath.osPath(from.path) } : {}
}

/** Creates a folder and its missing parent folders. Returns whether it was created. */
export async function makeFolders(location: OpenedLocation, { signal, ...more }: Waits & Likeness): Promise<boolean> {
  if (location.path === '') return false
  const found = await statIfAny(location, { signal })
  if (found) {
    if (opensAsFolder(found) || (await isFolderToo(location, { signal }))) return false
    throw locationFailure('not-a-folder', location, said('make-folders.not-a-folder', { what: nameAt(location) }))
  }
  if (!location.backend.capabilities.keepsEmptyFolders) return true
  await makeFolders({ ...location, path: parentPath(location.path) }, { signal })
  try {
    await location.backend.makeFolder(location.path, { signal, ...more })
  } catch (error) {
    if (!isFailure(error, 'exists')) throw error
  }
  return true
}

/** An object store may have a folder with the name of a file. `stat` of the path then returns the file. */
async function isFolderToo({ backend, path }: OpenedLocation, { signal }: Waits): Promise<boolean> {
  try {
    const pages = backend.list(path, { signal })[Symbol.asyncIterator]()
    await pages.next()
    await pages.return?.()
    return true
  } catch (error) {
    if (isFailure(error, 'not-a-folder')) return false
    throw error
  }
}

export function isFailure(error: unknown, kind: FailureKind): boolean {
  return error instanceof StorageError && failureOf(error).kind === kind
}

export function locationFailure(kind: FailureKind, location: Location, why: Said): StorageError {
  return new StorageError({ kind, ...why, operation: 'transfer', location: formatLocation(location) })
}

/** The name of the item at a location: of the archive for the top of an archive, of the mount for the top of a mount. */
export function nameAt(location: Location): string {
  return nameOfLocation(location) || location.mount
}

import { type Entry, opensAsFolder } from '../../contract/entry.ts'
import { type FailureKind, failureOf, StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation, type Location, parentPath } from '../../contract/location.ts'
import type { Backend, Waits } from '../backends/backend.ts'
import type { Mounts } from '../mounts/mounts.ts'

/** A location with the backend to reach it by. */
export interface Spot extends Location {
  readonly backend: Backend
}

export async function openSpot(mounts: Pick<Mounts, 'open'>, { mount, path }: Location, waits: Waits): Promise<Spot> {
  const { backend } = await mounts.open(mount, waits)
  return { mount, path, backend }
}

/** What is there, or undefined. */
export async function statIfAny({ backend, path }: Spot, { signal }: Waits): Promise<Entry | undefined> {
  try {
    return await backend.stat(path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined
    throw error
  }
}

/** Makes a folder and those above it that are not there. Tells whether it was made. */
export async function makeFolders(spot: Spot, { signal }: Waits): Promise<boolean> {
  if (spot.path === '') return false
  const found = await statIfAny(spot, { signal })
  if (found) {
    if (opensAsFolder(found)) return false
    throw spotFailure('not-a-folder', spot, 'is no folder, so nothing can be put into it.')
  }
  if (!spot.backend.capabilities.keepsEmptyFolders) return true
  await makeFolders({ ...spot, path: parentPath(spot.path) }, { signal })
  try {
    await spot.backend.makeFolder(spot.path, { signal })
  } catch (error) {
    if (!isFailure(error, 'exists')) throw error
  }
  return true
}

export function isFailure(error: unknown, kind: FailureKind): boolean {
  return error instanceof StorageError && failureOf(error).kind === kind
}

/** “name” and what is the matter with it. */
export function spotFailure(kind: FailureKind, spot: Location, what: string): StorageError {
  const message = `“${baseName(spot.path) || spot.mount}” ${what}`
  return new StorageError({ kind, message, operation: 'transfer', location: formatLocation(spot) })
}

import type { Entry } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { parentPath } from '../../contract/location.ts'
import type { Backend } from '../backends/backend.ts'
import type { CopyReport } from './copy-report.ts'

export interface CopyJob {
  readonly move: boolean
  readonly onConflict: 'overwrite' | 'keep-both' | 'skip' | 'fail'
  readonly signal: AbortSignal
  readonly report: CopyReport
}

/** A location with the backend to reach it by. */
export interface Spot {
  readonly mount: string
  readonly path: string
  readonly backend: Backend
}

/** What is there, or undefined. */
export async function statIfAny({ backend, path }: Spot, signal: AbortSignal): Promise<Entry | undefined> {
  try {
    return await backend.stat(path, { signal })
  } catch (error) {
    if (isFailure(error, 'not-found')) return undefined
    throw error
  }
}

/** Makes a folder and those above it that are not there. */
export async function makeFolders(spot: Spot, signal: AbortSignal): Promise<void> {
  if (spot.path === '' || !spot.backend.capabilities.keepsEmptyFolders) return
  if (await statIfAny(spot, signal)) return
  await makeFolders({ ...spot, path: parentPath(spot.path) }, signal)
  try {
    await spot.backend.makeFolder(spot.path, { signal })
  } catch (error) {
    if (!isFailure(error, 'exists')) throw error
  }
}

export function isFailure(error: unknown, kind: StorageError['failure']['kind']): boolean {
  return error instanceof StorageError && failureOf(error).kind === kind
}

import type { Entry } from '../../../contract/entry.ts'
import type { Version } from '../../../contract/facets.ts'
import type { Location } from '../../../contract/location.ts'

/** One state of a file: a version of it, or the file as it is now. */
export interface FileState {
  readonly location: Location
  /** Absent for a file as it is now. */
  readonly version?: Version
  readonly sizeBytes?: number
  readonly modifiedMs?: number
}

export function stateOfVersion(location: Location, version: Version): FileState {
  const { sizeBytes, modifiedMs } = version
  return {
    location,
    version,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

/** The file as it was listed. */
export function stateOfEntry(location: Location, { sizeBytes, modifiedMs }: Entry): FileState {
  return {
    location,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

/** Differs for two states, and for the same file after a change. */
export function stateKey({ location, version, modifiedMs, sizeBytes }: FileState): string {
  return JSON.stringify([location.mount, location.path, version?.id ?? [modifiedMs, sizeBytes]])
}

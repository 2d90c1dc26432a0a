import type { Entry } from '../../../contract/entry.ts'
import type { Version } from '../../../contract/facets.ts'
import type { Location } from '../../../contract/location.ts'

/** One version of a file, or its present state. */
export interface FileState {
  readonly location: Location
  /** Undefined for the present state. */
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

/** Returns the state of a listed file. */
export function stateOfEntry(location: Location, { sizeBytes, modifiedMs }: Entry): FileState {
  return {
    location,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
  }
}

/** Returns a key that differs between two versions, and for the same file after a change. */
export function stateKey({ location, version, modifiedMs, sizeBytes }: FileState): string {
  return JSON.stringify([location.mount, location.path, version?.id ?? [modifiedMs, sizeBytes]])
}

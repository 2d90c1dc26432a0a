import { said } from '../../../../contract/sentences/said.ts'
import { pathSegments } from '../../../../contract/location.ts'
import { StorageError } from '../../../../contract/failure.ts'
import { joinOs, type OsPath, osNameOf } from './names.ts'

/**
 * Returns the full path of a location's path below `root`. Throws `bad-name` for a name that this computer cannot hold.
 */
export function toOsPath(root: string, path: string, operation: string): OsPath {
  let full: OsPath = root
  for (const segment of pathSegments(path)) full = joinOs(full, toOsName(segment, operation))
  return full
}

/** Returns one name in the system's form. Throws `bad-name`. */
export function toOsName(segment: string, operation: string): OsPath {
  const name = osNameOf(segment)
  if (name !== undefined) return name
  const shown = segment.replaceAll('\0', '␀')
  throw new StorageError({ kind: 'bad-name', ...said('local.impossible-name', { name: shown }), operation })
}

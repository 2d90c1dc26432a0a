/**
 * Resolves a path within the shelf. The history belongs to the real path of a file, no matter which links lead to it.
 * No path leads into the shelf's own folder.
 */
import { said } from '../../../contract/sentences/said.ts'
import { lstat, realpath } from 'node:fs/promises'
import { sep } from 'node:path'
import { baseName, childPath, parentPath } from '../../../contract/location.ts'
import { StorageError } from '../../../contract/failure.ts'
import { escapeName } from '../byte-names.ts'
import { isWithin, type OsPath, osPathOf } from '../local/paths/names.ts'
import { toOsPath } from '../local/paths/os-path.ts'
import { isOwnPath, ownFolder } from './layout.ts'

/**
 * With `links: 'follow'`, for reading and writing through a link; otherwise the link itself is meant. Throws `bad-name`
 * for the shelf's own folder.
 */
export async function placeOf(
  root: string,
  path: string,
  { operation, links }: { readonly operation: string; readonly links: 'follow' | 'keep' },
): Promise<string> {
  if (isOwnPath(path)) throw ownRefused(operation)
  if (path === '') return ''
  const parent = await realIfAny(toOsPath(root, parentPath(path), operation))
  if (parent === undefined || !isWithin(root, parent)) return path // the local backend reports the error
  const inside = childPath(relativeTo(root, parent), baseName(path))
  const place = links === 'follow' ? await followed(root, inside, operation) : inside
  if (isOwnPath(place)) throw ownRefused(operation)
  return place
}

async function followed(root: string, path: string, operation: string): Promise<string> {
  const full = toOsPath(root, path, operation)
  const stats = await lstat(full).catch(() => undefined)
  if (!stats?.isSymbolicLink()) return path
  const real = await realIfAny(full)
  return real !== undefined && isWithin(root, real) ? relativeTo(root, real) : path
}

async function realIfAny(full: OsPath): Promise<OsPath | undefined> {
  try {
    return osPathOf(await realpath(full, { encoding: 'buffer' }))
  } catch {
    return undefined
  }
}

/** Returns a real path in the form of a location's path. */
function relativeTo(root: string, real: OsPath): string {
  const start = Buffer.byteLength(root.endsWith(sep) ? root : root + sep)
  const names: string[] = []
  for (let rest = Buffer.from(real).subarray(start); rest.length > 0;) {
    const end = rest.indexOf(sep)
    names.push(escapeName(end < 0 ? rest : rest.subarray(0, end)))
    rest = end < 0 ? rest.subarray(rest.length) : rest.subarray(end + 1)
  }
  return names.join('/')
}

/** Returns the place of an existing entry. Undefined if it no longer exists or is not within the shelf. */
export async function realPlaceOf(root: string, full: OsPath): Promise<string | undefined> {
  const real = await realIfAny(full)
  return real !== undefined && isWithin(root, real) ? relativeTo(root, real) : undefined
}

export const osPathIn = (root: string, place: string): OsPath => toOsPath(root, place, 'shelf.place')

export function ownRefused(operation: string): StorageError {
  return new StorageError({ kind: 'bad-name', ...said('shelf.own-folder', { name: ownFolder }), operation })
}

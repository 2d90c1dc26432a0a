/**
 * Translates a location's path into a real one, which never leaves the mount: the folder that contains the entry is
 * resolved and checked. Errors are those of the system; `failures.ts` translates them.
 */
import { realpath } from 'node:fs/promises'
import { baseName, parentPath } from '../../../../contract/location.ts'
import { codeOf, outsideError } from '../failures/error-code.ts'
import { refuse } from '../failures/failures.ts'
import { isWithin, joinOs, type OsPath, osPathOf } from './names.ts'
import { toOsName, toOsPath } from './os-path.ts'

/** An entry with the real path of its folder. The entry itself may be a link. */
export interface ResolvedPath {
  readonly folder: OsPath
  readonly full: OsPath
}

/** Resolves the path of an entry. Throws `outside` if a link on the way leads out of `root`, which is a real path. */
export async function resolvePath(root: string, path: string, operation: string): Promise<ResolvedPath> {
  if (path === '') throw refuse('bad-input', 'store.top-unchangeable', operation, path)
  const folder = await realFolderOf(root, parentPath(path), operation)
  return { folder, full: joinOs(folder, toOsName(baseName(path), operation)) }
}

/** Returns the real path of an entry after following links. Throws `outside` if it is not in the mount. */
export async function realPathOf(root: string, path: string, operation: string): Promise<OsPath> {
  const real = osPathOf(await realpath(toOsPath(root, path, operation), { encoding: 'buffer' }))
  return checkWithin(root, real)
}

async function realFolderOf(root: string, path: string, operation: string): Promise<OsPath> {
  try {
    return await realPathOf(root, path, operation)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
    throw refuse('not-found', 'store.missing-folder', operation, path)
  }
}

function checkWithin(root: string, real: OsPath): OsPath {
  if (isWithin(root, real)) return real
  throw outsideError()
}

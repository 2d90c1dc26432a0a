/** Resolves and checks each folder of a batch once. Runs in a worker thread. */
import { realpathSync, statSync } from 'node:fs'
import { codeOf, ownError, outsideError } from '../failures/error-code.ts'
import { isWithin, type OsPath, osPathOf } from '../paths/names.ts'

export interface Folder {
  readonly path: OsPath
  /** The number of its file system. */
  readonly dev: number
}

/**
 * Returns a function that gives the real folder for a number. For a folder that cannot be used, it throws the same
 * error each time.
 */
export function openFolders(root: string, wanted: readonly OsPath[]): (number: number) => Folder {
  const known = new Map<number, Folder | { readonly error: unknown }>()
  return (number) => {
    let found = known.get(number)
    if (!found) known.set(number, (found = resolve(root, wanted[number] ?? root)))
    if ('error' in found) throw found.error
    return found
  }
}

function resolve(root: string, wanted: OsPath): Folder | { readonly error: unknown } {
  try {
    const path = osPathOf(realpathSync.native(wanted, { encoding: 'buffer' }))
    if (!isWithin(root, path)) throw outsideError()
    return { path, dev: statSync(path).dev }
  } catch (error) {
    return { error: codeOf(error) === 'ENOENT' ? ownError('NOFOLDER') : error }
  }
}

/** Returns the real path of a link's target. Throws `outside` if it is not in the mount. */
export function targetOfLink(root: string, link: OsPath): OsPath {
  const full = osPathOf(realpathSync.native(link, { encoding: 'buffer' }))
  if (isWithin(root, full)) return full
  throw outsideError()
}

import type { Stats } from 'node:fs'
import { type FileHandle, lstat, readlink } from 'node:fs/promises'
import { pathSegments } from '../../../../contract/location.ts'
import { outsideError } from '../failures/error-code.ts'
import { joinOs, type OsPath } from '../paths/names.ts'
import { toOsName, toOsPath } from '../paths/os-path.ts'

/**
 * Throws `outside` unless the open file is the one at its path, and no symbolic link was on the way when it was opened.
 */
export async function refuseUnlessInPlace(
  { root, path, operation }: { readonly root: string; readonly path: string; readonly operation: string },
  file: FileHandle,
  opened: Stats,
): Promise<void> {
  const told = await toldPath(file)
  const isInPlace = told
    ? isPath(told, toOsPath(root, path, operation))
    : await isAtPlainWay({ root, path, operation }, opened)
  if (!isInPlace) throw outsideError()
}

/** Returns where an open file is according to Linux, no matter which names led there. */
function toldPath({ fd }: FileHandle): Promise<Buffer | undefined> {
  return readlink(`/proc/self/fd/${fd}`, { encoding: 'buffer' }).catch(() => undefined)
}

/** A file that has been replaced since it was opened also counts as in place. */
function isPath(told: Buffer, full: OsPath): boolean {
  const wanted = Buffer.from(full)
  return told.equals(wanted) || told.equals(Buffer.concat([wanted, Buffer.from(' (deleted)')]))
}

/** On other systems: checks that the path has no symbolic link now and leads to the same file. */
async function isAtPlainWay(
  { root, path, operation }: { readonly root: string; readonly path: string; readonly operation: string },
  opened: Stats,
): Promise<boolean> {
  let full: OsPath = root
  let found: Stats | undefined
  for (const segment of pathSegments(path)) {
    full = joinOs(full, toOsName(segment, operation))
    found = await lstat(full)
    if (found.isSymbolicLink()) return false
  }
  return found?.dev === opened.dev && found.ino === opened.ino
}

import type { Stats } from 'node:fs'
import { link, lstat, readdir, rename, unlink } from 'node:fs/promises'
import type { RenameOptions } from '../../backend.ts'
import { kindOf } from '../read/facts.ts'
import { codeOf } from '../failures/error-code.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { isWithin, type OsPath } from '../paths/names.ts'
import { type ResolvedPath, resolvePath } from '../paths/resolve-path.ts'
import { lstatIfAny } from './write.ts'

const operation = 'local.rename'

/** Moves an entry within the mount in one step. Fails with `unsupported` if the target is on another disk. */
export async function renameEntry(root: string, from: string, to: string, options: RenameOptions): Promise<void> {
  return failingAs(operation, to, async () => {
    const source = await resolvePath(root, from, operation)
    const moved = await failingAs(operation, from, () => lstat(source.full))
    const target = await resolvePath(root, to, operation)
    if (kindOf(moved) === 'folder' && isWithin(source.full, target.folder)) {
      throw refuse('bad-input', 'store.into-itself', operation, from)
    }
    if (Buffer.from(source.full).equals(Buffer.from(target.full))) return
    const found = await lstatIfAny(target.full)
    if (found && (await isSameEntry(moved, found, target))) return rename(source.full, target.full)
    if (found && !mayReplace(moved, found, options)) throw existing(operation, to)
    if (found || kindOf(moved) === 'folder') return rename(source.full, target.full)
    await renameToFree(source.full, target.full, to)
  })
}

function mayReplace(moved: Stats, found: Stats, { ifExists }: RenameOptions): boolean {
  const isPlain = (stats: Stats) => kindOf(stats) === 'file' || kindOf(stats) === 'link'
  return ifExists === 'replace' && isPlain(found) && isPlain(moved)
}

/**
 * Tells whether the entry found under the new name is the moved entry itself, on a disk where `a` and `A` are the same
 * name.
 */
async function isSameEntry(moved: Stats, found: Stats, target: ResolvedPath): Promise<boolean> {
  if (moved.dev !== found.dev || moved.ino !== found.ino) return false
  // two hard links look the same, but only one of them is listed under the new name
  const wanted = Buffer.from(target.full)
  const names = await readdir(target.folder, { encoding: 'buffer' })
  return !names.some(
    (name) => wanted.subarray(wanted.length - name.length).equals(name) && isNameAt(wanted, name.length),
  )
}

function isNameAt(full: Buffer, length: number): boolean {
  const before = full[full.length - length - 1]
  return before === 0x2f || (process.platform === 'win32' && before === 0x5c)
}

/** A plain rename would replace an entry that took the name meanwhile; a hard link never does. */
async function renameToFree(from: OsPath, to: OsPath, path: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw existing(operation, path)
    return rename(from, to)
  }
  await unlink(from).catch(async (error: unknown) => {
    await unlink(to)
    throw error
  })
}

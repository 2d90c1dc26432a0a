/**
 * Restores entries from the trash of a Linux desktop: https://specifications.freedesktop.org/trash-spec/1.0/. The
 * Finder and the Recycle Bin have no call to restore one entry by its old path.
 */
import { type Dirent, type Stats } from 'node:fs'
import { link, lstat, readdir, readFile, rename, unlink } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { StorageError } from '../../contract/failure.ts'
import { said, type Said } from '../../contract/sentences/said.ts'

export interface UntrashDeps {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly homeFolder: string
}

export interface UntrashOptions {
  /** Entries that were trashed earlier are different entries of the same name. */
  readonly sinceMs: number
}

/** Restores the entry that was last trashed from a path, and never replaces another entry. */
export type UntrashItem = (path: string, options: UntrashOptions) => Promise<void>

interface Trashed {
  /** The original path. */
  readonly path: string
  readonly deletedMs: number
}

/** Undefined if the system does not support this. */
export function createUntrash({ platform, env, homeFolder }: UntrashDeps): UntrashItem | undefined {
  if (platform !== 'linux') return undefined
  const homeTrash = join(env['XDG_DATA_HOME'] || join(homeFolder, '.local', 'share'), 'Trash')
  // Records in the trash never change. There may be many, and many entries may be restored one by one.
  const read = new Map<string, Trashed | undefined>()

  async function find(path: string, { sinceMs }: UntrashOptions) {
    let newest: (Trashed & { readonly trash: string; readonly name: string }) | undefined
    for (const { trash, top } of [{ trash: homeTrash, top: '/' }, ...(await otherTrashes(path))]) {
      for (const name of await namesIn(join(trash, 'info'))) {
        const file = join(trash, 'info', `${name}.trashinfo`)
        if (!read.has(file)) read.set(file, await readInfo(file, top))
        const info = read.get(file)
        if (info?.path !== path || info.deletedMs < sinceMs) continue
        if (!newest || info.deletedMs > newest.deletedMs) newest = { ...info, trash, name }
      }
    }
    return newest
  }

  return async (path, options) => {
    const found = await find(path, options)
    if (!found) throw failure('not-found', said('trash.gone', { name: basename(path) }))
    const info = join(found.trash, 'info', `${found.name}.trashinfo`)
    await moveOut(join(found.trash, 'files', found.name), path)
    read.delete(info)
    await unlink(info).catch(() => {}) // Every desktop ignores a record without an entry.
  }
}

/** Returns the trash folders on the disk of a path. They are used if it is not the disk of the home folder. */
async function otherTrashes(path: string): Promise<readonly { readonly trash: string; readonly top: string }[]> {
  const top = await topOf(path)
  const uid = process.getuid?.()
  if (top === undefined || uid === undefined) return []
  const candidates = [join(top, '.Trash', String(uid)), join(top, `.Trash-${uid}`)]
  const stats = await Promise.all(candidates.map(lstatIfAny))
  return candidates
    .filter((_, at) => stats[at]?.isDirectory() && stats[at].uid === uid)
    .map((trash) => ({ trash, top }))
}

/** Returns the folder where the disk of a path is mounted. */
async function topOf(path: string): Promise<string | undefined> {
  let folder = dirname(path)
  const device = (await lstatIfAny(folder))?.dev
  if (device === undefined) return undefined
  while (folder !== '/' && (await lstatIfAny(dirname(folder)))?.dev === device) folder = dirname(folder)
  return folder
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries: readonly Dirent[] = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const ending = '.trashinfo'
  return entries.flatMap((entry) =>
    entry.isFile() && entry.name.endsWith(ending) ? entry.name.slice(0, -ending.length) : [],
  )
}

/** Undefined if it is not a valid record. A path on another disk may be relative to the top of that disk. */
async function readInfo(file: string, top: string): Promise<Trashed | undefined> {
  try {
    const text = await readFile(file, 'utf8')
    const path = /^Path=(.+)$/m.exec(text)?.[1]
    const date = /^DeletionDate=(\S+)$/m.exec(text)?.[1]
    if (path === undefined || date === undefined) return undefined
    return { path: resolve(top, decodeURIComponent(path)), deletedMs: new Date(date).getTime() }
  } catch {
    return undefined
  }
}

/** A hard link is created first, because it never replaces an existing entry, as a rename would. */
async function moveOut(from: string, to: string): Promise<void> {
  try {
    const moved = await lstat(from)
    if (moved.isDirectory()) return await renameToFree(from, to)
    try {
      await link(from, to)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
      return await renameToFree(from, to)
    }
    await unlink(from).catch(async (error: unknown) => {
      await unlink(to)
      throw error
    })
  } catch (error) {
    throw worded(error, basename(to))
  }
}

async function renameToFree(from: string, to: string): Promise<void> {
  if (await lstatIfAny(to)) throw Object.assign(new Error('taken'), { code: 'EEXIST' })
  await rename(from, to)
}

async function lstatIfAny(path: string): Promise<Stats | undefined> {
  return lstat(path).catch(() => undefined)
}

function worded(cause: unknown, name: string): StorageError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'EEXIST') return failure('exists', said('trash.name-taken', { name }))
  if (code === 'EXDEV') return failure('unsupported', said('trash.other-disk', { name }))
  const kind = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? 'denied' : 'not-found'
  return failure(kind, said('trash.not-restored', { name }), message, cause)
}

function failure(kind: 'not-found' | 'exists' | 'unsupported' | 'denied', why: Said, detail = '', cause?: unknown) {
  return new StorageError({ kind, ...why, operation: 'untrash', ...(detail !== '' && { detail }) }, { cause })
}

/**
 * Writes a file in one step: the bytes are written to a staging file `.portolan-<random>.part` in the same folder,
 * which is then renamed. A staging file left by a crash is an ordinary, recognisable file: it is listed, and does not
 * disturb later writes.
 */
import { randomBytes } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { type FileHandle, link, lstat, open, rename, unlink } from 'node:fs/promises'
import { cancellingOnFailure, forEachChunk } from '../../../../lib/flow/byte-stream.ts'
import type { Stored, WriteOptions } from '../../backend.ts'
import type { TakeRights } from '../bulk/bulk.ts'
import { kindOf } from '../read/facts.ts'
import { codeOf, noHardLinks } from '../failures/error-code.ts'
import { existing, failingAs, refuse } from '../failures/failures.ts'
import { joinOs, type OsPath, parentOf } from '../paths/names.ts'
import { type ResolvedPath, resolvePath, realPathOf } from '../paths/resolve-path.ts'
import { entryOf } from '../read/stat.ts'
import { writeStaged } from '../../facets/staged-write.ts'
import { stageNameOf } from '../../facets/stages.ts'

const writing = 'local.write'

type Body = ReadableStream<Uint8Array>

/** Stores `body` under the path in one step, or not at all. For a link inside the mount, its target is written. */
export async function writeFile(
  root: string,
  path: string,
  body: Body,
  options: WriteOptions & { readonly takeRights?: TakeRights },
): Promise<Stored> {
  return failingAs(writing, path, async () => {
    return cancellingOnFailure(body, async () => {
      options.signal.throwIfAborted()
      const { resolved, old } = await targetOf(root, path, options, writing)
      return stageAndPublish(resolved, old, path, body, options)
    })
  })
}

export interface Target {
  readonly resolved: ResolvedPath
  /** The file that will be replaced. */
  readonly old?: Stats
}

/** Throws `exists`, `not-a-file`, `not-found` without the parent folder, `outside`. */
export async function targetOf(
  root: string,
  path: string,
  { ifExists, isKnownFree }: Pick<WriteOptions, 'ifExists' | 'isKnownFree'>,
  operation: string,
): Promise<Target> {
  if (path === '') throw refuse('not-a-file', 'store.top-not-a-file', operation, path)
  const resolved = await resolvePath(root, path, operation)
  const found = isKnownFree ? undefined : await lstatIfAny(resolved.full)
  if (!found) return { resolved }
  const kind = kindOf(found)
  if (kind === 'folder') throw refuse('not-a-file', 'store.folder-exists', operation, path)
  if (ifExists === 'fail') throw existing(operation, path)
  if (kind === 'file') return { resolved, old: found }
  const real = kind === 'link' ? await realPathOf(root, path, operation) : resolved.full
  const old = await lstat(real)
  if (kindOf(old) === 'file') return { resolved: { full: real, folder: parentOf(real) }, old }
  throw refuse('not-a-file', 'store.not-a-plain-file', operation, path)
}

async function stageAndPublish(
  resolved: ResolvedPath,
  old: Stats | undefined,
  path: string,
  body: Body,
  options: Parameters<typeof writeFile>[3],
) {
  const stage = joinOs(resolved.folder, stageNameOf(options.stageId ?? randomBytes(8).toString('hex')))
  // replaces a leftover of the same write, from a crash
  if (options.stageId !== undefined) await unlink(stage).catch(() => {})
  const { signal, ifExists, like, takeRights, modifiedMs } = options
  const close = (file: FileHandle) => file.close()
  return writeStaged<FileHandle, Stored>(
    {
      // the copy of a private file is private from its first byte
      open: () => open(stage, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, old || like ? 0o600 : 0o666),
      async fill(file) {
        let bytes = 0
        await forEachChunk(body, signal, async (chunk) => {
          await writeAt(file, chunk, bytes)
          bytes += chunk.length
        })
        await takeOver(takeRights, { stage, resolved, old, like })
        const stats = await settle(file, old, modifiedMs)
        return { ...entryOf(path, stats), ...(stats.size === bytes && { proof: 'size' as const }) }
      },
      close,
      drop: close,
      publish: () => publish(stage, resolved.full, path, ifExists, writing),
      published: () => syncFolder(resolved.folder),
      tidy: () => unlink(stage).catch(() => {}),
    },
    signal,
  )
}

interface Taking {
  readonly stage: OsPath
  readonly resolved: ResolvedPath
  readonly old: Stats | undefined
  readonly like: OsPath | undefined
}

/** Copies permissions and attributes: of the replaced file, or else of the file the new one should be like. */
export async function takeOver(
  takeRights: TakeRights | undefined,
  { stage, resolved, old, like }: Taking,
): Promise<void> {
  if (!takeRights) return
  if (old) await takeRights(resolved.full, stage, { isReplaced: true })
  else if (like !== undefined) await takeRights(like, stage, { isReplaced: false })
}

export async function writeAt(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, at, chunk.length - at, position + at)
    at += bytesWritten
  }
}

/** Gives the staging file the owner and permissions of the file it replaces, sets its time, and flushes it to disk. */
export async function settle(file: FileHandle, old: Stats | undefined, modifiedMs: number | undefined): Promise<Stats> {
  if (old) {
    const made = await file.stat()
    let mode = old.mode & 0o7777
    if (made.uid !== old.uid || made.gid !== old.gid) {
      // only root may change the owner; the set-ID bits of one owner must not pass to another
      await file.chown(old.uid, old.gid).catch(() => (mode &= 0o777))
    }
    await file.chmod(mode)
  }
  if (modifiedMs !== undefined) await file.utimes(Date.now() / 1000, modifiedMs / 1000)
  await file.sync()
  return file.stat()
}

/** Gives the stage its final name. Returns whether the staging file still exists. */
export async function publish(
  stage: OsPath,
  full: OsPath,
  path: string,
  ifExists: 'replace' | 'fail',
  operation: string,
): Promise<boolean> {
  if (ifExists === 'replace') {
    await rename(stage, full)
    return false
  }
  try {
    await link(stage, full) // unlike a rename, a hard link never replaces an entry that appeared meanwhile
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw existing(operation, path, error)
    if (!noHardLinks.has(codeOf(error) ?? '')) throw error
  }
  await reserve(full, path, operation)
  try {
    await rename(stage, full)
  } catch (error) {
    await unlink(full).catch(() => {})
    throw error
  }
  return false
}

/** On a disk without hard links, an empty file reserves the name until the stage replaces it. */
async function reserve(full: OsPath, path: string, operation: string): Promise<void> {
  try {
    await (await open(full, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY)).close()
  } catch (error) {
    throw codeOf(error) === 'EEXIST' ? existing(operation, path, error) : error
  }
}

/** Makes a new name survive a power failure, if the system can. */
export async function syncFolder(folder: OsPath): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await open(folder, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // the file itself is complete; some network disks cannot flush a folder
  }
}

export async function lstatIfAny(full: OsPath): Promise<Stats | undefined> {
  try {
    return await lstat(full)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

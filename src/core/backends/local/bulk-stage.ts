/**
 * One small file staged and published with synchronous calls, with the same care as `write.ts` takes. Runs in a worker
 * thread. Between the two steps stands the flush of `bulk-flush.ts`.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { type Folder, targetOfLink } from './bulk-folders.ts'
import type { StoreFile } from './bulk-protocol.ts'
import { codeOf, noClone, noHardLinks, noRenameToFree, ownError } from './error-code.ts'
import { kindOf, modifiedOf } from './facts.ts'
import { stageNameOf } from '../stages.ts'
import { joinOs, type OsPath, parentOf } from './names.ts'
import { systemCalls } from './system-calls.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants
const newFile = O_CREAT | O_EXCL | O_WRONLY

/** Read in one go; what is larger is copied by the system. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024)

export interface Staged {
  readonly stage: OsPath
  readonly folder: OsPath
  readonly dev: number
  readonly full: OsPath
  readonly mustBeNew: boolean
  readonly sizeBytes: number
  readonly modifiedMs: number
}

interface Target {
  readonly folder: OsPath
  readonly full: OsPath
  /** The file to be replaced. */
  readonly old?: Stats
}

let count = 0
/** No two threads or processes make the same names. */
const ownPart = process.hrtime.bigint().toString(16) + Math.random().toString(16).slice(2, 8)

/** Stages the bytes, or the source, of one file. Throws the system's errors and our own; nothing is left then. */
export function stageFile(
  root: string,
  folder: Folder,
  file: StoreFile,
  { id, bytes }: { readonly id: string; readonly bytes: Uint8Array | undefined },
): Staged {
  const target = targetOf(root, folder, file)
  const stage = joinOs(target.folder, stageNameOf(`${id}${ownPart}${(count += 1).toString(16)}`))
  try {
    const stats =
      file.from === undefined
        ? stageBytes(stage, target.old, file, (bytes ?? scratch).subarray(file.start, file.start + file.sizeBytes))
        : stageCopy(stage, target.old, file, file.from)
    if (stats.size !== file.sizeBytes) throw ownError('CHANGED')
    return {
      stage,
      folder: target.folder,
      dev: stats.dev,
      full: target.full,
      mustBeNew: file.mustBeNew,
      sizeBytes: stats.size,
      modifiedMs: modifiedOf(stats),
    }
  } catch (error) {
    discardStage(stage, error)
    throw error
  }
}

export function discardStage(stage: OsPath, why?: unknown): void {
  if (codeOf(why) === 'EEXIST') return // somebody else's
  try {
    unlinkSync(stage)
  } catch {
    // it was never made, or the disk is gone
  }
}

/** A name that must be new is not looked at: publishing finds out, with certainty. */
function targetOf(root: string, folder: Folder, { name, mustBeNew }: StoreFile): Target {
  const full = joinOs(folder.path, name)
  const plain = { folder: folder.path, full }
  const found = mustBeNew ? undefined : lstatSync(full, { throwIfNoEntry: false })
  if (!found) return plain
  const kind = kindOf(found)
  if (kind === 'file') return { ...plain, old: found }
  if (kind === 'folder') throw ownError('FOLDERTHERE')
  if (kind === 'special') throw ownError('NOTFILE')
  const real = targetOfLink(root, full)
  const old = lstatSync(real)
  if (kindOf(old) !== 'file') throw ownError('NOTFILE')
  return { folder: parentOf(real), full: real, old }
}

function stageBytes(stage: OsPath, old: Stats | undefined, { modifiedMs }: StoreFile, bytes: Uint8Array): Stats {
  return writeStage(stage, old, 0o666, bytes, modifiedMs === undefined ? undefined : modifiedMs / 1000)
}

/** Copies one state of the source, which is the one the caller knows. A new file may be run and read by whom its source may. */
function stageCopy(stage: OsPath, old: Stats | undefined, file: StoreFile, from: OsPath): Stats {
  const before = lstatSync(from) // before opening it: opening a device may do something
  const isKnown =
    kindOf(before) === 'file' &&
    before.size === file.sizeBytes &&
    (file.modifiedMs === undefined || modifiedOf(before) === file.modifiedMs)
  if (!isKnown) throw ownError('CHANGED')
  const source = openSource(from)
  try {
    const modifiedS = before.mtimeMs / 1000
    const mode = before.mode & 0o777
    if (file.isCloneOnly) {
      const stats = shareBlocks(source, from, stage, old, modifiedS)
      checkUnchanged(before, source)
      return stats
    }
    if (before.size < scratch.length) {
      const bytes = readAll(source)
      checkUnchanged(before, source)
      return writeStage(stage, old, mode, bytes, modifiedS)
    }
    const stats = old ? copyBytes(source, stage, old, modifiedS) : cloneBytes(source, from, stage, modifiedS)
    checkUnchanged(before, source)
    return stats
  } finally {
    closeSync(source)
  }
}

function openSource(from: OsPath): number {
  try {
    return openSync(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    throw codeOf(error) === 'ELOOP' ? ownError('CHANGED') : error // a link took its place
  }
}

function checkUnchanged(before: Stats, source: number): void {
  const now = fstatSync(source)
  const isSame =
    now.ino === before.ino && now.dev === before.dev && now.size === before.size && now.mtimeMs === before.mtimeMs
  if (!isSame) throw ownError('CHANGED')
}

/** One byte more than is expected shows growth; the size of the stage is compared in the end. */
function readAll(source: number): Uint8Array {
  let length = 0
  for (;;) {
    const read = readSync(source, scratch, length, scratch.length - length, null)
    length += read
    if (read === 0 || length === scratch.length) return scratch.subarray(0, length)
  }
}

function writeStage(stage: OsPath, old: Stats | undefined, mode: number, bytes: Uint8Array, modifiedS?: number): Stats {
  // what replaces a private file is private from its first byte
  const file = openSync(stage, newFile, old ? 0o600 : mode)
  try {
    writeAll(file, bytes)
    return settle(file, old, modifiedS)
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

/** Byte for byte, into a stage that has the rights of what it replaces. */
function copyBytes(source: number, stage: OsPath, old: Stats, modifiedS: number): Stats {
  const file = openSync(stage, newFile, 0o600)
  try {
    for (;;) {
      const read = readSync(source, scratch, 0, scratch.length, null)
      if (read === 0) return settle(file, old, modifiedS)
      writeAll(file, scratch.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
}

/** By the system, which shares the blocks where the disk can. On Linux the very file that was opened is copied. */
function cloneBytes(
  source: number,
  from: OsPath,
  stage: OsPath,
  modifiedS: number,
  how: number = constants.COPYFILE_FICLONE,
): Stats {
  const opened = process.platform === 'linux' ? `/proc/self/fd/${source}` : from
  copyFileSync(opened, stage, constants.COPYFILE_EXCL | how)
  const file = openSync(stage, constants.O_RDWR)
  try {
    return settle(file, undefined, modifiedS)
  } finally {
    closeSync(file)
  }
}

/** What replaces a private file could be read by others for a moment. */
function shareBlocks(source: number, from: OsPath, stage: OsPath, old: Stats | undefined, modifiedS: number): Stats {
  if (old) throw ownError('NOCLONE')
  try {
    return cloneBytes(source, from, stage, modifiedS, constants.COPYFILE_FICLONE_FORCE)
  } catch (error) {
    if (!noClone.has(codeOf(error) ?? '')) throw error
    discardStage(stage)
    throw ownError('NOCLONE')
  }
}

/** Gives the stage the owner and rights of the file it replaces, and its time. */
function settle(file: number, old: Stats | undefined, modifiedS: number | undefined): Stats {
  if (old) {
    const made = fstatSync(file)
    let mode = old.mode & 0o7777
    if (made.uid !== old.uid || made.gid !== old.gid) {
      try {
        fchownSync(file, old.uid, old.gid)
      } catch {
        mode &= 0o777 // only root may give files away; rights that go with the owner must not go to another one
      }
    }
    if ((made.mode & 0o7777) !== mode) fchmodSync(file, mode)
  }
  if (modifiedS !== undefined) futimesSync(file, Date.now() / 1000, modifiedS)
  return fstatSync(file)
}

/** Gives the stage its name. Throws `EEXIST` when it must be new and is not; what is there then stays. */
export function publishStage({ stage, full, mustBeNew }: Staged): void {
  if (!mustBeNew) return renameSync(stage, full)
  try {
    giveName(stage, full)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && whatIsThere(full) === 'folder') throw ownError('FOLDERTHERE')
    throw error
  }
}

/** Unlike a plain rename, this never replaces what came meanwhile. */
function giveName(stage: OsPath, full: OsPath): void {
  if (renamedToFree(stage, full)) return
  try {
    linkSync(stage, full)
  } catch (error) {
    if (!noHardLinks.has(codeOf(error) ?? '')) throw error
    return renameReserved(stage, full)
  }
  discardStage(stage)
}

/** In one step, where the system and the disk can. */
function renamedToFree(stage: OsPath, full: OsPath): boolean {
  try {
    systemCalls()?.renameToFree(stage, full)
    return systemCalls() !== undefined
  } catch (error) {
    if (noRenameToFree.has(codeOf(error) ?? '')) return false
    throw error
  }
}

function whatIsThere(full: OsPath) {
  const found = lstatSync(full, { throwIfNoEntry: false })
  return found && kindOf(found)
}

/** Where there are no hard links, an empty file holds the name until the stage replaces it. */
function renameReserved(stage: OsPath, full: OsPath): void {
  closeSync(openSync(full, newFile))
  try {
    renameSync(stage, full)
  } catch (error) {
    unlinkSync(full)
    throw error
  }
}

/**
 * Writes the bytes of one file to a new file with a given name, and sets its permissions and time. For worker threads.
 */
import {
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  futimesSync,
  lstatSync,
  openSync,
  readSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import type { StoreFile } from './bulk-protocol.ts'
import { bytesIn, copyWithHoles, hasHoles } from '../system/copy-holes.ts'
import { codeOf, noClone, ownError } from '../failures/error-code.ts'
import { kindOf, modifiedOf } from '../read/facts.ts'
import type { OsPath } from '../paths/names.ts'
import { copyAttributes, copyAttributesAt, rightsBits } from '../system/rights.ts'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants
export const newFile = O_CREAT | O_EXCL | O_WRONLY

/** A file of any size is copied in one step if it has at most this many bytes outside its holes. */
const mostBesideHoles = 64 * 1024 ** 2

/** The buffer for files that are read in one step; the system copies larger ones. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024)

/** The file that will be replaced. The new file gets its owner and permissions. */
export interface Replaced {
  readonly path: OsPath
  readonly stats: Stats
}

/** The open file whose permissions a new file gets. */
interface Source {
  readonly file: number
  readonly mode: number
}

export function stageBytes(
  stage: OsPath,
  old: Replaced | undefined,
  { modifiedMs }: StoreFile,
  bytes: Uint8Array,
): Stats {
  return writeStage(stage, old, bytes, modifiedMs === undefined ? undefined : modifiedMs / 1000)
}

/** Copies the state of the source that the caller knows, or throws. A new file gets the permissions of its source. */
export function stageCopy(
  stage: OsPath,
  old: Replaced | undefined,
  file: StoreFile,
  from: OsPath,
  isStopped: () => boolean,
  before: Stats = lstatSync(from), // checked before it is opened, because opening a device may have side effects
  onBytes?: (bytes: Uint8Array) => void, // called for a small file; the bytes are valid until the next one is copied
): Stats {
  const isKnown =
    kindOf(before) === 'file' &&
    before.size === file.sizeBytes &&
    (file.modifiedMs === undefined || modifiedOf(before) === file.modifiedMs)
  if (!isKnown) throw ownError('CHANGED')
  const modifiedS = before.mtimeMs / 1000
  const source = { file: openSource(from), mode: before.mode & rightsBits }
  function copyLarge(): Stats {
    const isMostlyHoles = hasHoles(before) && bytesIn(before) <= mostBesideHoles
    if (file.isCloneOnly) {
      const shared = shareBlocks(source, from, stage, old, modifiedS)
      if (shared) return shared
      if (!isMostlyHoles) throw ownError('NOCLONE')
    }
    if (isMostlyHoles) return stageHoles(source, stage, old, modifiedS, isStopped)
    return old ? copyBytes(source, stage, old, modifiedS) : cloneBytes(source, from, stage, modifiedS)
  }
  try {
    if (before.size < scratch.length && !file.isCloneOnly) {
      const bytes = readAll(source, before.size)
      checkUnchanged(before, source)
      onBytes?.(bytes)
      return writeStage(stage, old, bytes, modifiedS, source)
    }
    const stats = copyLarge()
    checkUnchanged(before, source)
    return stats
  } finally {
    closeSync(source.file)
  }
}

function openSource(from: OsPath): number {
  try {
    return openSync(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    throw codeOf(error) === 'ELOOP' ? ownError('CHANGED') : error // a link has replaced it
  }
}

function checkUnchanged(before: Stats, source: Source): void {
  const now = fstatSync(source.file)
  const isSame =
    now.ino === before.ino && now.dev === before.dev && now.size === before.size && now.mtimeMs === before.mtimeMs
  if (!isSame) throw ownError('CHANGED')
}

/** Detects growth by reading beyond the expected size. The size of the stage is compared at the end. */
function readAll({ file }: Source, sizeBytes: number): Uint8Array {
  let length = 0
  for (;;) {
    const wanted = scratch.length - length
    const read = readSync(file, scratch, length, wanted, null)
    length += read
    if (read === 0 || length === scratch.length) return scratch.subarray(0, length)
    if (read < wanted && length === sizeBytes) return scratch.subarray(0, length) // this is the end of the file
  }
}

function writeStage(
  stage: OsPath,
  old: Replaced | undefined,
  bytes: Uint8Array,
  modifiedS: number | undefined,
  source?: Source,
): Stats {
  // the copy of a private file is private from its first byte
  const file = openSync(stage, newFile, old ? 0o600 : (source?.mode ?? 0o666))
  try {
    writeAll(file, bytes)
    return settle(file, old ?? source, modifiedS)
  } finally {
    closeSync(file)
  }
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at)
}

function stageHoles(
  source: Source,
  stage: OsPath,
  old: Replaced | undefined,
  modifiedS: number,
  isStopped: () => boolean,
): Stats {
  const file = openSync(stage, newFile, old ? 0o600 : source.mode)
  try {
    copyWithHoles(source.file, file, fstatSync(source.file).size, isStopped)
    return settle(file, old ?? source, modifiedS)
  } finally {
    closeSync(file)
  }
}

/** Copies byte by byte into a stage with the permissions of the file it replaces. */
function copyBytes(source: Source, stage: OsPath, old: Replaced, modifiedS: number): Stats {
  const file = openSync(stage, newFile, 0o600)
  try {
    for (;;) {
      const read = readSync(source.file, scratch, 0, scratch.length, null)
      if (read === 0) return settle(file, old, modifiedS)
      writeAll(file, scratch.subarray(0, read))
    }
  } finally {
    closeSync(file)
  }
}

/**
 * Lets the system copy, which shares the blocks if the disk can. On Linux it copies exactly the file that was opened.
 */
function cloneBytes(
  source: Source,
  from: OsPath,
  stage: OsPath,
  modifiedS: number,
  how: number = constants.COPYFILE_FICLONE,
): Stats {
  const opened = process.platform === 'linux' ? `/proc/self/fd/${source.file}` : from
  copyFileSync(opened, stage, constants.COPYFILE_EXCL | how)
  const file = openSync(stage, constants.O_RDWR)
  try {
    return settle(file, source, modifiedS)
  } finally {
    closeSync(file)
  }
}

/**
 * Returns undefined if blocks cannot be shared. It is not used to replace a file, because others could read a private
 * file for a moment.
 */
function shareBlocks(
  source: Source,
  from: OsPath,
  stage: OsPath,
  old: Replaced | undefined,
  modifiedS: number,
): Stats | undefined {
  if (old) return undefined
  try {
    return cloneBytes(source, from, stage, modifiedS, constants.COPYFILE_FICLONE_FORCE)
  } catch (error) {
    if (!noClone.has(codeOf(error) ?? '')) throw error
    rmSync(stage, { force: true })
    return undefined
  }
}

/** Sets the time of the stage, and the permissions of the file it replaces or of its source. */
function settle(file: number, like: Replaced | Source | undefined, modifiedS: number | undefined): Stats {
  if (like && 'stats' in like) takeOver(file, like)
  else if (like) copyAttributes(like.file, file)
  if (modifiedS !== undefined) futimesSync(file, Date.now() / 1000, modifiedS)
  const stats = fstatSync(file)
  if (like && 'mode' in like && (stats.mode & 0o7777) !== like.mode) fchmodSync(file, like.mode)
  return stats
}

function takeOver(file: number, { path, stats: old }: Replaced): void {
  const made = fstatSync(file)
  let mode = old.mode & 0o7777
  if (made.uid !== old.uid || made.gid !== old.gid) {
    try {
      fchownSync(file, old.uid, old.gid)
    } catch {
      mode &= rightsBits // only root may change the owner; the set-ID bits of one owner must not pass to another
    }
  }
  copyAttributesAt(path, file)
  if ((made.mode & 0o7777) !== mode) fchmodSync(file, mode)
}

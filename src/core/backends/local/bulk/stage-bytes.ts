/** How the bytes of one file get into a new one under a given name, with the rights and the time it is to have. For worker threads. */
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

/** A file of any size that has no more besides its holes is copied in one go. */
const mostBesideHoles = 64 * 1024 ** 2

/** Read in one go; what is larger is copied by the system. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024)

/** The file to be replaced: a new one has its owner and rights. */
export interface Replaced {
  readonly path: OsPath
  readonly stats: Stats
}

/** The open file whose rights a new one has. */
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

/** Copies one state of the source, which is the one the caller knows. A new file may be run and read by whom its source may. */
export function stageCopy(
  stage: OsPath,
  old: Replaced | undefined,
  file: StoreFile,
  from: OsPath,
  isStopped: () => boolean,
  before: Stats = lstatSync(from), // before opening it: opening a device may do something
  onBytes?: (bytes: Uint8Array) => void, // of a small file; they are good until the next one is copied
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
    throw codeOf(error) === 'ELOOP' ? ownError('CHANGED') : error // a link took its place
  }
}

function checkUnchanged(before: Stats, source: Source): void {
  const now = fstatSync(source.file)
  const isSame =
    now.ino === before.ino && now.dev === before.dev && now.size === before.size && now.mtimeMs === before.mtimeMs
  if (!isSame) throw ownError('CHANGED')
}

/** One byte more than is expected shows growth; the size of the stage is compared in the end. */
function readAll({ file }: Source, sizeBytes: number): Uint8Array {
  let length = 0
  for (;;) {
    const wanted = scratch.length - length
    const read = readSync(file, scratch, length, wanted, null)
    length += read
    if (read === 0 || length === scratch.length) return scratch.subarray(0, length)
    if (read < wanted && length === sizeBytes) return scratch.subarray(0, length) // that was its end
  }
}

function writeStage(
  stage: OsPath,
  old: Replaced | undefined,
  bytes: Uint8Array,
  modifiedS: number | undefined,
  source?: Source,
): Stats {
  // what replaces a private file is private from its first byte
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

/** Byte for byte, into a stage that has the rights of what it replaces. */
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

/** By the system, which shares the blocks where the disk can. On Linux the very file that was opened is copied. */
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

/** Undefined where it can't be. What replaces a private file could be read by others for a moment. */
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

/** Gives the stage its time, and the rights of the file it replaces, or of its source. */
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
      mode &= rightsBits // only root may give files away; rights that go with the owner must not go to another one
    }
  }
  copyAttributesAt(path, file)
  if ((made.mode & 0o7777) !== mode) fchmodSync(file, mode)
}

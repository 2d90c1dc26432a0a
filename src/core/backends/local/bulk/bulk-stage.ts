/**
 * Stages and publishes one small file with synchronous calls, as carefully as `write/write.ts`. Runs in a worker
 * thread. The flush of `bulk-flush.ts` takes place between the two steps.
 */
import { closeSync, linkSync, lstatSync, openSync, renameSync, unlinkSync } from 'node:fs'
import { stageNameOf } from '../../facets/stages.ts'
import { type Folder, targetOfLink } from './bulk-folders.ts'
import type { StoreFile } from './bulk-protocol.ts'
import { codeOf, noHardLinks, noRenameToFree, ownError } from '../failures/error-code.ts'
import { kindOf, modifiedOf } from '../read/facts.ts'
import { joinOs, type OsPath, parentOf } from '../paths/names.ts'
import { newFile, type Replaced, stageBytes, stageCopy } from './stage-bytes.ts'
import { systemCalls } from '../system/system-calls.ts'

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
  readonly old?: Replaced
}

const noBytes = new Uint8Array()
let count = 0
/** Makes staging names unique across threads and processes. */
const ownPart = process.hrtime.bigint().toString(16) + Math.random().toString(16).slice(2, 8)

interface StageWishes {
  readonly id: string
  readonly bytes: Uint8Array | undefined
  readonly isStopped: () => boolean
}

/**
 * Stages the bytes or the source of one file. Throws the system's errors and our own, and then leaves nothing behind.
 */
export function stageFile(
  root: string,
  folder: Folder,
  file: StoreFile,
  { id, bytes, isStopped }: StageWishes,
): Staged {
  const target = targetOf(root, folder, file)
  const stage = joinOs(target.folder, stageNameOf(`${id}${ownPart}${(count += 1).toString(16)}`))
  try {
    const stats =
      file.from === undefined
        ? stageBytes(stage, target.old, file, (bytes ?? noBytes).subarray(file.start, file.start + file.sizeBytes))
        : stageCopy(stage, target.old, file, file.from, isStopped)
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
  if (codeOf(why) === 'EEXIST') return // it belongs to another writer
  try {
    unlinkSync(stage)
  } catch {
    // it was never created, or the disk is gone
  }
}

/** A name that must be new is not checked here, because publishing checks it reliably. */
function targetOf(root: string, folder: Folder, { name, mustBeNew }: StoreFile): Target {
  const full = joinOs(folder.path, name)
  const plain = { folder: folder.path, full }
  const found = mustBeNew ? undefined : lstatSync(full, { throwIfNoEntry: false })
  if (!found) return plain
  const kind = kindOf(found)
  if (kind === 'file') return { ...plain, old: { path: full, stats: found } }
  if (kind === 'folder') throw ownError('FOLDERTHERE')
  if (kind === 'special') throw ownError('NOTFILE')
  const real = targetOfLink(root, full)
  const old = lstatSync(real)
  if (kindOf(old) !== 'file') throw ownError('NOTFILE')
  return { folder: parentOf(real), full: real, old: { path: real, stats: old } }
}

/** Gives the stage its final name. Throws `EEXIST` if it must be new but is not; the existing entry stays. */
export function publishStage({ stage, full, mustBeNew }: Staged): void {
  if (!mustBeNew) return renameSync(stage, full)
  try {
    giveName(stage, full)
  } catch (error) {
    if (codeOf(error) === 'EEXIST' && whatIsThere(full) === 'folder') throw ownError('FOLDERTHERE')
    throw error
  }
}

/** Unlike a plain rename, this never replaces an entry that appeared meanwhile. */
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

/** Renames in one step, if the system and the disk can. Returns whether it did. */
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

/** On a disk without hard links, an empty file reserves the name until the stage replaces it. */
function renameReserved(stage: OsPath, full: OsPath): void {
  closeSync(openSync(full, newFile))
  try {
    renameSync(stage, full)
  } catch (error) {
    unlinkSync(full)
    throw error
  }
}

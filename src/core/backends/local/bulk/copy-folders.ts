/**
 * Copies folders that do not exist at the target yet. The small files of each are copied, under their final names, into
 * a staging folder beside the target. All files are flushed together, and then each staging folder is renamed in one
 * step. Runs in a worker thread.
 */
import {
  type Dirent,
  lstatSync,
  mkdirSync,
  opendirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  type Stats,
  unlinkSync,
} from 'node:fs'
import { isStageName, stageNameOf } from '../../facets/stages.ts'
import { flushFiles, flushFolders, type Flushed } from './bulk-flush.ts'
import { openFolders } from './bulk-folders.ts'
import type { FolderJob, FoldersAnswer, NewFolder, NewFolderEnd } from './bulk-protocol.ts'
import { plain } from './bulk-read.ts'
import { codeOf, noRenameToFree, ownError } from '../failures/error-code.ts'
import { kindOf, modifiedOf, sizeOf } from '../read/facts.ts'
import { joinOs, type OsPath } from '../paths/names.ts'
import { createPageBuilder, type PageBuilder } from '../read/page-builder.ts'
import { takeRights } from '../system/rights.ts'
import { stageCopy } from './stage-bytes.ts'
import { systemCalls } from '../system/system-calls.ts'

/** A larger folder is copied file by file, so that it shows progress and can be stopped. */
const mostFiles = 5000
const mostBytes = 64 * 1024 ** 2
/** Larger files are left to the other copy routes. */
const mostFileBytes = 8 * 1024 ** 2

interface Built {
  /** Absent for a folder without small files: it is created under its final name. */
  readonly stage?: OsPath
  readonly full: OsPath
  readonly parent: OsPath
  readonly dev: number
  readonly files: OsPath[]
  readonly copied: PageBuilder
  readonly left: PageBuilder
}

/** Also stores the copied files elsewhere, from the same read. */
export interface Keeper {
  /**
   * Receives a staged file of the folder with that index in the job. Without `bytes` it must read the file again. If it
   * throws, the file is left out.
   */
  keep(folder: number, name: string, stage: OsPath, bytes?: Uint8Array): void
  /**
   * Called when the staged files are on the disk and have no final names yet. `flushed` are the file systems that were
   * flushed completely. If it throws, nothing gets its name.
   */
  settle(flushed: ReadonlySet<number>): void
}

type Keep = (name: string, stage: OsPath, bytes?: Uint8Array) => void
type Progress = { readonly built: Built } | { readonly error: unknown }

export function copyFolderBatch({ root, folders, files, stop }: FolderJob, keeper?: Keeper): FoldersAnswer {
  const folderOf = openFolders(root, folders)
  const isStopped = () => Atomics.load(stop, 0) !== 0
  const all = files.map((request, at): Progress => {
    try {
      if (isStopped()) throw ownError('STOPPED')
      const parent = folderOf(request.folder)
      const keep: Keep = (...file) => keeper?.keep(at, ...file)
      return { built: build(request, parent.path, parent.dev, { isStopped, keep }) }
    } catch (error) {
      return { error }
    }
  })
  if (!isStopped()) settle(all, flush(all), keeper)
  const ends = all.map((one): NewFolderEnd => end(one, isStopped))
  flushFolders(foldersOf(all, ({ parent }) => parent))
  return { kind: 'end', ends: [], folders: ends }
}

/** Builds the staging folder with all of its files. If it fails, nothing is left behind. */
function build(
  request: NewFolder,
  parent: OsPath,
  dev: number,
  { isStopped, keep }: { readonly isStopped: () => boolean; readonly keep: Keep },
): Built {
  const full = joinOs(parent, request.name)
  if (lstatSync(full, { throwIfNoEntry: false })) throw Object.assign(new Error('there already'), { code: 'EEXIST' })
  const names = readFolder(request.from)
  const stage = joinOs(parent, stageNameOf(request.id))
  removeStagedFolder(stage)
  const pages = { copied: createPageBuilder(names.length), left: createPageBuilder(names.length) }
  if (!names.some(({ stats }) => isSmall(stats))) {
    mkdirSync(full)
    for (const { name, stats } of names) leave(name, stats, pages.left)
    takeRights(request.from, full, {})
    return { full, parent, dev, files: [], ...pages }
  }
  mkdirSync(stage, 0o700)
  try {
    const files: OsPath[] = []
    for (const { name, stats } of names) {
      if (isStopped()) throw ownError('STOPPED')
      copyOne(request.from, name, stats, { stage, files, keep, ...pages })
    }
    takeRights(request.from, stage, {})
    return { stage, full, parent, dev, files, ...pages }
  } catch (error) {
    removeStagedFolder(stage)
    throw error
  }
}

interface Named {
  /** One character for each byte (latin1). */
  readonly name: string
  readonly stats: Stats
}

/** Throws `TOOLARGE` for a folder with too many files or bytes. */
function readFolder(from: OsPath): readonly Named[] {
  if (kindOf(lstatSync(from)) !== 'folder') throw ownError('CHANGED')
  const directory = opendirSync(from, { encoding: 'latin1', bufferSize: 512 })
  const found: Named[] = []
  let bytes = 0
  try {
    for (let entry: Dirent | null; (entry = directory.readSync());) {
      const stats = lstatSync(joinOs(from, nameOf(entry.name)), { throwIfNoEntry: false })
      if (!stats) continue // it has vanished meanwhile
      if (isSmall(stats)) bytes += stats.size
      found.push({ name: entry.name, stats })
      if (found.length > mostFiles || bytes > mostBytes) throw ownError('TOOLARGE')
    }
  } finally {
    directory.closeSync()
  }
  return found
}

function isSmall(stats: Stats): boolean {
  return kindOf(stats) === 'file' && stats.size <= mostFileBytes
}

const nonAscii = /[\u0080-\u00ff]/
function nameOf(name: string): OsPath {
  return nonAscii.test(name) ? Buffer.from(name, 'latin1') : name
}

/** Copies one file. A file that cannot be copied this way goes to `left`, and is later copied by itself. */
function copyOne(
  from: OsPath,
  name: string,
  stats: Stats,
  {
    stage,
    files,
    keep,
    copied,
    left,
  }: Pick<Built, 'files' | 'copied' | 'left'> & {
    readonly stage: OsPath
    readonly keep: Keep
  },
): void {
  if (!isSmall(stats)) return leave(name, stats, left)
  const modifiedMs = modifiedOf(stats)
  const own = nameOf(name)
  const target = joinOs(stage, own)
  try {
    const request = { folder: 0, name: own, mustBeNew: true, start: 0, sizeBytes: stats.size, modifiedMs }
    let bytes: Uint8Array | undefined
    const onBytes = (read: Uint8Array) => void (bytes = read)
    const made = stageCopy(target, undefined, request, joinOs(from, own), () => false, stats, onBytes)
    if (made.size !== stats.size) throw ownError('CHANGED')
    keep(name, target, bytes)
    files.push(target)
    copied.add(name, 'file', stats.size, modifiedMs)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') unlinkIfAny(target)
    leave(name, stats, left)
  }
}

function leave(name: string, stats: Stats, left: PageBuilder): void {
  left.add(name, kindOf(stats), sizeOf(stats), modifiedOf(stats))
}

function unlinkIfAny(path: OsPath): void {
  try {
    unlinkSync(path)
  } catch {
    // it was never created
  }
}

/** Flushes all files of all folders, and the staging folders themselves, together. */
function flush(all: Progress[]): ReadonlySet<number> {
  const places = new Map<Flushed, number>()
  for (const [at, one] of all.entries()) {
    if ('error' in one) continue
    const { stage, dev, files } = one.built
    for (const path of files) places.set({ path, dev, folder: stage ?? path }, at)
  }
  const whole = flushFiles([...places.keys()], (file, error) => {
    const at = places.get(file) ?? 0
    const one = all[at]
    if (one && 'built' in one && one.built.stage !== undefined) removeStagedFolder(one.built.stage)
    all[at] = { error }
  })
  flushFolders(foldersOf(all, ({ stage }) => stage).filter(({ dev }) => !whole.has(dev)))
  return whole
}

function settle(all: Progress[], flushed: ReadonlySet<number>, keeper: Keeper | undefined): void {
  try {
    keeper?.settle(flushed)
  } catch (error) {
    for (const [at, one] of all.entries()) {
      if ('error' in one) continue
      if (one.built.stage !== undefined) removeStagedFolder(one.built.stage)
      all[at] = { error }
    }
  }
}

function end(one: Progress, isStopped: () => boolean): NewFolderEnd {
  if ('error' in one) return { error: plain(one.error) }
  const { stage, full, copied, left } = one.built
  if (stage === undefined) return { copied: copied.take(0), left: left.take(0) }
  try {
    if (isStopped()) throw ownError('STOPPED')
    giveName(stage, full)
    return { copied: copied.take(0), left: left.take(0) }
  } catch (error) {
    removeStagedFolder(stage)
    return { error: plain(error) }
  }
}

/** A plain rename can replace only an empty folder. */
function giveName(stage: OsPath, full: OsPath): void {
  try {
    const calls = systemCalls()
    if (calls) return calls.renameToFree(stage, full)
  } catch (error) {
    if (!noRenameToFree.has(codeOf(error) ?? '')) throw error
  }
  if (lstatSync(full, { throwIfNoEntry: false })) throw Object.assign(new Error('there already'), { code: 'EEXIST' })
  renameSync(stage, full)
}

/** Returns the folders of those that have a staging folder. */
function foldersOf(all: readonly Progress[], folderOf: (built: Built) => OsPath | undefined): readonly Flushed[] {
  const found = new Map<string, Flushed>()
  for (const one of all) {
    if ('error' in one) continue
    const path = one.built.stage !== undefined && folderOf(one.built)
    if (!path) continue
    found.set(Buffer.from(path).toString('latin1'), { path, dev: one.built.dev, folder: path })
  }
  return [...found.values()]
}

/** Removes a staging folder. It contains only plain files, so nothing below it is followed. */
export function removeStagedFolder(stage: OsPath): void {
  const name = Buffer.from(stage).toString('latin1')
  if (!isStageName(name.slice(name.lastIndexOf('/') + 1))) return
  const found = lstatSync(stage, { throwIfNoEntry: false })
  if (!found || kindOf(found) !== 'folder') return
  for (const own of readdirSync(stage, { encoding: 'buffer' })) unlinkSync(joinOs(stage, own))
  rmdirSync(stage)
}

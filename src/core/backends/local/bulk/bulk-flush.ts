/**
 * Flushes a batch to disk. Runs in a worker thread. Waiting for each file takes longer than everything else together.
 * So a whole file system is flushed once, if the system can (Linux: syncfs, else the program `sync -f`) and if this is
 * known to reach the disk. Otherwise each file is flushed. docs/measurements.md has the numbers.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, constants, fsyncSync, openSync, statfsSync } from 'node:fs'
import type { OsPath } from '../paths/names.ts'
import { systemCalls } from '../system/system-calls.ts'

/** For fewer files, starting a program is not worth it. */
const fewest = 8
/** ext, btrfs, xfs and overlay. Network file systems and file systems of another program are left out. */
const flushable = new Set([0xef53, 0x9123683e, 0x58465342, 0x794c7630])
let hasSync = process.platform === 'linux'

export interface Flushed {
  readonly path: OsPath
  readonly dev: number
  /** A folder on the same file system. */
  readonly folder: OsPath
}

/**
 * Calls `failed` for each file that may not be on the disk. Returns the file systems that were flushed as a whole,
 * including folders.
 */
export function flushFiles(
  files: readonly Flushed[],
  failed: (file: Flushed, error: unknown) => void,
): ReadonlySet<number> {
  const whole = new Set<number>()
  for (const some of byFileSystem(files)) {
    const [first] = some
    if (first && some.length >= fewest && flushFileSystem(first.folder)) {
      whole.add(first.dev)
      continue
    }
    for (const file of some) {
      try {
        syncPath(file.path, constants.O_RDWR)
      } catch (error) {
        failed(file, error)
      }
    }
  }
  return whole
}

/** Makes new names survive a power failure, if the system can. */
export function flushFolders(folders: readonly Flushed[]): void {
  if (process.platform === 'win32') return
  for (const some of byFileSystem(folders)) {
    if (some.length >= fewest && flushFileSystem(some[0]?.folder)) continue
    for (const { path } of some) {
      try {
        syncPath(path, constants.O_RDONLY)
      } catch {
        // the files themselves are complete; some network disks cannot flush a folder
      }
    }
  }
}

function byFileSystem(all: readonly Flushed[]): Iterable<Flushed[]> {
  const groups = new Map<number, Flushed[]>()
  for (const one of all) {
    const group = groups.get(one.dev)
    if (group) group.push(one)
    else groups.set(one.dev, [one])
  }
  return groups.values()
}

function flushFileSystem(folder: OsPath | undefined): boolean {
  if (!folder) return false
  try {
    if (!flushable.has(statfsSync(folder).type)) return false
    if (flushedByCall(folder)) return true
  } catch {
    return false
  }
  return flushedByProgram(folder)
}

function flushedByCall(folder: OsPath): boolean {
  const calls = systemCalls()
  if (!calls) return false
  const file = openSync(folder, constants.O_RDONLY)
  try {
    calls.flushFileSystem(file)
    return true
  } finally {
    closeSync(file)
  }
}

function flushedByProgram(folder: OsPath): boolean {
  if (!hasSync || typeof folder !== 'string') return false
  const { status, error } = spawnSync('sync', ['-f', folder], { stdio: 'ignore', env: process.env })
  if (error) hasSync = false // this computer does not have the program
  return status === 0
}

function syncPath(path: OsPath, flags: number): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

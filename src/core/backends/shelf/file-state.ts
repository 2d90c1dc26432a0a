/** Identifies the state of a file, as stored in the index. */
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { OsPath } from '../backend.ts'

export interface FileState {
  /**
   * A text that differs after any change. It contains nothing about the disk, so that a shelf can be moved to another
   * disk.
   */
  readonly identity: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly mode: number
  /** The time of the last change of any kind (ctime). */
  readonly changedMs: number
}

export function stateOf(stats: BigIntStats): FileState {
  const { ino, size, mtimeNs, ctimeNs, mode } = stats
  return {
    identity: [ino, size, mtimeNs, ctimeNs].join(':'),
    sizeBytes: Number(size),
    modifiedMs: Math.round(Number(mtimeNs) / 1e6),
    mode: Number(mode) & 0o777,
    changedMs: Math.max(Number(mtimeNs), Number(ctimeNs)) / 1e6,
  }
}

export async function statsIfAny(full: OsPath): Promise<BigIntStats | undefined> {
  try {
    return await lstat(full, { bigint: true })
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** Returns the state of a file itself. Undefined if it is not a file: folders and symbolic links have no history. */
export async function fileStateIfAny(full: OsPath): Promise<FileState | undefined> {
  const stats = await statsIfAny(full)
  return stats?.isFile() ? stateOf(stats) : undefined
}

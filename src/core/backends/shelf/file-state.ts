/** What tells one state of a file from another, as the index keeps it. */
import type { BigIntStats } from 'node:fs'
import { lstat } from 'node:fs/promises'
import type { OsPath } from '../backend.ts'

export interface FileState {
  /** Another text after any change. Nothing of the disk is in it, so that a shelf may be moved to another one. */
  readonly identity: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly mode: number
  /** When it was last changed, in any way. */
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

/** Of a file itself; undefined where none is: a folder or a link has no history. */
export async function fileStateIfAny(full: OsPath): Promise<FileState | undefined> {
  const stats = await statsIfAny(full)
  return stats?.isFile() ? stateOf(stats) : undefined
}

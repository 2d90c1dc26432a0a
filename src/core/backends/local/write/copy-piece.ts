/**
 * Copies bytes from one file of this computer to another: within the system if possible, otherwise through reused
 * memory.
 */
import { constants, type Stats } from 'node:fs'
import { type FileHandle, lstat, open } from 'node:fs/promises'
import { hasHoles } from '../system/copy-holes.ts'
import { systemCalls } from '../system/system-calls.ts'
import { kindOf, markOf, modifiedOf } from '../read/facts.ts'
import { refuse } from '../failures/failures.ts'
import type { OsPath } from '../paths/names.ts'
import { writeAt } from './write.ts'

const blockBytes = 1024 ** 2
/** The size of one system call, which cannot be interrupted. */
const mostInCall = 8 * 1024 ** 2
const zeros = Buffer.alloc(blockBytes)
/** The number of blocks kept for the next piece. */
const mostKept = 8
const kept: Uint8Array[] = []

export interface LocalPiece {
  readonly fromLocalPath: OsPath
  readonly offset: number
  readonly length: number
  readonly ifUnchanged?: string
  readonly signal: AbortSignal
}

/**
 * Copies a piece and returns the state of the source that all bytes belong to. Throws `changed` if the source changed
 * meanwhile.
 */
export async function copyPiece(target: FileHandle, path: string, operation: string, piece: LocalPiece) {
  const { fromLocalPath, offset, length, ifUnchanged, signal } = piece
  const changed = () => refuse('changed', 'store.source-changed', operation, path)
  if (kindOf(await lstat(fromLocalPath)) !== 'file') throw changed() // checked before it is opened, because opening a device may have side effects
  const source = await open(
    fromLocalPath,
    constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
  )
  const block = kept.pop() ?? Buffer.allocUnsafeSlow(blockBytes)
  try {
    const opened = await source.stat()
    const mark = markOf(opened)
    if (ifUnchanged !== undefined && ifUnchanged !== mark) throw changed()
    const isHoled = hasHoles(opened)
    const copied = isHoled ? 0 : await copyInSystem(source, target, piece)
    for (let at = offset + copied; at < offset + length;) {
      signal.throwIfAborted()
      const { bytesRead } = await source.read(block, 0, Math.min(blockBytes, offset + length - at), at)
      if (bytesRead === 0) throw changed()
      const bytes = block.subarray(0, bytesRead)
      at += bytesRead
      if (!isHoled || !isAllZero(bytes)) await writeAt(target, bytes, at - bytesRead)
      else if (at === opened.size) await writeAt(target, bytes.subarray(0, 1), at - 1) // sets the length of the file
    }
    if (!isSame(opened, await source.stat())) throw changed()
    return { mark, modifiedMs: modifiedOf(opened), sizeBytes: opened.size }
  } finally {
    if (kept.length < mostKept) kept.push(block)
    await source.close()
  }
}

/**
 * Returns how many bytes were copied: 0 if the system cannot copy, fewer than all if it fails. The normal read that
 * follows finds the reason.
 */
async function copyInSystem(
  source: FileHandle,
  target: FileHandle,
  { offset, length, signal }: LocalPiece,
): Promise<number> {
  const calls = systemCalls()
  let copied = 0
  while (calls && copied < length) {
    signal.throwIfAborted()
    const some = await calls.copyRange(source.fd, target.fd, offset + copied, Math.min(mostInCall, length - copied))
    if (some === 0) break
    copied += some
  }
  return copied
}

function isAllZero(bytes: Uint8Array): boolean {
  return zeros.subarray(0, bytes.length).equals(bytes)
}

function isSame(a: Stats, b: Stats): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs
}

/** Copies a sparse file and keeps its holes. For worker threads. */
import { ftruncateSync, readSync, type Stats, writeSync } from 'node:fs'
import { codeOf, ownError } from '../failures/error-code.ts'
import { type SystemCalls, systemCalls } from './system-calls.ts'

const blockBytes = 1024 ** 2
let memory: Buffer | undefined
const zeros = Buffer.alloc(64 * 1024)

export function hasHoles({ size, blocks }: Pick<Stats, 'size' | 'blocks'>): boolean {
  return bytesIn({ blocks }) < size
}

/** Returns how many bytes a file uses on the disk. */
export function bytesIn({ blocks }: Pick<Stats, 'blocks'>): number {
  return blocks === undefined ? Number.POSITIVE_INFINITY : blocks * 512 // Windows does not report it
}

/** Copies into an empty file. Calls `isStopped` between blocks. */
export function copyWithHoles(source: number, target: number, size: number, isStopped: () => boolean): void {
  const calls = systemCalls()
  for (let at = 0; at < size;) {
    const [start, end] = calls ? nextRun(calls, source, at, size) : [at, size]
    if (start >= size) break
    copyRun(source, target, start, end, isStopped)
    at = end
  }
  ftruncateSync(target, size)
}

function nextRun(calls: SystemCalls, source: number, at: number, size: number): readonly [number, number] {
  try {
    const start = calls.nextData(source, at) ?? size
    return [start, start >= size ? size : Math.min(size, calls.nextHole(source, start))]
  } catch (error) {
    if (codeOf(error) === 'EINVAL' || codeOf(error) === 'ENOTSUP') return [at, size] // the disk cannot report it
    throw error
  }
}

/** Also leaves out blocks that contain only zeros. */
function copyRun(source: number, target: number, start: number, end: number, isStopped: () => boolean): void {
  const block = (memory ??= Buffer.allocUnsafeSlow(blockBytes))
  for (let at = start; at < end;) {
    if (isStopped()) throw ownError('STOPPED')
    const read = readSync(source, block, 0, Math.min(block.length, end - at), at)
    if (read === 0) throw ownError('CHANGED')
    for (let from = 0; from < read; from += zeros.length) {
      const part = block.subarray(from, Math.min(read, from + zeros.length))
      if (!isZero(part)) writeWhole(target, part, at + from)
    }
    at += read
  }
}

function isZero(bytes: Uint8Array): boolean {
  return zeros.subarray(0, bytes.length).equals(bytes)
}

function writeWhole(target: number, bytes: Uint8Array, position: number): void {
  for (let at = 0; at < bytes.length;) at += writeSync(target, bytes, at, bytes.length - at, position + at)
}

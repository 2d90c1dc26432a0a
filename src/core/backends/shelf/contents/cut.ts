/**
 * Cuts a large content into chunks by its bytes (FastCDC with a gear table, normalised), so that an edit changes only
 * the nearby cuts. The table, the lengths and the masks must never change: docs/adr/0015 lists them.
 */
import { createHash } from 'node:crypto'

/** Contents of this size or more are stored in chunks. */
export const largeBytes = 8 * 1024 ** 2
const leastBytes = 256 * 1024
const usualBytes = 1024 ** 2
export const mostChunkBytes = 4 * 1024 ** 2

/** Masks for the first 32 bits: 22 bits must be zero before the usual length, 18 after it. */
const strict = 0xfffffc00 | 0
const loose = 0xffffc000 | 0
/** The number of bytes after which a byte no longer affects the rolling hash. */
const windowBytes = 32

/** For each byte, the first four bytes of its SHA-256, big-endian. */
const gear = Int32Array.from({ length: 256 }, (_, byte) =>
  createHash('sha256').update(Uint8Array.of(byte)).digest().readInt32BE(0),
)

/**
 * Returns the end of the chunk that begins at `start`. `end` must be the end of the content, or at least
 * `mostChunkBytes` after `start`.
 */
export function cutAt(bytes: Uint8Array, start: number, end: number): number {
  const least = start + leastBytes
  if (least >= end) return end
  const usual = Math.min(end, start + usualBytes)
  const most = Math.min(end, start + mostChunkBytes)
  return firstCut(bytes, least, usual, strict) ?? firstCut(bytes, usual, most, loose) ?? most
}

/**
 * Reads four bytes at a time as one word, which is three times as fast as byte by byte. On every machine that runs
 * Node, the first byte is the lowest of the word.
 */
function firstCut(bytes: Uint8Array, from: number, to: number, mask: number): number | undefined {
  let sum = 0
  for (let at = from - windowBytes; at < from; at += 1) sum = add(sum, bytes[at] as number)
  let at = from
  for (; at < to && (bytes.byteOffset + at) % 4 !== 0; at += 1) {
    sum = add(sum, bytes[at] as number)
    if ((sum & mask) === 0) return at + 1
  }
  if (at === to) return undefined
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, Math.floor((to - at) / 4))
  for (let number = 0; number < words.length; number += 1) {
    const word = words[number] as number
    const first = add(sum, word & 0xff)
    const second = add(first, (word >>> 8) & 0xff)
    const third = add(second, (word >>> 16) & 0xff)
    sum = add(third, word >>> 24)
    if ((first & mask) === 0) return at + 4 * number + 1
    if ((second & mask) === 0) return at + 4 * number + 2
    if ((third & mask) === 0) return at + 4 * number + 3
    if ((sum & mask) === 0) return at + 4 * number + 4
  }
  for (at += 4 * words.length; at < to; at += 1) {
    sum = add(sum, bytes[at] as number)
    if ((sum & mask) === 0) return at + 1
  }
  return undefined
}

function add(sum: number, byte: number): number {
  return ((sum << 1) + (gear[byte] as number)) | 0
}

/**
 * The format of an encrypted file: a header with a random nonce, then blocks that are encrypted and authenticated one
 * by one.
 */
import { randomBytes } from 'node:crypto'
import { xsalsa20poly1305 } from '@noble/ciphers/salsa.js'
import { pullStream, sourceOf } from '../../../../lib/flow/pull-stream.ts'

type Bytes = ReadableStream<Uint8Array>

const magic = Buffer.from('RCLONE\0\0')
const nonceBytes = 24
export const headBytes = magic.length + nonceBytes
const seal = 16
const plainBlock = 64 * 1024
const block = seal + plainBlock

export function encryptedSize(plain: number): number {
  const rest = plain % plainBlock
  return headBytes + Math.floor(plain / plainBlock) * block + (rest === 0 ? 0 : seal + rest)
}

/** Returns the plain size, or undefined for a size that no encrypted file has. */
export function plainSize(sizeBelow: number): number | undefined {
  const body = sizeBelow - headBytes
  const rest = body % block
  if (body < 0 || (rest > 0 && rest <= seal)) return undefined
  return Math.floor(body / block) * plainBlock + (rest === 0 ? 0 : rest - seal)
}

/**
 * Returns the encrypted range to read for a plain range, besides the header, and how many plain bytes precede it in its
 * first block.
 */
export function rangeBelow(offset: number, length: number) {
  const first = Math.floor(offset / plainBlock)
  const skipped = offset - first * plainBlock
  const blocks = Math.ceil((skipped + length) / plainBlock)
  return { first, skipped, offset: headBytes + first * block, length: blocks * block }
}

/** Returns the nonce in a header; undefined if it is not a valid header. */
export function nonceIn(head: Uint8Array): Uint8Array | undefined {
  return head.length >= headBytes && magic.equals(head.subarray(0, magic.length))
    ? head.slice(magic.length, headBytes)
    : undefined
}

/** Adds to a 24-byte number, little-endian. */
function plus(nonce: Uint8Array, count: number): Uint8Array {
  const sum = Uint8Array.from(nonce)
  let carried = count
  for (let at = 0; at < sum.length && carried > 0; at += 1) {
    carried += sum[at] ?? 0
    sum[at] = carried % 256
    carried = Math.floor(carried / 256)
  }
  return sum
}

export interface Counted {
  /** The plain bytes so far. */
  bytes: number
}

export function encrypted(plain: Bytes, key: Uint8Array, counted: Counted): Bytes {
  const source = sourceOf(plain)
  const nonce = Uint8Array.from(randomBytes(nonceBytes))
  const blocks = inBlocks(() => source.read(), plainBlock)
  let at = -1
  return pullStream({
    async read() {
      at += 1
      if (at === 0) return Buffer.concat([magic, nonce])
      const bytes = await blocks()
      if (!bytes) return undefined
      counted.bytes += bytes.length
      return xsalsa20poly1305(key, plus(nonce, at - 1)).encrypt(bytes)
    },
    cancel: (reason) => source.cancel(reason),
  })
}

export interface Decryption {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
  /** The index of the block at which the bytes begin. */
  readonly firstBlock: number
  /** The number of plain bytes to skip, and then the number to return. */
  readonly skipped: number
  readonly length: number
  readonly corrupt: () => Error
}

/** `read` returns the bytes after the header, or those from the beginning of a block. */
export function decrypted(
  {
    read,
    cancel,
  }: { readonly read: () => Promise<Uint8Array | undefined>; readonly cancel: (reason?: unknown) => Promise<void> },
  { key, nonce, firstBlock, skipped, length, corrupt }: Decryption,
): Bytes {
  const blocks = inBlocks(read, block)
  let at = firstBlock
  let toSkip = skipped
  let left = length
  return pullStream({
    async read() {
      while (left > 0) {
        const bytes = await blocks()
        if (!bytes) return undefined
        const plain = opened(bytes, key, plus(nonce, at))
        if (!plain) {
          await cancel().catch(() => {})
          throw corrupt()
        }
        at += 1
        const wanted = plain.subarray(toSkip, toSkip + left)
        toSkip = Math.max(0, toSkip - plain.length)
        left -= wanted.length
        if (wanted.length > 0) return wanted
      }
      await cancel()
      return undefined
    },
    cancel,
  })
}

function opened(bytes: Uint8Array, key: Uint8Array, nonce: Uint8Array): Uint8Array | undefined {
  if (bytes.length <= seal) return undefined
  try {
    return xsalsa20poly1305(key, nonce).decrypt(bytes)
  } catch {
    return undefined
  }
}

/** Splits chunks of any size into blocks of one size; the last one may be shorter. */
function inBlocks(read: () => Promise<Uint8Array | undefined>, size: number) {
  const held: Uint8Array[] = []
  let heldBytes = 0
  let isOver = false
  return async (): Promise<Uint8Array | undefined> => {
    while (heldBytes < size && !isOver) {
      const chunk = await read()
      if (!chunk) isOver = true
      else {
        held.push(chunk)
        heldBytes += chunk.length
      }
    }
    if (heldBytes === 0) return undefined
    const result = Buffer.allocUnsafeSlow(Math.min(size, heldBytes))
    let filled = 0
    while (filled < result.length) {
      const first = held[0] ?? new Uint8Array()
      const taken = first.subarray(0, result.length - filled)
      result.set(taken, filled)
      filled += taken.length
      if (taken.length === first.length) held.shift()
      else held[0] = first.subarray(taken.length)
    }
    heldBytes -= filled
    return result
  }
}

/** ECB-Mix-ECB with AES. A whole name is one wide block, so that names with the same beginning do not look similar. */
import { createCipheriv, createDecipheriv } from 'node:crypto'

export type Direction = 'encrypt' | 'decrypt'
const size = 16

/** `bytes` must consist of 1 to 128 blocks of 16 bytes. */
export function transformEme(key: Uint8Array, tweak: Uint8Array, bytes: Uint8Array, direction: Direction): Buffer {
  const count = bytes.length / size
  const all = Buffer.from(bytes)
  const masks = masksOf(key, count)
  xorInto(all, masks)
  const mixed = aes(key, all, direction)
  const block = (at: number) => mixed.subarray(at * size, (at + 1) * size)
  const before = Buffer.from(tweak)
  for (let at = 0; at < count; at += 1) xorInto(before, block(at))
  const after = aes(key, before, direction)
  let mask: Buffer = Buffer.from(before)
  xorInto(mask, after)
  const head = Buffer.from(after)
  xorInto(head, tweak)
  for (let at = 1; at < count; at += 1) {
    mask = doubled(mask)
    xorInto(block(at), mask)
    xorInto(head, block(at))
  }
  head.copy(mixed, 0)
  const result = aes(key, mixed, direction)
  xorInto(result, masks)
  return result
}

function masksOf(key: Uint8Array, count: number): Buffer {
  let mask = aes(key, Buffer.alloc(size), 'encrypt')
  const masks: Buffer[] = []
  for (let at = 0; at < count; at += 1) masks.push((mask = doubled(mask)))
  return Buffer.concat(masks)
}

/** Doubles a block in the field of 2^128, little-endian. */
function doubled(block: Buffer): Buffer {
  const result = Buffer.alloc(size)
  for (let at = 0; at < size; at += 1) {
    const carried = at > 0 && (block[at - 1] ?? 0) >= 128 ? 1 : 0
    result[at] = ((block[at] ?? 0) * 2 + carried) % 256
  }
  if ((block[size - 1] ?? 0) >= 128) result[0] = (result[0] ?? 0) ^ 135
  return result
}

function aes(key: Uint8Array, bytes: Buffer, direction: Direction): Buffer {
  const cipher =
    direction === 'encrypt' ? createCipheriv('aes-256-ecb', key, null) : createDecipheriv('aes-256-ecb', key, null)
  cipher.setAutoPadding(false)
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}

function xorInto(target: Uint8Array, other: Uint8Array): void {
  for (let at = 0; at < target.length; at += 1) target[at] = (target[at] ?? 0) ^ (other[at] ?? 0)
}

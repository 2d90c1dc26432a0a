import { crc32 } from 'node:zlib'

/** The CRC32 of bytes that follow those of `before`. */
export function crc32After(before: number, bytes: Uint8Array): number {
  return crc32(bytes, before)
}

/** As S3 writes it. */
export function crc32Text(sum: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(sum)
  return bytes.toString('base64')
}

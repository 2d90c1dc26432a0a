/** Converts listing pages to bytes with a checksum against damage. */
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import type { EntryPage } from '../../contract/entry-page.ts'

const headBytes = 4

export function bytesOfPage(page: EntryPage): Buffer {
  return withSum(serialize(page))
}

/** Undefined if the bytes are damaged. */
export function pageOfBytes(bytes: Uint8Array): EntryPage | undefined {
  const body = bodyOf(bytes)
  return body && (deserialize(body) as EntryPage)
}

export function withSum(body: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(headBytes + body.length)
  bytes.writeUInt32LE(crc32(body))
  bytes.set(body, headBytes)
  return bytes
}

/** Returns the bytes that were given to `withSum`; undefined if they are damaged. */
export function bodyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length < headBytes) return undefined
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const body = Uint8Array.from(bytes.subarray(headBytes)) // A copy, because typed arrays in it must start at multiples of their element size.
  return crc32(body) === sum ? body : undefined
}

/** Pages of a listing as bytes that tell when they are damaged. */
import { deserialize, serialize } from 'node:v8'
import { crc32 } from 'node:zlib'
import type { EntryPage } from '../../contract/entry-page.ts'

const headBytes = 4

export function bytesOfPage(page: EntryPage): Buffer {
  return withSum(serialize(page))
}

/** Undefined where they are damaged. */
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

/** What `withSum` was given; undefined where it is damaged. */
export function bodyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (bytes.length < headBytes) return undefined
  const sum = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const body = Uint8Array.from(bytes.subarray(headBytes)) // typed arrays in it have to begin at multiples of their size
  return crc32(body) === sum ? body : undefined
}

/** Writes a zip as a stream. Only the list of its entries is held in memory. */
import { said } from '../../../contract/sentences/said.ts'
import { pipeline } from 'node:stream/promises'
import { createDeflateRaw } from 'node:zlib'
import type { Waits } from '../../backends/backend.ts'
import { crc32After } from '../../backends/crc32.ts'
import { archiveFailure } from '../failures.ts'
import { dataDescriptor, directoryRecord, endRecords, localHeader, type WrittenEntry } from './zip-records.ts'

/** An entry to write. */
export interface ZipItem {
  /** The path, with slashes between names. */
  readonly name: string
  readonly modifiedMs?: number | undefined
  /** Absent for a folder. */
  readonly bytes?: AsyncIterable<Uint8Array>
  /** The size, if known. It decides whether the header has 64-bit numbers. */
  readonly sizeBytes?: number | undefined
}

/** From this size on, an entry gets 64-bit numbers. This leaves some room for a file that grows. */
const largeFrom = 0xf000_0000
const packedEndings =
  /\.(zip|jar|gz|tgz|bz2|xz|zst|7z|rar|br|jpe?g|png|gif|webp|avif|heic|mp[34]|m4[av]|mkv|webm|mov|avi|ogg|opus|flac|docx|xlsx|pptx|od[tsp]|epub|apk|woff2?|pdf)$/i

/** Yields the bytes of a zip with these entries. Files that are already compressed are stored as they are. */
export async function* writeZip(items: AsyncIterable<ZipItem>, waits: Waits): AsyncGenerator<Uint8Array> {
  const list: Buffer[] = []
  let at = 0
  let count = 0
  for await (const item of items) {
    let entry: WrittenEntry | undefined
    for await (const chunk of entryBytes(item, at, (done) => (entry = done), waits)) {
      at += chunk.length
      yield chunk
    }
    if (entry) list.push(directoryRecord(entry))
    count += 1
    // Many small buffers take more memory than their content.
    if (list.length === 1000) list.splice(0, 1000, Buffer.concat(list))
  }
  const start = at
  for (const part of list) {
    at += part.length
    yield part
  }
  yield endRecords(count, start, at - start)
}

async function* entryBytes(
  { name, modifiedMs, bytes, sizeBytes }: ZipItem,
  at: number,
  onEnd: (entry: WrittenEntry) => void,
  waits: Waits,
): AsyncGenerator<Uint8Array> {
  const raw = Buffer.from(bytes ? name : `${name}/`)
  if (raw.length > 0xffff) throw archiveFailure('bad-name', said('pack.path-too-long', { start: name.slice(0, 80) }))
  const isDeflated = bytes !== undefined && !packedEndings.test(name) && sizeBytes !== 0
  const isLarge = bytes !== undefined && (sizeBytes === undefined || sizeBytes >= largeFrom)
  const head = { name: raw, modifiedMs, method: isDeflated ? 8 : 0, isLarge }
  yield localHeader(head)
  const counted = { crc32: 0, sizeBytes: 0, packedBytes: 0 }
  if (bytes) {
    const plain = counting(bytes, counted)
    for await (const chunk of isDeflated ? deflated(plain, waits) : plain) {
      counted.packedBytes += chunk.length
      yield chunk
    }
  }
  if (!isLarge && Math.max(counted.sizeBytes, counted.packedBytes) > 0xffff_fffe) {
    throw archiveFailure('changed', said('pack.grew', { what: name }))
  }
  const entry = { ...head, ...counted, at, mode: bytes ? 0o100644 : 0o040755 }
  yield dataDescriptor(entry)
  onEnd(entry)
}

async function* counting(bytes: AsyncIterable<Uint8Array>, counted: { crc32: number; sizeBytes: number }) {
  for await (const chunk of bytes) {
    counted.crc32 = crc32After(counted.crc32, chunk)
    counted.sizeBytes += chunk.length
    yield chunk
  }
}

async function* deflated(plain: AsyncIterable<Uint8Array>, { signal }: Waits): AsyncGenerator<Uint8Array> {
  const packing = createDeflateRaw({ chunkSize: 64 * 1024 })
  const feeding = pipeline(plain, packing, { signal })
  feeding.catch(() => {}) // The loop below gets the same error.
  try {
    for await (const chunk of packing) yield chunk as Uint8Array
    await feeding
  } finally {
    packing.destroy()
  }
}

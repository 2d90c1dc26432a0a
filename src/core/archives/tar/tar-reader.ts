import { said } from '../../../contract/sentences/said.ts'
import type { Waits } from '../../backends/backend.ts'
import type { ArchiveBytes } from '../read/archive-bytes.ts'
import { archiveFailure } from '../failures.ts'

/** Reads a tar from its beginning to its end. */
export interface TarReader {
  readonly position: () => number
  /** Returns exactly this number of bytes; undefined at the end. Throws `corrupt` if the tar ends within them. */
  take(length: number): Promise<Buffer | undefined>
  /** Skips bytes. Returns whether there were that many. */
  skip(length: number): Promise<boolean>
}

/** Skips without reading: of an uncompressed tar, only the headers are read. */
export function leapingReader(bytes: ArchiveBytes, waits: Waits): TarReader {
  let position = 0
  return {
    position: () => position,
    async take(length) {
      if (position >= bytes.sizeBytes) return undefined
      const part = await bytes.at(position, length, waits)
      position += length
      return part
    },
    async skip(length) {
      position += length
      return position <= bytes.sizeBytes
    },
  }
}

/** Reads a stream; `close` stops it. */
export function streamReader(chunks: AsyncGenerator<Uint8Array>): TarReader & {
  /** Returns the next bytes as they arrive, up to a limit; undefined at the end. */
  some(most: number): Promise<Buffer | undefined>
  close(): Promise<void>
} {
  let position = 0
  let held: Buffer = Buffer.alloc(0)
  async function some(most: number): Promise<Buffer | undefined> {
    if (held.length === 0) {
      const next = await chunks.next()
      if (next.done) return undefined
      held = Buffer.from(next.value.buffer, next.value.byteOffset, next.value.byteLength)
    }
    const part = held.subarray(0, most)
    held = held.subarray(part.length)
    position += part.length
    return part
  }
  return {
    position: () => position,
    some,
    async take(length) {
      const parts: Buffer[] = []
      for (let left = length; left > 0;) {
        const part = await some(left)
        if (!part && left === length) return undefined
        if (!part) throw archiveFailure('corrupt', said('archive.ends-early'))
        parts.push(part)
        left -= part.length
      }
      return Buffer.concat(parts)
    },
    async skip(length) {
      for (let left = length; left > 0;) {
        const part = await some(left)
        if (!part) return false
        left -= part.length
      }
      return true
    },
    async close() {
      await chunks.return(undefined)
    },
  }
}

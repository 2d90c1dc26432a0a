/** Reads any range of an archive's bytes from its mount. */
import { said } from '../../../contract/sentences/said.ts'
import { StorageError } from '../../../contract/failure.ts'
import type { Backend, Waits } from '../../backends/backend.ts'
import { archiveFailure } from '../failures.ts'

export interface ArchiveBytes {
  readonly sizeBytes: number
  /**
   * Returns exactly this number of bytes; nearby bytes are often cached. Throws `corrupt` if the archive ends before.
   */
  at(offset: number, length: number, waits: Waits): Promise<Buffer>
  /** Yields all bytes of a range as they arrive. */
  stream(offset: number, length: number, waits: Waits): AsyncGenerator<Uint8Array>
}

/** The size of one read. Headers are close together, and small entries follow their headers. */
const windowBytes = 64 * 1024

/** Reads a single state of the archive. Fails with `changed` if the file is in another state. */
export function createArchiveBytes(backend: Backend, path: string, sizeBytes: number): ArchiveBytes {
  let window: { readonly start: number; readonly bytes: Buffer } = { start: 0, bytes: Buffer.alloc(0) }
  let mark: string | undefined

  async function* stream(offset: number, length: number, { signal }: Waits): AsyncGenerator<Uint8Array> {
    if (length <= 0) return
    const body = await backend.read(path, {
      signal,
      offset,
      length,
      onOpened: (now) => (mark ??= now),
      ...(mark !== undefined && { ifUnchanged: mark }),
    })
    let left = length
    for await (const chunk of body) {
      left -= chunk.length
      yield chunk
    }
    if (left > 0) throw endsEarly()
  }
  async function fetched(offset: number, length: number, waits: Waits): Promise<Buffer> {
    const chunks: Uint8Array[] = []
    for await (const chunk of stream(offset, length, waits)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }
  function within(offset: number, length: number): Buffer | undefined {
    const from = offset - window.start
    return from >= 0 && from + length <= window.bytes.length ? window.bytes.subarray(from, from + length) : undefined
  }

  return {
    sizeBytes,
    stream,
    async at(offset, length, waits) {
      if (offset < 0 || offset + length > sizeBytes) throw endsEarly()
      const known = within(offset, length)
      if (known) return known
      const wanted = Math.min(Math.max(length, windowBytes), sizeBytes - offset)
      const bytes = await fetched(offset, wanted, waits)
      if (bytes.length <= 4 * windowBytes) window = { start: offset, bytes }
      return bytes.subarray(0, length)
    },
  }
}

function endsEarly(): StorageError {
  return archiveFailure('corrupt', said('archive.ends-early'))
}

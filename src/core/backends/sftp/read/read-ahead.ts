import type { Handle, SftpSession } from '../wire/session.ts'

/** The maximum number of bytes that are requested but not yet read, to limit memory for slow readers. */
const mostAheadBytes = 8 * 1024 * 1024
const mostParts = 64

/** The bytes of an open file in order, requested in parts before they are needed. */
export interface ReadAhead {
  /** Returns the next bytes, or undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Returns the offset of the next bytes. */
  position(): number
}

interface Part {
  readonly offset: number
  readonly length: number
  readonly bytes: Promise<Buffer | undefined>
}

/**
 * Reads from `offset` to `end`, or to the end of the file. A file without a size, such as those of `/proc`, is read
 * part by part.
 */
export function createReadAhead(
  session: SftpSession,
  handle: Handle,
  { offset, end, sizeBytes }: { readonly offset: number; readonly end: number; readonly sizeBytes: number },
): ReadAhead {
  const partBytes = session.readBytes
  const isSized = sizeBytes > 0
  const lastByte = isSized ? Math.min(end, sizeBytes) : end
  const mostAhead = isSized ? Math.min(mostParts, Math.ceil(mostAheadBytes / partBytes)) : 1
  const parts: Part[] = []
  let asked = offset
  let taken = offset
  let wanted = 2 // grows while the reader continues, so that reading only the first bytes costs little

  function ask(from: number, length: number): Part {
    const bytes = session.read(handle, from, length)
    bytes.catch(() => {}) // the part may never be read
    return { offset: from, length, bytes }
  }
  function askMore() {
    while (parts.length < wanted && asked < lastByte) {
      const length = Math.min(partBytes, lastByte - asked)
      parts.push(ask(asked, length))
      asked += length
    }
    wanted = Math.min(wanted * 2, mostAhead)
  }

  return {
    position: () => taken,
    async next() {
      askMore()
      const part = parts.shift()
      if (!part) return undefined
      const bytes = await part.bytes
      if (!bytes || bytes.length === 0) return undefined
      const rest = part.length - bytes.length
      if (rest > 0) parts.unshift(ask(part.offset + bytes.length, rest))
      taken += bytes.length
      return bytes
    },
  }
}

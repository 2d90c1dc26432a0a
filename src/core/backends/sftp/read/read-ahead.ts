import type { Handle, SftpSession } from '../wire/session.ts'

/** At most so much is asked for and not yet taken, whoever reads slowly. */
const mostAheadBytes = 8 * 1024 * 1024
const mostParts = 64

/** The bytes of an open file in their order, asked for in parts before they are needed. */
export interface ReadAhead {
  /** The next bytes; undefined at the end. */
  next(): Promise<Uint8Array | undefined>
  /** Where the next bytes begin. */
  position(): number
}

interface Part {
  readonly offset: number
  readonly length: number
  readonly bytes: Promise<Buffer | undefined>
}

/** From `offset` to `end`, or to the end of the file. Of a file without a size, such as those of `/proc`, part by part. */
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
  let wanted = 2 // grows while somebody reads on, so that who wants the first bytes only does not pay for more

  function ask(from: number, length: number): Part {
    const bytes = session.read(handle, from, length)
    bytes.catch(() => {}) // it may be left unread
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

import type { Handle, SftpSession } from '../wire/session.ts'

/** The maximum number of bytes in flight to the server. */
const mostBehindBytes = 8 * 1024 * 1024
const mostParts = 64

/** Writes bytes to an open file, in large requests, many in parallel. */
export interface WriteBehind {
  /**
   * Waits while too many bytes are in flight. The bytes must not change until `finish` resolves. Throws the error of an
   * earlier part.
   */
  add(chunk: Uint8Array): Promise<void>
  /** Resolves with the number of bytes when all are written. */
  finish(): Promise<number>
}

export function createWriteBehind(session: SftpSession, handle: Handle, start = 0): WriteBehind {
  const partBytes = session.writeBytes
  const most = Math.min(mostParts, Math.ceil(mostBehindBytes / partBytes))
  const underWay = new Set<Promise<void>>()
  let failed: { readonly error: unknown } | undefined
  let offset = start
  let rest: Buffer | undefined
  let restBytes = 0

  function throwIfFailed() {
    if (failed) throw failed.error
  }
  async function send(bytes: Uint8Array) {
    while (underWay.size >= most) await Promise.race(underWay)
    throwIfFailed()
    const turn: Promise<void> = session
      .write(handle, offset, bytes)
      .catch((error: unknown) => void (failed ??= { error }))
      .finally(() => void underWay.delete(turn))
    underWay.add(turn)
    offset += bytes.length
  }
  async function sendRest() {
    if (!rest || restBytes === 0) return
    const bytes = rest.subarray(0, restBytes)
    rest = undefined
    restBytes = 0
    await send(bytes)
  }

  return {
    async add(chunk) {
      throwIfFailed()
      for (let at = 0; at < chunk.length;) {
        // a whole part is sent without a copy; smaller ones are collected first
        if (restBytes === 0 && chunk.length - at >= partBytes) {
          await send(chunk.subarray(at, at + partBytes))
          at += partBytes
          continue
        }
        rest ??= Buffer.allocUnsafe(partBytes)
        const count = Math.min(partBytes - restBytes, chunk.length - at)
        rest.set(chunk.subarray(at, at + count), restBytes)
        restBytes += count
        at += count
        if (restBytes === partBytes) await sendRest()
      }
    },
    async finish() {
      await sendRest()
      await Promise.all(underWay)
      throwIfFailed()
      return offset - start
    },
  }
}

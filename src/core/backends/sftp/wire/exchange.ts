import { createPacketReader, encodePacket, type Field, MalformedError, type PacketReader } from './packet.ts'
import { createPacketSplitter } from './splitter.ts'

/** The server answered that it did not carry out the request. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message || `status ${status}`)
    this.status = status
  }
}

/** The connection ended before the response arrived, so it is unknown whether the server carried out the request. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError'
  /** True if the server stopped answering instead of closing the connection. */
  readonly isTimeout: boolean

  constructor(message: string, { isTimeout = false, ...options }: { isTimeout?: boolean; cause?: unknown } = {}) {
    super(message, options)
    this.isTimeout = isTimeout
  }
}

/** The byte channel to and from a server. */
export interface Channel {
  /** `take` must use the bytes at once, because their memory is reused. */
  listen(take: (bytes: Buffer) => void): void
  /**
   * Sends the bytes in order. Large ones may be sent without a copy, so they must not change until the server has
   * answered.
   */
  write(parts: readonly Uint8Array[]): void
  /** True if it is better to pass large byte arrays separately than to copy them. */
  readonly takesParts: boolean
  destroy(): void
}

/** Requests and replies over one channel. Any number of requests can be in flight. */
export interface Exchange {
  /**
   * Sends a request and returns the reply, which must have the expected type. Throws `StatusError`,
   * `ConnectionLostError`, `MalformedError`.
   */
  readonly ask: (type: number, fields: readonly Field[], expected: number) => Promise<PacketReader>
  /** The server's first message, which is not a reply to a request. */
  readonly greeting: Promise<PacketReader>
  /** Fails all waiting requests and all later ones. */
  readonly fail: (error: Error) => void
  readonly isLost: () => boolean
}

const initType = 1
const versionType = 2
const statusType = 101
const protocolVersion = 3
/** The limit for a message, so that no server can make us hold more. OpenSSH's messages are at most 256 KiB. */
const longestPacketBytes = 1024 * 1024

interface Waiting {
  readonly expected: number
  readonly resolve: (reader: PacketReader) => void
  readonly reject: (error: Error) => void
}

export function createExchange(channel: Channel): Exchange {
  const waiting = new Map<number, Waiting>()
  let lost: Error | undefined
  let lastId = 0
  let greet: Waiting | undefined
  const greeting = new Promise<PacketReader>((resolve, reject) => {
    greet = { expected: versionType, resolve, reject }
  })
  greeting.catch(() => {}) // the callers that wait get the error

  function fail(error: Error) {
    if (lost) return
    lost = error
    greet?.reject(error)
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }

  function takePacket(packet: Buffer) {
    const content = createPacketReader(packet)
    const type = content.uint8()
    if (type === versionType) return greet?.resolve(content)
    const id = content.uint32()
    const request = waiting.get(id)
    waiting.delete(id)
    if (!request) throw new MalformedError('the server answered what was not asked')
    if (type === request.expected && type !== statusType) return request.resolve(content)
    if (type !== statusType) return request.reject(new MalformedError(`the server answered with message ${type}`))
    const status = content.uint32()
    if (status === 0 && request.expected === statusType) return request.resolve(content)
    // some servers leave out the message text
    const message = content.isAtEnd() ? '' : content.bytes().toString('utf8')
    request.reject(new StatusError(status, message))
  }

  const takeBytes = createPacketSplitter(longestPacketBytes, takePacket, 5)
  channel.listen((bytes) => {
    if (lost) return
    try {
      takeBytes(bytes)
    } catch (error) {
      fail(error as Error)
      channel.destroy()
    }
  })
  channel.write([Buffer.from([0, 0, 0, 5, initType, 0, 0, 0, protocolVersion])])

  return {
    greeting,
    fail,
    isLost: () => lost !== undefined,
    ask: (type, fields, expected) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost)
        lastId = (lastId + 1) >>> 0
        waiting.set(lastId, { expected, resolve, reject })
        channel.write(encodePacket(type, lastId, fields, channel.takesParts))
      }),
  }
}

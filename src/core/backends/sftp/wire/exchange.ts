import type { Duplex } from 'node:stream'
import { createPacketReader, encodePacket, type Field, MalformedError, type PacketReader } from './packet.ts'

/** The server answered that it did not do it. */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  readonly status: number

  constructor(status: number, message: string) {
    super(message || `status ${status}`)
    this.status = status
  }
}

/** The line ended before the answer came; whether the server did what was asked is not known. */
export class LineLostError extends Error {
  override readonly name = 'LineLostError'
  /** The server stopped answering, rather than hanging up. */
  readonly isTimeout: boolean

  constructor(message: string, { isTimeout = false, ...options }: { isTimeout?: boolean; cause?: unknown } = {}) {
    super(message, options)
    this.isTimeout = isTimeout
  }
}

export interface Reply {
  readonly type: number
  readonly content: PacketReader
}

/** Requests and replies over one channel. Any number of requests can be on their way. */
export interface Exchange {
  /** The reply, of a type that was asked for. Throws `StatusError`, `LineLostError`, `MalformedError`. */
  readonly ask: (type: number, fields: readonly Field[], expected: number) => Promise<PacketReader>
  /** The server's first message, which answers no request. */
  readonly greeting: Promise<PacketReader>
  /** Fails everything that waits, and whatever comes. */
  readonly fail: (error: Error) => void
  readonly isLost: () => boolean
}

const initType = 1
const versionType = 2
const statusType = 101
const protocolVersion = 3
/** No server may make us hold more: OpenSSH's messages are at most 256 KiB. */
const longestPacketBytes = 1024 * 1024

interface Waiting {
  readonly expected: number
  readonly resolve: (reader: PacketReader) => void
  readonly reject: (error: Error) => void
}

export function createExchange(channel: Duplex): Exchange {
  const waiting = new Map<number, Waiting>()
  let lost: Error | undefined
  let lastId = 0
  let greet: Waiting | undefined
  const greeting = new Promise<PacketReader>((resolve, reject) => {
    greet = { expected: versionType, resolve, reject }
  })
  greeting.catch(() => {}) // whoever waits learns of it

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
    // some servers leave the sentence out
    const message = content.isAtEnd() ? '' : content.bytes().toString('utf8')
    request.reject(new StatusError(status, message))
  }

  const takeBytes = createPacketSplitter(longestPacketBytes, takePacket)
  channel.on('data', (bytes: Buffer) => {
    if (lost) return
    try {
      takeBytes(bytes)
    } catch (error) {
      fail(error as Error)
      channel.destroy()
    }
  })
  for (const event of ['end', 'close']) channel.on(event, () => fail(new LineLostError('the channel was closed')))
  channel.on('error', (error: Error) => fail(new LineLostError(error.message, { cause: error })))
  channel.write(Buffer.from([0, 0, 0, 5, initType, 0, 0, 0, protocolVersion]))

  return {
    greeting,
    fail,
    isLost: () => lost !== undefined,
    ask: (type, fields, expected) =>
      new Promise((resolve, reject) => {
        if (lost) return reject(lost)
        lastId = (lastId + 1) >>> 0
        waiting.set(lastId, { expected, resolve, reject })
        channel.write(encodePacket(type, lastId, fields))
      }),
  }
}

/** Puts messages together from bytes as they come. Each gets memory of its own, which may be given away. */
function createPacketSplitter(longest: number, take: (packet: Buffer) => void): (bytes: Buffer) => void {
  const header = Buffer.alloc(4)
  let headerBytes = 0
  let packet: Buffer | undefined
  let filled = 0
  return (bytes) => {
    for (let at = 0; at < bytes.length;) {
      if (!packet) {
        const count = bytes.copy(header, headerBytes, at, at + 4 - headerBytes)
        at += count
        headerBytes += count
        if (headerBytes < 4) return
        const length = header.readUInt32BE()
        if (length < 5 || length > longest) throw new MalformedError(`the server sent a message of ${length} bytes`)
        packet = Buffer.allocUnsafeSlow(length)
        filled = 0
        headerBytes = 0
      }
      const count = bytes.copy(packet, filled, at)
      at += count
      filled += count
      if (filled < packet.length) return
      const whole = packet
      packet = undefined
      take(whole)
    }
  }
}

/** The bytes of one message of the protocol, version 3: https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02 */

/**
 * A path or name as the server has it: any bytes, as a string with one character for each byte (latin1). Servers report
 * no encoding. This way nothing is lost, and paths can be joined and compared like any text.
 */
export type ServerPath = string

/** A field of a message: a `uint32`, a `uint64`, a path, bytes preceded by their length, or raw bytes. */
export type Field = number | bigint | ServerPath | Uint8Array | { readonly raw: Uint8Array }

/** From this size on, sending bytes separately is better than copying them. */
const largeBytes = 16 * 1024

/**
 * Encodes a request. With `apart`, large bytes at its end are returned without a copy; otherwise everything is copied.
 */
export function encodePacket(type: number, id: number, fields: readonly Field[], apart: boolean): Uint8Array[] {
  const last = fields.at(-1)
  const large = apart && last instanceof Uint8Array && last.length >= largeBytes ? last : undefined
  const sizeBytes = 9 + fields.reduce<number>((sum, field) => sum + sizeOf(field), 0)
  const packet = Buffer.allocUnsafe(sizeBytes - (large?.length ?? 0))
  packet.writeUInt32BE(sizeBytes - 4, 0)
  packet.writeUInt8(type, 4)
  packet.writeUInt32BE(id, 5)
  let at = 9
  for (const field of fields) at = field === large ? packet.writeUInt32BE(large.length, at) : put(packet, at, field)
  return large ? [packet, large] : [packet]
}

function sizeOf(field: Field): number {
  if (typeof field === 'number') return 4
  if (typeof field === 'bigint') return 8
  return 'raw' in Object(field) ? (field as { raw: Uint8Array }).raw.length : 4 + (field as Uint8Array | string).length
}

function put(packet: Buffer, at: number, field: Field): number {
  if (typeof field === 'number') return packet.writeUInt32BE(field, at)
  if (typeof field === 'bigint') return packet.writeBigUInt64BE(field, at)
  if (typeof field === 'string') {
    const start = packet.writeUInt32BE(field.length, at)
    return start + packet.write(field, start, 'latin1')
  }
  const isRaw = 'raw' in field
  const bytes = isRaw ? field.raw : field
  const start = isRaw ? at : packet.writeUInt32BE(bytes.length, at)
  packet.set(bytes, start)
  return start + bytes.length
}

/** Reads the fields of a message in order. Throws a `MalformedError` if the message ends too early. */
export interface PacketReader {
  readonly uint8: () => number
  readonly uint32: () => number
  /** Returns a number, which is exact up to 2^53. */
  readonly uint64: () => number
  readonly bytes: () => Buffer
  readonly path: () => ServerPath
  readonly isAtEnd: () => boolean
}

export class MalformedError extends Error {
  override readonly name = 'MalformedError'
}

export function createPacketReader(packet: Buffer): PacketReader {
  let at = 0
  function take(count: number): number {
    const start = at
    if (count > packet.length - start) throw new MalformedError('a message of the server ends too early')
    at += count
    return start
  }
  function bytes(): Buffer {
    const length = packet.readUInt32BE(take(4))
    const start = take(length)
    return packet.subarray(start, start + length)
  }
  return {
    uint8: () => packet.readUInt8(take(1)),
    uint32: () => packet.readUInt32BE(take(4)),
    uint64: () => Number(packet.readBigUInt64BE(take(8))),
    bytes,
    path: () => bytes().toString('latin1'),
    isAtEnd: () => at >= packet.length,
  }
}

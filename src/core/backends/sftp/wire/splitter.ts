import { MalformedError } from './packet.ts'

/** Messages below this size share memory, because they are needed only briefly. */
export const smallBytes = 2048

/** Joins received bytes into messages. Each message gets memory that nothing else writes to. */
export function createPacketSplitter(
  longest: number,
  take: (packet: Buffer) => void,
  shortest: number,
): (bytes: Buffer) => void {
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
        if (length < shortest || length > longest)
          throw new MalformedError(`the server sent a message of ${length} bytes`)
        packet = length < smallBytes ? Buffer.allocUnsafe(length) : Buffer.allocUnsafeSlow(length)
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

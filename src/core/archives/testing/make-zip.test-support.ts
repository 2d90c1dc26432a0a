/** Builds zips byte by byte that no usual program creates. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface MadeEntry {
  readonly name: string | Buffer
  readonly bytes?: Buffer | string
  readonly isDeflated?: boolean
  readonly flags?: number
  readonly method?: number
  readonly mode?: number
  readonly madeOn?: number
  readonly crc32?: number
  /** The size in the header, whether or not it is true. */
  readonly saidSize?: number
  readonly extra?: Buffer
  /** The index of an entry whose offset this entry claims. */
  readonly liesAt?: number
}

export function makeZipBytes(entries: readonly MadeEntry[], { disk = 0, prefix = Buffer.alloc(0) } = {}): Buffer {
  const parts: Buffer[] = [prefix]
  const list: Buffer[] = []
  const starts: number[] = []
  let at = 0
  for (const entry of entries) {
    const name = Buffer.from(entry.name)
    const bytes = Buffer.from(entry.bytes ?? '')
    const packed = entry.isDeflated ? deflateRawSync(bytes) : bytes
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(entry.flags ?? 0x800, 2)
    common.writeUInt16LE(entry.method ?? (entry.isDeflated ? 8 : 0), 4)
    common.writeUInt16LE((44 << 9) | (2 << 5) | 3, 8)
    common.writeUInt32LE(entry.crc32 ?? crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(entry.saidSize ?? bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
    common.writeUInt16LE(entry.extra?.length ?? 0, 24)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6)
    starts.push(at)
    rest.writeUInt32LE(entry.liesAt === undefined ? at : (starts[entry.liesAt] ?? 0), 10)
    const made = Buffer.from([20, entry.madeOn ?? 3])
    list.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), made, common, rest, name, entry.extra ?? Buffer.alloc(0)]),
    )
    parts.push(local)
    at += local.length
  }
  const directory = Buffer.concat(list)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(disk, 4)
  end.writeUInt16LE(entries.length & 0xffff, 8)
  end.writeUInt16LE(entries.length & 0xffff, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, directory, end])
}

/** Returns one tar header followed by its bytes. */
export function tarEntry(
  name: string | Buffer,
  {
    type = '0',
    bytes = '',
    target = '',
    said = Buffer.byteLength(bytes),
  }: { type?: string; bytes?: string | Buffer; target?: string; said?: number } = {},
): Buffer {
  const header = Buffer.alloc(512)
  Buffer.from(name).copy(header, 0, 0, 100)
  header.write('0000644\0', 100)
  header.write(`${said.toString(8).padStart(11, '0')}\0`, 124)
  header.write('14700000000\0', 136)
  header.write('        ', 148)
  header.write(type, 156, 'latin1')
  header.write(target, 157)
  header.write('ustar\x0000', 257, 'latin1')
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  const body = Buffer.from(bytes)
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)])
}

export const tarEnd = Buffer.alloc(1024)

/** A tar block that describes what follows it. */
export interface TarHeader {
  readonly name: Buffer
  readonly type: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  readonly target: Buffer
}

export const blockBytes = 512

/** Undefined if the block is not a header, for example a block of zeros. */
export function parseTarHeader(block: Buffer): TarHeader | undefined {
  const sum = number(block, 148, 8)
  let [unsigned, signed] = [0, 0]
  for (let at = 0; at < blockBytes; at += 1) {
    const byte = at >= 148 && at < 156 ? 32 : (block[at] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  if (Number.isNaN(sum) || (sum !== unsigned && sum !== signed)) return undefined
  const isUstar = block.toString('latin1', 257, 262) === 'ustar'
  const isGnu = block.toString('latin1', 257, 265) === 'ustar  \0'
  const prefix = isUstar && !isGnu ? text(block, 345, 155) : Buffer.alloc(0)
  const name = text(block, 0, 100)
  const sizeBytes = number(block, 124, 12)
  if (!Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return undefined
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    type: String.fromCharCode(block[156] ?? 0),
    sizeBytes,
    modifiedMs: number(block, 136, 12) * 1000,
    target: text(block, 157, 100),
  }
}

export function isZeroBlock(block: Buffer): boolean {
  return block.every((byte) => byte === 0)
}

/**
 * Parses pax records, one after the other: `27 mtime=1350244992.023960108\n`. Never throws; a broken record ends the
 * list.
 */
export function parsePax(data: Buffer): Map<string, Buffer> {
  const records = new Map<string, Buffer>()
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(32, at)
    const length = space < 0 ? Number.NaN : Number(data.toString('latin1', at, space))
    const end = at + length
    const equals = data.indexOf(61, space)
    if (!Number.isSafeInteger(length) || length <= space - at || end > data.length || equals < 0 || equals >= end) break
    records.set(data.toString('utf8', space + 1, equals), data.subarray(equals + 1, end - 1))
    at = end
  }
  return records
}

export function roundedUp(bytes: number): number {
  return Math.ceil(bytes / blockBytes) * blockBytes
}

function text(block: Buffer, at: number, length: number): Buffer {
  const field = block.subarray(at, at + length)
  const end = field.indexOf(0)
  return Buffer.from(end < 0 ? field : field.subarray(0, end))
}

/** Reads octal digits, or a large number in the binary form of GNU tar. */
function number(block: Buffer, at: number, length: number): number {
  const first = block[at] ?? 0
  if ((first & 0x80) !== 0) {
    let value = first & 0x40 ? -1 : first & 0x3f
    for (const byte of block.subarray(at + 1, at + length)) value = value * 256 + byte
    return value
  }
  const digits = text(block, at, length).toString('latin1').trim()
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

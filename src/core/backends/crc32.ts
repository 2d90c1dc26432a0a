import { crc32 } from 'node:zlib'

/** The CRC32 of bytes that follow those of `before`. */
export function crc32After(before: number, bytes: Uint8Array): number {
  return crc32(bytes, before)
}

/** As S3 writes it. */
export function crc32Text(sum: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(sum)
  return bytes.toString('base64')
}

/** As it is written elsewhere. */
export function crc32Hex(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}

/** From what S3 writes; undefined for sums of sums, and where there is none. */
export function crc32Of(text: string | undefined): number | undefined {
  const bytes = text === undefined || text.includes('-') ? undefined : Buffer.from(text, 'base64')
  return bytes?.length === 4 ? bytes.readUInt32BE() : undefined
}

/** The CRC32 of bytes with the sum `first` and, behind them, so many bytes with the sum `second`. */
export function crc32Combined(
  first: number,
  second: number,
  secondBytes: number,
  polynomial = crc32Polynomial,
): number {
  return (times(powerOf256(secondBytes, polynomial), first, polynomial) ^ second) >>> 0
}

interface SummedPart {
  readonly sizeBytes: number
  readonly crc32?: number | undefined
}

/** Of the bytes of all parts, one behind the other; undefined where the sum of one is not known. */
export function crc32OfAll(parts: readonly SummedPart[], polynomial = crc32Polynomial): number | undefined {
  let sum = 0
  for (const { crc32: part, sizeBytes } of parts) {
    if (part === undefined) return undefined
    sum = crc32Combined(sum, part, sizeBytes, polynomial)
  }
  return sum
}

/**
 * Sums are polynomials over two elements, the highest bit for the lowest power; bytes that follow multiply by a power of x.
 * https://github.com/madler/zlib/blob/develop/crc32.c
 */
const crc32Polynomial = 0xedb88320
/** That of CRC32C, which differs in nothing else. */
export const crc32cPolynomial = 0x82f63b78
const one = 0x80000000

function times(a: number, b: number, polynomial: number): number {
  let product = 0
  let factor = b
  for (let bit = one; bit !== 0; bit >>>= 1) {
    if (a & bit) product ^= factor
    factor = factor & 1 ? (factor >>> 1) ^ polynomial : factor >>> 1
  }
  return product >>> 0
}

function powerOf256(count: number, polynomial: number): number {
  let power = one
  let square = times(0x08000000, 0x08000000, polynomial) >>> 0 // x⁴ twice, so x⁸
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = times(power, square, polynomial)
    square = times(square, square, polynomial)
  }
  return power
}

import { crc32 } from 'node:zlib'

/** Returns the CRC32 after more bytes, given the CRC32 of the bytes before them. */
export function crc32After(before: number, bytes: Uint8Array): number {
  return crc32(bytes, before)
}

/** Formats a CRC32 as S3 does: base64. */
export function crc32Text(sum: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(sum)
  return bytes.toString('base64')
}

/** Formats a CRC32 as other services do: hexadecimal. */
export function crc32Hex(sum: number): string {
  return sum.toString(16).padStart(8, '0')
}

/** Parses the text S3 sends. Returns undefined for a checksum of checksums, and for missing or invalid text. */
export function crc32Of(text: string | undefined): number | undefined {
  const bytes = text === undefined || text.includes('-') ? undefined : Buffer.from(text, 'base64')
  return bytes?.length === 4 ? bytes.readUInt32BE() : undefined
}

/** Returns the CRC32 of two byte sequences joined, given the CRC32 of each and the length of the second. */
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

/** Returns the CRC32 of all parts joined, or undefined if the checksum of a part is unknown. */
export function crc32OfAll(parts: readonly SummedPart[], polynomial = crc32Polynomial): number | undefined {
  let sum = 0
  for (const { crc32: part, sizeBytes } of parts) {
    if (part === undefined) return undefined
    sum = crc32Combined(sum, part, sizeBytes, polynomial)
  }
  return sum
}

/**
 * CRCs are polynomials over the field of two elements; the highest bit is the lowest power. Appending bytes multiplies
 * the polynomial by a power of x. https://github.com/madler/zlib/blob/develop/crc32.c
 */
const crc32Polynomial = 0xedb88320
/** The polynomial of CRC32C, the only difference between the two. */
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
  let square = times(0x08000000, 0x08000000, polynomial) >>> 0 // x⁴ times x⁴ is x⁸
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = times(power, square, polynomial)
    square = times(square, square, polynomial)
  }
  return power
}

/** Checksum algorithms, and how a given checksum is recognised. */

export const sumKinds = ['sha256', 'md5', 'sha1', 'sha512', 'crc32c', 'blake3', 'crc32'] as const
export type SumKind = (typeof sumKinds)[number]

export const sumTitles: Readonly<Record<SumKind, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
  crc32: 'CRC32',
  crc32c: 'CRC32C',
  blake3: 'BLAKE3',
}

/** The usual file names of the tools for each algorithm. */
export const sumFileNames: Readonly<Record<SumKind, string>> = {
  md5: 'MD5SUMS',
  sha1: 'SHA1SUMS',
  sha256: 'SHA256SUMS',
  sha512: 'SHA512SUMS',
  crc32: 'CRC32SUMS',
  crc32c: 'CRC32CSUMS',
  blake3: 'B3SUMS',
}

const kindsByDigits: Readonly<Record<number, readonly SumKind[]>> = {
  8: ['crc32c', 'crc32'],
  32: ['md5'],
  40: ['sha1'],
  64: ['sha256', 'blake3'],
  128: ['sha512'],
}

export interface GivenSum {
  /** In lower-case hex. */
  readonly hex: string
  /** The possible algorithms, the most likely first. */
  readonly kinds: readonly SumKind[]
}

/** Accepts hex, also with spaces or colons, or Base64 as stores write it. Undefined if the text is not a checksum. */
export function recogniseSum(text: string): GivenSum | undefined {
  const plain = text.trim().replace(/^(?:md5|sha-?1|sha-?256|sha-?512|crc32c?|blake3|b3)[:=\s]\s*/i, '')
  const digits = plain.replaceAll(/[\s:]/g, '').toLowerCase()
  if (/^[0-9a-f]+$/.test(digits)) {
    const kinds = kindsByDigits[digits.length]
    if (kinds) return { hex: digits, kinds }
  }
  const hex = hexOfBase64(plain)
  const kinds = hex === undefined ? undefined : kindsByDigits[hex.length]
  return hex !== undefined && kinds ? { hex, kinds } : undefined
}

function hexOfBase64(text: string): string | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined
  return Array.from(atob(text), (letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('')
}

/** Returns the algorithm of a checksum file, if its name tells. */
export function kindOfSumsFile(name: string): SumKind | undefined {
  const [, kind = ''] =
    /(?:^|[._-])(md5|sha1|sha256|sha512|crc32c|crc32|b3|blake3)(?:sums?)?(?:\.(?:txt|asc))?$/i.exec(name) ?? []
  const found = kind.toLowerCase() === 'b3' ? 'blake3' : kind.toLowerCase()
  return sumKinds.find((each) => each === found)
}

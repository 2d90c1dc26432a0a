/** The checksums that servers send. https://www.rfc-editor.org/rfc/rfc9530, and its predecessor. */
import type { Sums } from '../../../../contract/entry.ts'

const algorithms: Readonly<Record<string, string>> = {
  'sha-256': 'sha256',
  md5: 'md5',
  sha: 'sha1',
  'sha-1': 'sha1',
  crc32c: 'crc32c',
}
const hexLengths: Readonly<Record<string, number>> = { sha256: 64, md5: 32, sha1: 40, crc32c: 8 }

/** Requests the checksums that can be compared with those of other stores. */
export const wantedDigests = { 'want-repr-digest': 'sha-256=10, md5=5', 'want-digest': 'SHA-256, MD5;q=0.5' }

/**
 * Returns checksums of the whole file. `isWhole`: the response is the whole file, so a checksum of the response is one
 * of the file.
 */
export function sumsIn(headers: Readonly<Record<string, string>>, isWhole: boolean): Sums {
  // compressed content has another checksum than the file
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') return {}
  const sums: Record<string, string> = {}
  const add = (name: string, base64: string) => {
    const sum = algorithms[name.toLowerCase()]
    const hex = Buffer.from(base64, 'base64').toString('hex')
    if (sum !== undefined && hex.length === hexLengths[sum]) sums[sum] = hex
  }
  for (const [, name = '', value = ''] of (headers['digest'] ?? '').matchAll(/([\w-]+)=([A-Za-z0-9+/]+=*)/g))
    add(name, value)
  for (const [, name = '', value = ''] of (headers['repr-digest'] ?? '').matchAll(/([\w-]+)=:([A-Za-z0-9+/]+=*):/g))
    add(name, value)
  if (isWhole && headers['content-md5'] !== undefined) add('md5', headers['content-md5'])
  return sums
}

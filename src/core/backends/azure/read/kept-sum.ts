/**
 * The CRC32 of a blob made of blocks. The service sums no such blob, and MD5s of blocks make none of the whole when blocks
 * come in any order; so this one is made of the sums of the blocks and kept in the metadata, which listings tell. It names
 * the size it is of: who stores other bytes and keeps the metadata leaves a sum that is not believed.
 */
import type { Metadata } from '@azure/storage-blob'
import type { Sums } from '../../../../contract/entry.ts'
import { crc32Hex } from '../../crc32.ts'

/** Like `portolan_crc32: 1a2b3c4d-20983865`; names of metadata come back in any case. */
const keptName = 'portolan_crc32'

export function keptSum(crc32: number, sizeBytes: number): Metadata {
  return { [keptName]: `${crc32Hex(crc32)}-${sizeBytes}` }
}

/** What a blob was stored with: an MD5, or else the sum that is kept. */
export function sumsOf({
  contentMD5,
  contentLength,
  metadata,
}: {
  readonly contentMD5?: Uint8Array
  /** Of the whole blob. */
  readonly contentLength?: number | undefined
  readonly metadata?: Metadata | undefined
}): Sums {
  if (contentMD5) return { md5: Buffer.from(contentMD5).toString('hex') }
  const [, crc32, size] = /^([0-9a-f]{8})-(\d+)$/.exec(splitMetadata(metadata).kept[keptName] ?? '') ?? []
  return crc32 !== undefined && Number(size) === contentLength ? { crc32 } : {}
}

/** Metadata apart from what is kept in it: the sum is no metadata of the file, and belongs to these bytes alone. */
export function splitMetadata(metadata: Metadata = {}): { readonly own: Metadata; readonly kept: Metadata } {
  const own: Metadata = {}
  const kept: Metadata = {}
  for (const [name, value] of Object.entries(metadata)) {
    if (name.toLowerCase() === keptName) kept[keptName] = value
    else own[name] = value
  }
  return { own, kept }
}

/**
 * The CRC32 of a blob that consists of blocks. The service calculates no checksum of such a blob, and the MD5s of
 * blocks cannot be combined if the blocks arrive in any order. So the CRC32 is combined from those of the blocks and
 * stored in the metadata, which listings include. It contains the size it belongs to: if a program stores other bytes
 * but keeps the metadata, the checksum is ignored.
 */
import type { Metadata } from '@azure/storage-blob'
import type { Sums } from '../../../../contract/entry.ts'
import { crc32Hex } from '../../crc32.ts'

/** Stored as `portolan_crc32: 1a2b3c4d-20983865`. The service may change the case of metadata names. */
const keptName = 'portolan_crc32'

export function keptSum(crc32: number, sizeBytes: number): Metadata {
  return { [keptName]: `${crc32Hex(crc32)}-${sizeBytes}` }
}

/** Returns the checksum a blob was stored with: the MD5, or else the stored CRC32. */
export function sumsOf({
  contentMD5,
  contentLength,
  metadata,
}: {
  readonly contentMD5?: Uint8Array
  /** The size of the whole blob. */
  readonly contentLength?: number | undefined
  readonly metadata?: Metadata | undefined
}): Sums {
  if (contentMD5) return { md5: Buffer.from(contentMD5).toString('hex') }
  const [, crc32, size] = /^([0-9a-f]{8})-(\d+)$/.exec(splitMetadata(metadata).kept[keptName] ?? '') ?? []
  return crc32 !== undefined && Number(size) === contentLength ? { crc32 } : {}
}

/** Separates the file's own metadata from the stored checksum, which belongs to these bytes only. */
export function splitMetadata(metadata: Metadata = {}): { readonly own: Metadata; readonly kept: Metadata } {
  const own: Metadata = {}
  const kept: Metadata = {}
  for (const [name, value] of Object.entries(metadata)) {
    if (name.toLowerCase() === keptName) kept[keptName] = value
    else own[name] = value
  }
  return { own, kept }
}

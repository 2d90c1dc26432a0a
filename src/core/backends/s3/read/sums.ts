/** Reads the checksums of objects from what the service reports. */
import type { HeadObjectOutput } from '@aws-sdk/client-s3'

/** The fields of a response that contain checksums. */
export type SumsAnswer = Pick<
  HeadObjectOutput,
  | 'ETag'
  | 'ServerSideEncryption'
  | 'SSECustomerAlgorithm'
  | 'ChecksumType'
  | 'ChecksumCRC32'
  | 'ChecksumCRC32C'
  | 'ChecksumCRC64NVME'
  | 'ChecksumSHA1'
  | 'ChecksumSHA256'
>

/**
 * Returns the checksums of the whole object. Those of multipart uploads are often checksums of checksums, which are not
 * checksums of the bytes alone. An ETag consists of MD5s only if the object is not encrypted with a key.
 */
export function sumsOf(head: SumsAnswer): Record<string, string> {
  const sums: Record<string, string> = {}
  const add = (name: string, value: string | undefined) => {
    if (value !== undefined && !value.includes('-')) sums[name] = Buffer.from(value, 'base64').toString('hex')
  }
  if (head.ChecksumType !== 'COMPOSITE') {
    add('crc32', head.ChecksumCRC32)
    add('crc32c', head.ChecksumCRC32C)
    add('crc64nvme', head.ChecksumCRC64NVME)
    add('sha1', head.ChecksumSHA1)
    add('sha256', head.ChecksumSHA256)
  }
  const isPlain = head.SSECustomerAlgorithm === undefined && !head.ServerSideEncryption?.startsWith('aws:')
  return isPlain ? { ...sums, ...sumsOfTag(head.ETag) } : sums
}

/** Returns the checksum in an ETag, assuming that the object is not encrypted with a key. */
export function sumsOfTag(etag = ''): Record<string, string> {
  const [, md5, parts] = /^"?([0-9a-f]{32})(-[1-9]\d*)?"?$/.exec(etag) ?? []
  if (md5 === undefined) return {}
  return parts === undefined ? { md5 } : { 'md5-of-parts': md5 + parts }
}

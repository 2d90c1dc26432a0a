/** Sums of objects, from what the service says of them. */
import type { HeadObjectOutput } from '@aws-sdk/client-s3'

/** What answers tell sums with. */
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
 * Sums of the whole object. Those of uploads in parts are often sums of sums, which say nothing of the bytes alone; and
 * an entity tag is made of MD5s only of what is not encrypted with a key.
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

/** What an entity tag is if nothing is encrypted with a key. */
export function sumsOfTag(etag = ''): Record<string, string> {
  const [, md5, parts] = /^"?([0-9a-f]{32})(-[1-9]\d*)?"?$/.exec(etag) ?? []
  if (md5 === undefined) return {}
  return parts === undefined ? { md5 } : { 'md5-of-parts': md5 + parts }
}

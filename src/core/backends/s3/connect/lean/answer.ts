import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'

type Facts = Pick<
  GetObjectCommandOutput,
  | '$metadata'
  | 'ETag'
  | 'ContentLength'
  | 'ContentRange'
  | 'LastModified'
  | 'VersionId'
  | 'StorageClass'
  | 'ServerSideEncryption'
  | 'SSECustomerAlgorithm'
  | 'ChecksumCRC32'
  | 'ChecksumCRC32C'
  | 'ChecksumCRC64NVME'
  | 'ChecksumSHA1'
  | 'ChecksumSHA256'
  | 'ChecksumType'
  | 'ContentType'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'Metadata'
>

const texts = {
  ETag: 'etag',
  ContentRange: 'content-range',
  VersionId: 'x-amz-version-id',
  StorageClass: 'x-amz-storage-class',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSECustomerAlgorithm: 'x-amz-server-side-encryption-customer-algorithm',
  ChecksumCRC32: 'x-amz-checksum-crc32',
  ChecksumCRC32C: 'x-amz-checksum-crc32c',
  ChecksumCRC64NVME: 'x-amz-checksum-crc64nvme',
  ChecksumSHA1: 'x-amz-checksum-sha1',
  ChecksumSHA256: 'x-amz-checksum-sha256',
  ChecksumType: 'x-amz-checksum-type',
  ContentType: 'content-type',
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
} as const satisfies Partial<Record<keyof Facts, string>>

const metadataPrefix = 'x-amz-meta-'

/** Returns the facts about an object in a response, with the SDK's field names. */
export function answerFacts(headers: Readonly<Record<string, string>>): Facts {
  const facts: Record<string, unknown> = { $metadata: { httpStatusCode: 200 } }
  for (const [fact, name] of Object.entries(texts)) {
    if (headers[name] !== undefined) facts[fact] = headers[name]
  }
  const length = headers['content-length']
  if (length !== undefined) facts['ContentLength'] = Number(length)
  const modifiedMs = Date.parse(headers['last-modified'] ?? '')
  if (!Number.isNaN(modifiedMs)) facts['LastModified'] = new Date(modifiedMs)
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(metadataPrefix))
  if (metadata.length > 0) {
    facts['Metadata'] = Object.fromEntries(metadata.map(([name, value]) => [name.slice(metadataPrefix.length), value]))
  }
  return facts as unknown as Facts
}

import type { GetObjectCommandInput, ListObjectsV2CommandInput, PutObjectCommandInput } from '@aws-sdk/client-s3'

/** The headers for the SDK's names of properties. */
const putNames: Readonly<Record<string, string>> = {
  ContentType: 'content-type',
  CacheControl: 'cache-control',
  ContentDisposition: 'content-disposition',
  ContentEncoding: 'content-encoding',
  ContentLanguage: 'content-language',
  Tagging: 'x-amz-tagging',
  StorageClass: 'x-amz-storage-class',
  ServerSideEncryption: 'x-amz-server-side-encryption',
  SSEKMSKeyId: 'x-amz-server-side-encryption-aws-kms-key-id',
  IfNoneMatch: 'if-none-match',
}
const getNames: Readonly<Record<string, string>> = {
  Range: 'range',
  IfMatch: 'if-match',
  ChecksumMode: 'x-amz-checksum-mode',
}

const listNames: Readonly<Record<string, string>> = {
  Prefix: 'prefix',
  Delimiter: 'delimiter',
  EncodingType: 'encoding-type',
  ContinuationToken: 'continuation-token',
}

type Headers = Record<string, string>
type PutWishes = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body' | 'ChecksumAlgorithm'>
type GetWishes = Omit<GetObjectCommandInput, 'Bucket' | 'Key' | 'VersionId'>

/** Returns undefined if a property is unknown here, such as a customer-provided encryption key. */
export function headersOfPut({ Metadata = {}, ...wishes }: PutWishes): Headers | undefined {
  const headers = named(wishes, putNames)
  if (!headers) return undefined
  headers['content-type'] ??= 'application/octet-stream'
  for (const [name, value] of Object.entries(Metadata)) headers[`x-amz-meta-${name.toLowerCase()}`] = value
  return headers
}

export function headersOfGet(wishes: GetWishes): Headers | undefined {
  return named(wishes, getNames)
}

export function queryOfList(wishes: Omit<ListObjectsV2CommandInput, 'Bucket'>): Record<string, string> | undefined {
  const query = named(wishes, listNames)
  return query && { 'list-type': '2', ...query }
}

function named(wishes: object, names: Readonly<Record<string, string>>): Headers | undefined {
  const headers: Headers = {}
  for (const [wish, value] of Object.entries(wishes) as [string, unknown][]) {
    if (value === undefined) continue
    const name = names[wish]
    if (name === undefined || typeof value !== 'string') return undefined
    headers[name] = value
  }
  return headers
}

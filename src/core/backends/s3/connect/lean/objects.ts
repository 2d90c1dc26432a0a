/**
 * The data path: stores, reads and lists objects with a fraction of the SDK's work for each request, which dominates
 * the cost of small objects. The SDK sends everything else, and every request that has unknown features. These methods
 * use the credentials, clock and endpoints of the SDK client that they belong to.
 */
import type {
  GetObjectCommandInput,
  GetObjectCommandOutput,
  ListObjectsV2CommandInput,
  ListObjectsV2Output,
  PutObjectCommandInput,
  PutObjectCommandOutput,
  S3,
  UploadPartCommandInput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3'
import type { SendOptions } from '../sending.ts'
import { crc32After, crc32Text } from '../../../crc32.ts'
import { answerFacts } from './answer.ts'
import { type BucketEndpoint, endpointOf } from './endpoint.ts'
import { headersOfGet, headersOfPut, queryOfList } from './headers.ts'
import { readListing } from './listing.ts'
import { type LeanRequest, type Lines, tooLong } from './request.ts'
import { sumCheckOf } from './sums.ts'
import { createSigner, encodeKey, type Signer } from './sign.ts'

/** Methods with the same names and arguments as the SDK's. */
export interface LeanPath {
  putObject(input: PutObjectCommandInput, options: SendOptions): Promise<PutObjectCommandOutput>
  uploadPart(input: UploadPartCommandInput, options: SendOptions): Promise<UploadPartCommandOutput>
  getObject(input: GetObjectCommandInput, options: SendOptions): Promise<GetObjectCommandOutput>
  /**
   * Reads a small object in one step. Throws an error named `TooLong` for a larger one. Also fails for bytes that do
   * not match the service's checksum.
   */
  getWhole(input: GetObjectCommandInput, options: SendOptions, mostBytes: number): Promise<WholeObject>
  listObjectsV2(input: ListObjectsV2CommandInput, options: SendOptions): Promise<ListObjectsV2Output>
}

export type WholeObject = Omit<GetObjectCommandOutput, 'Body'> & { readonly bytes: Uint8Array }

/** The limit for the response to a write, which has no content except its headers. */
const mostAnswerBytes = 64 * 1024
/** A page of a thousand keys of the maximum length, encoded, is a tenth of this. */
const mostListingBytes = 32 * 1024 ** 2

interface Sending {
  readonly method: 'GET' | 'PUT'
  /** Absent for a request to the bucket itself. */
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

interface Way {
  readonly endpoint: BucketEndpoint
  readonly signer: Signer
}

export function createLeanPath(s3: S3, lines: Lines, { checksums }: { readonly checksums: boolean }): LeanPath {
  const ways = new Map<string, Promise<Way | undefined>>()
  // the SDK stores its clock offset there, and corrects it from responses
  const clock = s3.config as { systemClockOffset?: number }

  async function findWay(bucket: string): Promise<Way | undefined> {
    const endpoint = await endpointOf(s3, bucket)
    return endpoint && { endpoint, signer: createSigner(endpoint.region) }
  }
  function wayTo(bucket: string): Promise<Way | undefined> {
    let way = ways.get(bucket)
    if (!way) {
      ways.set(bucket, (way = findWay(bucket)))
      way.catch(() => ways.delete(bucket))
    }
    return way
  }

  async function signed(
    { endpoint, signer }: Way,
    { method, key, query, body, ...asked }: Sending,
    signal: AbortSignal,
  ): Promise<LeanRequest> {
    const identity = await s3.config.credentials()
    const { path, headers } = signer.sign(
      {
        method,
        path: key === undefined ? endpoint.basePath || '/' : `${endpoint.basePath}/${encodeKey(key)}`,
        headers: { ...asked.headers, host: endpoint.host },
        ...(query && { query }),
        ...(body && { body }),
      },
      identity,
      Date.now() + (clock.systemClockOffset ?? 0),
    )
    const allHeaders = { ...headers, 'user-agent': 'portolan' } // not signed, because proxies may change it
    return { origin: endpoint.origin, method, path, headers: allHeaders, signal, ...(body && { body }) }
  }
  async function watched<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } catch (error) {
      correctClock(error)
      throw error
    }
  }

  function correctClock(error: unknown) {
    const { name, $response } = error as { name?: string; $response?: { headers: Record<string, string> } }
    const timeMs = Date.parse($response?.headers['date'] ?? '')
    if (name === 'RequestTimeTooSkewed' && !Number.isNaN(timeMs)) clock.systemClockOffset = timeMs - Date.now()
  }

  async function put(way: Way, sending: Sending, signal: AbortSignal) {
    const { headers } = await watched(lines.ask(await signed(way, sending, signal), mostAnswerBytes))
    return answerFacts(headers)
  }

  return {
    async putObject(input, options) {
      const { Bucket: bucket = '', Key: key = '', Body: body, ChecksumAlgorithm: algorithm, ...rest } = input
      const headers = headersOfPut(rest)
      const way = await wayTo(bucket)
      if (!headers || !way || !isPlain(body, algorithm)) return s3.putObject(input, options)
      const sending: Sending = { method: 'PUT', key, headers: { ...headers, ...sumOf(body, checksums) }, body }
      return put(way, sending, options.abortSignal)
    },
    async uploadPart(input, options) {
      const { Bucket: bucket = '', Key: key = '', UploadId = '', PartNumber, Body: body, ...rest } = input
      const { ChecksumAlgorithm: algorithm, ...unknown } = rest
      const way = await wayTo(bucket)
      if (!way || !isPlain(body, algorithm) || Object.keys(unknown).length > 0) return s3.uploadPart(input, options)
      const query = { partNumber: String(PartNumber), uploadId: UploadId }
      return put(way, { method: 'PUT', key, query, headers: sumOf(body, checksums), body }, options.abortSignal)
    },
    async getObject(input, options) {
      const found = await gettingOf(input, options)
      if (!found) return s3.getObject(input, options)
      const answer = await watched(lines.send(found))
      return { ...answerFacts(answer.headers), Body: answer.body as unknown as GetObjectCommandOutput['Body'] & {} }
    },
    async getWhole(input, options, mostBytes) {
      const found = await gettingOf(input, options)
      if (!found) return wholeBySdk(await s3.getObject(input, options), mostBytes)
      const { headers, bytes } = await watched(lines.ask(found, mostBytes))
      return checkedWhole({ ...answerFacts(headers), bytes })
    },
    async listObjectsV2(input, options) {
      const { Bucket: bucket = '', ...rest } = input
      const query = queryOfList(rest)
      const way = await wayTo(bucket)
      if (!query || !way) return s3.listObjectsV2(input, options)
      const sending: Sending = { method: 'GET', query, headers: {} }
      const { bytes } = await watched(lines.ask(await signed(way, sending, options.abortSignal), mostListingBytes))
      return readListing(Buffer.from(bytes).toString()) ?? s3.listObjectsV2(input, options)
    },
  }

  async function gettingOf(input: GetObjectCommandInput, options: SendOptions): Promise<LeanRequest | undefined> {
    const { Bucket: bucket = '', Key: key = '', VersionId: version, ...rest } = input
    const headers = headersOfGet(rest)
    const way = await wayTo(bucket)
    if (!headers || !way) return undefined
    const query = version === undefined ? undefined : { versionId: version }
    const wanted = { ...headers, ...(checksums && { 'x-amz-checksum-mode': 'ENABLED' }) }
    const sending: Sending = { method: 'GET', key, headers: wanted, ...(query && { query }) }
    return signed(way, sending, options.abortSignal)
  }
}

function checkedWhole(whole: WholeObject): WholeObject {
  const check = sumCheckOf(whole)
  check?.onChunk(whole.bytes)
  check?.onEnd()
  return whole
}

async function wholeBySdk({ Body, ...facts }: GetObjectCommandOutput, mostBytes: number): Promise<WholeObject> {
  if ((facts.ContentLength ?? 0) > mostBytes) {
    ;(Body as { destroy?: () => void } | undefined)?.destroy?.()
    throw tooLong()
  }
  return checkedWhole({ ...facts, bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() })
}

function isPlain(body: unknown, algorithm: string | undefined): body is Uint8Array {
  return body instanceof Uint8Array && (algorithm === undefined || algorithm === 'CRC32')
}

/** Returns the checksum headers that the SDK adds by itself if the service understands them. */
function sumOf(body: Uint8Array, checksums: boolean): Record<string, string> {
  const length = { 'content-length': String(body.length) }
  if (!checksums) return length
  return { ...length, 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-checksum-crc32': crc32Text(crc32After(0, body)) }
}

import type { S3 } from '@aws-sdk/client-s3'
import { createServer, type IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { standardPatience } from '../../../patient-agents.ts'
import { loadSdk } from '../sdk.ts'
import { describeWithService } from '../../testing/service.ts'
import { createTestBucket } from '../../testing/test-bucket.ts'
import { endpointOf } from './endpoint.ts'
import { createLeanPath } from './objects.ts'
import { openLines } from './request.ts'
import { createSigner, encodeKey } from './sign.ts'

const { signal } = new AbortController()
const identity = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token/+=' }
const nowMs = Date.UTC(2026, 10, 21, 7, 8, 9)
const oddKeys = [
  'plain',
  'a b+c ~d',
  'ü/日本/🧭',
  '100%/%20',
  "!'()*;:@&=$,?#[]",
  '/leading',
  'a//b/',
  './../x/..',
  'tab\tnew\nline\u0001',
  'back\\slash',
]
const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function clientOf(options: ConstructorParameters<typeof S3>[0] & object): Promise<S3> {
  const sdk = await loadSdk()
  const s3 = new sdk.S3({ region: 'eu-west-1', credentials: identity, maxAttempts: 1, ...options })
  cleanUps.push(() => s3.destroy())
  return s3
}

interface Sent {
  readonly path: string
  readonly query: Record<string, string>
  readonly method: string
  readonly headers: Record<string, string>
}

/** Returns the request that the SDK would send, with its signature. */
async function sentBySdk(s3: S3, send: (s3: S3) => Promise<unknown>): Promise<Sent> {
  let sent: Sent | undefined
  s3.middlewareStack.add(
    () => async (all) => {
      sent = all.request as Sent
      throw new Error('not sent')
    },
    { step: 'deserialize', priority: 'high', name: 'peek', override: true },
  )
  await expect(send(s3)).rejects.toThrow('not sent')
  if (!sent) throw new Error('the SDK made no request')
  return sent
}

describe('a request', () => {
  it.each(oddKeys)('for the key %j is signed as by the SDK', async (Key) => {
    const s3 = await clientOf({ endpoint: 'http://127.0.0.1:9', forcePathStyle: true })
    const Body = Buffer.from('some bytes')
    const sends = [
      () => s3.putObject({ Bucket: 'b.c', Key, Body, Metadata: { a: ' two  spaces ' }, Tagging: 'a=b%20c' }),
      () => s3.getObject({ Bucket: 'b.c', Key, Range: 'bytes=0-1', VersionId: 'v/+ ~=' }),
      () => s3.uploadPart({ Bucket: 'b.c', Key, Body, PartNumber: 7, UploadId: '2~u/+=' }),
    ]
    for (const send of sends) {
      const theirs = await sentBySdk(s3, send)
      const { authorization = '', ...rest } = theirs.headers
      const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? []
      const date = rest['x-amz-date'] ?? ''
      const timeMs = Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5'))
      const given = new Set(['x-amz-date', 'x-amz-content-sha256', 'x-amz-security-token'])
      const headers = Object.fromEntries(
        names.filter((name) => !given.has(name)).map((name) => [name, rest[name] ?? '']),
      )
      const { method, query } = theirs
      const body = method === 'PUT' ? { body: Body } : {}
      const path = `/b.c/${encodeKey(Key)}`
      const ours = createSigner('eu-west-1').sign({ method, path, query, headers, ...body }, identity, timeMs)
      expect(ours.path.split('?')[0]).toBe(theirs.path)
      expect(ours.headers['authorization']).toBe(authorization)
    }
  })

  it('is signed differently on another day and with another identity', () => {
    const signer = createSigner('eu-west-1')
    const request = { method: 'GET', path: '/b/k', headers: { host: 'h' } }
    const of = (who: typeof identity, ms: number) => signer.sign(request, who, ms).headers['authorization']
    const first = of(identity, nowMs)
    const other = of({ ...identity, secretAccessKey: 'another' }, nowMs)
    expect(new Set([first, other, of(identity, nowMs + 86_400_000)]).size).toBe(3)
    expect(of(identity, nowMs)).toBe(first)
  })
})

describe('the endpoint of a bucket', () => {
  it.each([
    [{}, 'files', 'https://files.s3.eu-west-1.amazonaws.com', ''],
    [{}, 'with.dots', 'https://s3.eu-west-1.amazonaws.com', '/with.dots'],
    [{ useDualstackEndpoint: true }, 'files', 'https://files.s3.dualstack.eu-west-1.amazonaws.com', ''],
    [{ endpoint: 'http://store:9000/base', forcePathStyle: true }, 'files', 'http://store:9000', '/base/files'],
    [{ endpoint: 'https://nyc3.example.org' }, 'files', 'https://files.nyc3.example.org', ''],
  ])('with %j equals that of the SDK', async (options, bucket, origin, basePath) => {
    expect(await endpointOf(await clientOf(options), bucket)).toEqual({
      origin,
      basePath,
      host: new URL(origin).host,
      region: 'eu-west-1',
    })
  })

  it.each(['files--euw1-az1--x-s3', 'arn:aws:s3::123456789012:accesspoint/abcdefghijkl.mrap'])(
    'is left to the SDK for %s',
    async (bucket) => {
      expect(await endpointOf(await clientOf({ disableS3ExpressSessionAuth: false }), bucket)).toBeUndefined()
    },
  )
})

describe('a connection', () => {
  async function serve(answer: (request: IncomingMessage) => void): Promise<string> {
    const server = createServer(answer)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    cleanUps.push(() => (server.closeAllConnections(), server.close()))
    const address = server.address()
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  }

  it('is closed when its request is aborted before the response', async () => {
    const gone: Promise<void>[] = []
    let arrived: () => void = () => {}
    const origin = await serve((request) => {
      gone.push(new Promise((resolve) => request.socket.once('close', () => resolve())))
      arrived()
    })
    const lines = openLines(standardPatience)
    cleanUps.push(() => lines.close())
    const abort = new AbortController()
    const here = new Promise<void>((resolve) => (arrived = resolve))
    const sending = lines.send({ origin, method: 'GET', path: '/', headers: {}, signal: abort.signal })
    void here.then(() => abort.abort(new Error('enough')))
    await expect(sending).rejects.toThrow('enough')
    await Promise.all(gone)
    expect(gone).toHaveLength(1)
  })
})

await describeWithService('the lean path', (service) => {
  it('stores files that the SDK reads, and reads those of the SDK, under any key', { timeout: 30_000 }, async () => {
    const bucket = await createTestBucket(service)
    const { endpoint, ...credentials } = service
    const s3 = await clientOf({ endpoint, credentials, forcePathStyle: true })
    const lines = openLines(standardPatience)
    cleanUps.push(() => lines.close())
    const lean = createLeanPath(s3, lines, { checksums: true })
    const options = { abortSignal: signal }
    for (const Key of oddKeys) {
      const Body = Buffer.from(`bytes of ${Key}`)
      const put = await lean.putObject({ Bucket: bucket.name, Key, Body, Metadata: { a: 'b' } }, options)
      const head = await s3.headObject({ Bucket: bucket.name, Key, ChecksumMode: 'ENABLED' })
      expect(head).toMatchObject({ ETag: put.ETag, ChecksumCRC32: put.ChecksumCRC32, Metadata: { a: 'b' } })
      expect(await bucket.get(Key)).toEqual(Body)
    }
    await expect(
      lean.putObject({ Bucket: bucket.name, Key: 'plain', Body: Buffer.from('x'), IfNoneMatch: '*' }, options),
    ).rejects.toMatchObject({ name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } })
    await bucket.remove()
  })
})

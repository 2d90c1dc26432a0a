import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { withResumedReads } from '../../../layers/reliability/resume-read.ts'
import { withRetry } from '../../../layers/reliability/retry.ts'
import { readText } from '../../conformance/harness.ts'
import type { Patience } from '../../patient-agents.ts'
import type { S3Config } from '../config.ts'
import { openS3 } from '../index.ts'
import { type Answer, emptyListing, type FakeService, refusing, startFakeService } from '../testing/fake-service.ts'

const { signal } = new AbortController()
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-nobody-may-see' }
const patience: Patience = { connectMs: 300, idleMs: 300 }
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function mount(config: S3Config): Promise<Backend> {
  const backend = await openS3(config, { signal, patience })
  cleanUps.push(() => backend.close())
  return backend
}

async function serve(answer: Answer): Promise<FakeService> {
  const service = await startFakeService(answer)
  cleanUps.push(() => service.close())
  return service
}

async function mountOf(answer: Answer): Promise<Backend> {
  const { endpoint } = await serve(answer)
  return mount({ endpoint, bucket: 'reports', ...keys })
}

async function failureOfCall(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

async function list(backend: Backend, path = ''): Promise<void> {
  for await (const page of backend.list(path, { signal })) expect(page.count).toBeGreaterThan(0)
}

function body(): ReadableStream<Uint8Array> {
  return new Blob(['x']).stream() as ReadableStream<Uint8Array>
}

describe('a response of the service', () => {
  it('is `unreachable` with a later retry if it is truncated', async () => {
    const backend = await mountOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end('<?xml version="1.0"?><ListBucketResult><Prefix>a')
    })
    const failure = await failureOfCall(list(backend))
    expect(failure).toMatchObject({ kind: 'unreachable', retry: 'later', code: 'service.garbled' })
  })

  it.each([
    [403, 'AccessDenied', 'denied', 's3:ListBucket'],
    [403, 'InvalidAccessKeyId', 'sign-in', 'access key'],
    [403, 'SignatureDoesNotMatch', 'sign-in', 'secret key'],
    [400, 'ExpiredToken', 'sign-in', 'expired'],
    [403, 'RequestTimeTooSkewed', 'sign-in', 'clock'],
    [404, 'NoSuchBucket', 'not-found', '“reports”'],
    [301, 'PermanentRedirect', 'bad-input', 'region'],
    [503, 'SlowDown', 'busy', 'slow down'],
    [500, 'InternalError', 'unreachable', 'fault'],
    [507, 'XMinioStorageFull', 'no-space', 'space'],
    [418, 'NeverHeardOf', 'bad-input', 'understand'],
  ])('%i %s is %s', { timeout: 20_000 }, async (status, code, kind, words) => {
    const failure = await failureOfCall(list(await mountOf(refusing(status, code))))
    expect(failure).toMatchObject({ kind, operation: 's3.list' })
    expect(failure.message).toContain(words)
    expect(failure.detail).toContain(code)
    expect(JSON.stringify(failure)).not.toContain(keys.secretAccessKey)
  })

  it('names the missing permission for each operation', async () => {
    const backend = await mountOf(refusing(403, 'AccessDenied'))
    const failures = await Promise.all(
      [
        list(backend),
        backend.read('file', { signal }),
        backend.write('file', body(), { ifExists: 'replace', signal }),
        backend.remove('file', { signal }),
        backend.makeFolder('folder', { signal }),
      ].map(failureOfCall),
    )
    const named = failures.map(({ kind, message }) => `${kind} ${/s3:\w+/.exec(message)?.[0]}`)
    expect(named).toEqual([
      'denied s3:ListBucket',
      'denied s3:GetObject',
      'denied s3:PutObject',
      'denied s3:DeleteObject',
      'denied s3:PutObject',
    ])
  })

  it('that asks to slow down is retried only by the retry layer', async () => {
    const slow = refusing(503, 'SlowDown', { 'retry-after': '0' })
    const service = await serve((request, response, count) =>
      count < 3 ? slow(request, response, count) : emptyListing(request, response, count),
    )
    const backend = await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys })
    expect(await failureOfCall(list(backend))).toMatchObject({ kind: 'busy', retry: 'later', retryAfterMs: 0 })
    await list(withRetry(backend))
    expect(service.requests).toHaveLength(3)
  })

  it.each([
    ['7', 7000],
    [new Date(Date.now() - 60_000).toUTCString(), 0],
    ['soon', undefined],
  ])('passes on the delay before a retry: Retry-After %s', async (header, ms) => {
    const failure = await failureOfCall(list(await mountOf(refusing(503, 'SlowDown', { 'retry-after': header }))))
    expect(failure.retryAfterMs).toBe(ms)
  })

  it('about a later page of a listing is retried by the backend, which knows the position', async () => {
    const page = (rest: string) =>
      `<?xml version="1.0"?><ListBucketResult><KeyCount>1</KeyCount>${rest}</ListBucketResult>`
    const first = page(
      '<Contents><Key>a</Key></Contents><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>',
    )
    const last = page('<Contents><Key>b</Key></Contents><IsTruncated>false</IsTruncated>')
    const service = await serve((request, response, count) => {
      if (count === 2) return refusing(503, 'SlowDown', { 'retry-after': '0' })(request, response, count)
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(count === 1 ? first : last)
    })
    await list(await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys }))
    const tokens = service.requests.map((request) => /continuation-token=(\w+)/.exec(request)?.[1])
    expect(tokens).toEqual([undefined, 't', 't'])
  })

  it('about the bytes of a file is retried by the backend, because the body is consumed', async () => {
    const puts: string[] = []
    const service = await serve((request, response, count) => {
      if (request.method === 'PUT') puts.push(request.url ?? '')
      if (request.method === 'PUT' && puts.length < 3) return refusing(503, 'SlowDown')(request, response, count)
      if (request.method === 'GET') return emptyListing(request, response, count)
      response.writeHead(200, { etag: '"one"', 'content-length': request.method === 'HEAD' ? '1' : '0' })
      response.end()
    })
    const backend = withRetry(await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys }))
    expect(await backend.write('file', body(), { ifExists: 'replace', signal })).toMatchObject({ sizeBytes: 1 })
    expect(puts).toHaveLength(3)
  })

  it('about the region is followed and remembered', async () => {
    const regions: (string | undefined)[] = []
    const service = await serve((request, response, count) => {
      const region = /\/([a-z0-9-]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? '')?.[1]
      regions.push(region)
      const elsewhere = refusing(400, 'AuthorizationHeaderMalformed', {}, '<Region>eu-west-3</Region>')
      const answer = region === 'eu-west-3' ? emptyListing : elsewhere
      answer(request, response, count)
    })
    const backend = await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys })
    await list(backend)
    await list(backend)
    expect(regions).toEqual(['us-east-1', 'eu-west-3', 'eu-west-3'])
  })

  it('about the clock is followed once', async () => {
    const later = new Date(Date.now() + 3_600_000)
    const skewed = refusing(403, 'RequestTimeTooSkewed', { date: later.toUTCString() })
    const service = await serve((request, response, count) => {
      const hour = String(request.headers['x-amz-date']).slice(0, 11)
      const isRight = hour === later.toISOString().replaceAll(/[-:]/g, '').slice(0, 11)
      const answer = isRight ? emptyListing : skewed
      answer(request, response, count)
    })
    await list(await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys }))
    expect(service.requests).toHaveLength(2)
  })
})

describe('a service that cannot be reached', () => {
  const failureAt = async (endpoint: string) =>
    failureOfCall(mount({ endpoint, bucket: 'reports', ...keys }).then((backend) => list(backend)))

  it('is `unreachable` if nothing listens or the host name is unknown', async () => {
    expect(await failureAt('http://127.0.0.1:1')).toMatchObject({ kind: 'unreachable', retry: 'later' })
    expect(await failureAt('http://no-such-host.invalid')).toMatchObject({ kind: 'unreachable', retry: 'later' })
  })

  it('is `unreachable` if the server does not speak TLS', async () => {
    const { endpoint } = await serve(emptyListing)
    expect(await failureAt(endpoint.replace('http:', 'https:'))).toMatchObject({ kind: 'unreachable', retry: 'never' })
  })

  it('times out if the server accepts the connection and sends nothing', async () => {
    const sockets: { destroy(): void }[] = []
    const silent = createServer((socket) => void sockets.push(socket))
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    cleanUps.push(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => silent.close(() => resolve()))
    })
    const address = silent.address()
    const began = Date.now()
    const failure = await failureAt(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`)
    expect(failure).toMatchObject({ kind: 'timeout', retry: 'later' })
    expect(Date.now() - began).toBeLessThan(5000)
  })
})

describe('signing in', () => {
  it('uses only the identity that the mount names', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-aws-'))
    cleanUps.push(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'credentials'), '[good]\naws_access_key_id = GOODKEY\naws_secret_access_key = x\n')
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'))
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'))
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AMBIENTKEY')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'ambient')
    const seen: (string | undefined)[] = []
    const { endpoint } = await serve((request, response, count) => {
      seen.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1])
      emptyListing(request, response, count)
    })
    await list(await mount({ endpoint, bucket: 'reports', profile: 'good' }))
    await list(await mount({ endpoint, bucket: 'reports', ...keys }))
    const failure = await failureOfCall(mount({ endpoint, bucket: 'reports', profile: 'missing' }))
    expect(failure).toMatchObject({ kind: 'sign-in' })
    expect(failure.message).toContain('profile')
    expect(seen).toEqual(['GOODKEY', keys.accessKeyId])
  })
})

describe('reading after a broken connection', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz'

  /** Returns a mount whose service sends ten bytes for each response and then breaks off. */
  async function mountThatBreaks(
    etagOf: (count: number) => string,
  ): Promise<{ backend: Backend; service: FakeService }> {
    const service = await serve((request, response, count) => {
      const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0)
      const wanted = request.headers['if-match']
      if (wanted !== undefined && wanted !== etagOf(count)) {
        return refusing(412, 'PreconditionFailed')(request, response, count)
      }
      const rest = text.slice(start)
      response.writeHead(start > 0 ? 206 : 200, { 'content-length': rest.length, etag: etagOf(count) })
      if (rest.length <= 10) response.end(rest)
      else response.write(rest.slice(0, 10), () => setTimeout(() => response.destroy(), 20))
    })
    const backend = withResumedReads(await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys }))
    return { backend, service }
  }

  it('resumes at the same offset', async () => {
    const { backend, service } = await mountThatBreaks(() => '"one"')
    const suite = {
      backend: () => backend,
      signal,
      harness: { open: () => Promise.reject() },
      fill: () => undefined,
      again: () => undefined,
      outside: () => undefined,
    }
    expect(await readText(suite, 'file')).toBe(text)
    expect(service.requests).toHaveLength(3)
  })

  it('fails with `changed` if the object was replaced meanwhile', async () => {
    const { backend } = await mountThatBreaks((count) => `"${count}"`)
    const stream = await backend.read('file', { signal })
    const all = async () => {
      for await (const chunk of stream) expect(chunk.length).toBeGreaterThan(0)
    }
    expect(await failureOfCall(all())).toMatchObject({ kind: 'changed' })
  })
})

describe('the number of requests', () => {
  it('is one per page of a listing, and four for a small new file', async () => {
    const rows = Array.from({ length: 900 }, (_, at) => `<Contents><Key>f/${at}</Key><Size>1</Size></Contents>`)
    const service = await serve((request, response) => {
      const isListing = request.url?.includes('list-type=2') === true
      const isFolder = /prefix=f%2F(?:&|$)/.test(request.url ?? '')
      response.writeHead(200, { 'content-type': 'application/xml', etag: '"one"' })
      const listing = `<?xml version="1.0"?><ListBucketResult>${isFolder ? rows.join('') : ''}</ListBucketResult>`
      response.end(isListing ? listing : undefined)
    })
    const backend = await mount({ endpoint: service.endpoint, bucket: 'reports', ...keys })
    await list(backend, 'f')
    expect(service.requests.splice(0)).toHaveLength(1)
    await failureOfCall(backend.stat('f/new', { signal }))
    await failureOfCall(backend.write('f/new', body(), { ifExists: 'fail', signal })) // fails, because this server reports an object without bytes
    await backend.stat('f/new', { signal })
    const methods = service.requests.map((request) => request.split(/[ ?]/)[0])
    expect(methods).toEqual(['GET', 'PUT', 'HEAD', 'HEAD'])
  })
})

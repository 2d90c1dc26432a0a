import { createServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Failure, failureOf } from '../../../../contract/failure.ts'
import { withResumedReads } from '../../../layers/reliability/resume-read.ts'
import { withRetry } from '../../../layers/reliability/retry.ts'
import type { Backend } from '../../backend.ts'
import { textOf } from '../../conformance/harness.ts'
import type { Patience } from '../../patient-agents.ts'
import { type AzureConfig, azureConfigSchema } from '../config.ts'
import { openAzure } from '../index.ts'
import { azurite } from '../testing/service.ts'
import {
  type Answer,
  asksSettings,
  bare,
  type FakeService,
  listing,
  refusing,
  settings,
  startFakeService,
} from '../testing/fake-service.ts'
import { createTestContainer } from '../testing/test-container.ts'

const { signal } = new AbortController()
const keys = { account: 'account', accountKey: Buffer.from('a-secret-nobody-may-see').toString('base64') }
const patience: Patience = { connectMs: 400, idleMs: 400 }
const cleanUps: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function mount(config: AzureConfig): Promise<Backend> {
  const backend = await openAzure(config, { signal, patience })
  cleanUps.push(() => backend.close())
  return backend
}

/** Starts a server that answers the requests at opening, and passes all others to `answer`. */
async function serve(answer: Answer): Promise<FakeService> {
  const service = await startFakeService((request, response, count) =>
    (asksSettings(request) ? settings({ softDelete: true }) : answer)(request, response, count),
  )
  cleanUps.push(() => service.close())
  return service
}

async function mountOf(answer: Answer): Promise<Backend> {
  const { endpoint } = await serve(answer)
  return mount({ endpoint, container: 'reports', ...keys })
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

const tooOld = "<AuthenticationErrorDetail>Request date header too old: 'x'</AuthenticationErrorDetail>"
const overdue =
  '<AuthenticationErrorDetail>Signature not valid in the specified time frame: Start [x] - Expiry [y]</AuthenticationErrorDetail>'

describe('a response of the service', () => {
  it.each([
    '<?xml version="1.0"?><EnumerationResults><Blobs><Blob><Name>a',
    '<?xml version="1.0"?><EnumerationResults><Prefix>a</Prefix></EnumerationResults>',
    '<?xml version="1.0"?><EnumerationResults />',
    '',
  ])('is `unreachable` with a later retry if it is truncated: %s', async (text) => {
    const backend = await mountOf((_, response) => {
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(text)
    })
    const failure = await failureOfCall(list(backend))
    expect(failure).toMatchObject({ kind: 'unreachable', retry: 'later', code: 'service.garbled' })
  })

  it.each([
    [403, 'AuthorizationPermissionMismatch', '', 'denied', 'permission “list”'],
    [403, 'AuthorizationFailure', '', 'denied', 'network rules'],
    [403, 'AuthenticationFailed', '', 'sign-in', 'key or SAS'],
    [403, 'AuthenticationFailed', tooOld, 'sign-in', 'clock'],
    [403, 'AuthenticationFailed', overdue, 'sign-in', 'expired'],
    [403, 'KeyBasedAuthenticationNotPermitted', '', 'sign-in', 'entra'],
    [409, 'PublicAccessNotPermitted', '', 'sign-in', 'sign in'],
    [404, 'ContainerNotFound', '', 'not-found', '“reports”'],
    [409, 'ContainerBeingDeleted', '', 'busy', 'being deleted'],
    [503, 'ServerBusy', '', 'busy', 'slow down'],
    [500, 'InternalError', '', 'unreachable', 'fault'],
    [500, 'OperationTimedOut', '', 'timeout', 'in time'],
    [418, 'NeverHeardOf', '', 'bad-input', 'understand'],
  ])('%i %s %s is %s', { timeout: 20_000 }, async (status, code, inside, kind, words) => {
    const failure = await failureOfCall(list(await mountOf(refusing(status, code, {}, inside))))
    expect(failure).toMatchObject({ kind, operation: 'azure.list' })
    expect(failure.message).toContain(words)
    expect(JSON.stringify(failure)).not.toContain(keys.accountKey)
  })

  it('names the missing permission for each operation', async () => {
    const backend = await mountOf(refusing(403, 'AuthorizationPermissionMismatch'))
    const failures = await Promise.all(
      [
        list(backend),
        backend.read('file', { signal }),
        backend.write('file', body(), { ifExists: 'replace', signal }),
        backend.remove('file', { signal }),
        backend.makeFolder('folder', { signal }),
      ].map(failureOfCall),
    )
    expect(failures.map(({ kind, message }) => `${kind} ${/permission “(\w+)”/.exec(message)?.[1]}`)).toEqual([
      'denied list',
      'denied read',
      'denied write',
      'denied delete',
      'denied write',
    ])
  })

  it('is retried when the service asks to slow down, after the delay it names', async () => {
    const slow = refusing(503, 'ServerBusy', { 'retry-after': '0' })
    let left = 2
    const service = await serve((request, response, count) => (left-- > 0 ? slow : listing())(request, response, count))
    await list(withRetry(await mount({ endpoint: service.endpoint, container: 'reports', ...keys })))
    expect(service.requests.filter((line) => line.includes('comp=list'))).toHaveLength(3)

    const later = await mountOf(refusing(500, 'InternalError', { 'retry-after': '7' }))
    const error: unknown = await list(later).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ failure: { retry: 'later', retryAfterMs: 7000 } })
  })
})

describe('an account that cannot be reached', () => {
  const failureAt = async (config: AzureConfig) =>
    failureOfCall(openAzure({ container: 'reports', ...keys, ...config }, { signal, patience }))

  it('is `unreachable` if nothing listens or the host name is unknown', async () => {
    expect(await failureAt({ endpoint: 'http://127.0.0.1:1' })).toMatchObject({ kind: 'unreachable', retry: 'later' })
    const unknown = await failureAt({ endpoint: 'https://no-such-account.blob.invalid' })
    expect(unknown).toMatchObject({ kind: 'unreachable', retry: 'later' })
    expect(unknown.message).toContain('account')
  })

  it('is `unreachable` if the server does not speak TLS', async () => {
    const { endpoint } = await serve(listing())
    const failure = await failureAt({ endpoint: endpoint.replace('http:', 'https:') })
    expect(failure).toMatchObject({ kind: 'unreachable', retry: 'never' })
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
    const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    expect(await failureAt({ endpoint })).toMatchObject({ kind: 'timeout', retry: 'later' })
    expect(Date.now() - began).toBeLessThan(5000)
  })
})

describe('signing in', () => {
  it('reports a wrong key, an expired SAS, and a SAS that is not valid yet', async () => {
    const service = await azurite()
    const container = await createTestContainer(service)
    cleanUps.push(() => container.remove())
    const { account, endpoint } = service
    const where = { account, endpoint, container: container.name }
    const wrong = await mount({ ...where, accountKey: Buffer.from('wrong').toString('base64') })
    expect(await failureOfCall(list(wrong))).toMatchObject({ kind: 'sign-in' })
    const overdueSas = await container.sas('rl', { endsMs: Date.now() - 3_600_000 })
    const failure = await failureOfCall(list(await mount({ ...where, sasToken: overdueSas })))
    expect(failure).toMatchObject({ kind: 'sign-in' })
    expect(JSON.stringify(failure)).not.toContain(new URLSearchParams(overdueSas).get('sig'))
    const early = await container.sas('rl', { startsMs: Date.now() + 3_600_000, endsMs: Date.now() + 7_200_000 })
    expect(await failureOfCall(list(await mount({ ...where, sasToken: early })))).toMatchObject({ kind: 'sign-in' })
  })

  it('reports a wrong clock by the date of the service', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString()
    const failure = await failureOfCall(list(await mountOf(refusing(403, 'AuthenticationFailed', { date }))))
    expect(failure).toMatchObject({ kind: 'sign-in' })
    expect(failure.message).toContain('clock')
  })
})

describe('reading after a broken connection', () => {
  const text = 'abcdefghijklmnopqrstuvwxyz'

  /** Sends ten bytes for each response and then breaks off. */
  function breaking(etagOf: (count: number) => string): Answer {
    return (request, response, count) => {
      const range = String(request.headers['x-ms-range'] ?? request.headers.range ?? '')
      const start = Number(/bytes=(\d+)-/.exec(range)?.[1] ?? 0)
      const wanted = request.headers['if-match']
      if (wanted !== undefined && wanted !== etagOf(count)) {
        return refusing(412, 'ConditionNotMet')(request, response, count)
      }
      const rest = text.slice(start)
      response.writeHead(start > 0 ? 206 : 200, {
        'content-length': rest.length,
        etag: etagOf(count),
        'x-ms-blob-type': 'BlockBlob',
      })
      if (rest.length <= 10) response.end(rest)
      else response.write(rest.slice(0, 10), () => setTimeout(() => response.destroy(), 20))
    }
  }

  it('resumes at the same offset', async () => {
    const backend = withResumedReads(await mountOf(breaking(() => '"one"')))
    expect(await textOf(await backend.read('file', { signal }))).toBe(text)
  })

  it('fails with `changed` if the blob was replaced meanwhile', async () => {
    const backend = withResumedReads(await mountOf(breaking((count) => `"${count}"`)))
    expect(await failureOfCall(textOf(await backend.read('file', { signal })))).toMatchObject({ kind: 'changed' })
  })

  it('fails with `corrupt` if the bytes do not match the stored checksum', async () => {
    const md5 = Buffer.alloc(16).toString('base64')
    const backend = await mountOf(bare(200, { 'content-length': '1', etag: '"a"', 'content-md5': md5 }, 'x'))
    expect(await failureOfCall(textOf(await backend.read('file', { signal })))).toMatchObject({ kind: 'corrupt' })
  })
})

describe('the keys of a mount', () => {
  const sas = 'sv=2022-11-02&sp=rl&sig=abc%3D'
  const problemOf = (config: object) => azureConfigSchema.safeParse(config).error?.issues[0]?.message

  it('are accepted as a connection string or as the URL of a SAS', async () => {
    const good = [
      { account: 'acme', container: 'c', accountKey: keys.accountKey },
      { account: 'acme', entra: true },
      {
        connectionString: `DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=${keys.accountKey};EndpointSuffix=core.windows.net`,
      },
      { connectionString: `BlobEndpoint=https://acme.blob.core.windows.net/;SharedAccessSignature=${sas}` },
      { connectionString: 'UseDevelopmentStorage=true' },
      { sasToken: `https://acme.blob.core.windows.net/reports?${sas}`, prefix: '2026' },
      { account: 'acme', sasToken: `?${sas}` },
    ]
    expect(good.map(problemOf)).toEqual(good.map(() => undefined))
  })

  it('are refused if they are incomplete or contradictory', () => {
    expect(problemOf({})).toContain('account')
    expect(problemOf({ account: 'acme', accountKey: keys.accountKey, entra: true })).toContain('Give only one of')
    expect(problemOf({ account: 'acme', prefix: 'x' })).toContain('container')
    expect(problemOf({ account: 'acme', sasToken: 'sv=1' })).toContain('signature')
    expect(problemOf({ connectionString: 'nonsense' })).toContain('connection string')
  })
})

import type { IncomingMessage } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../../contract/failure.ts'
import type { Backend } from '../../../backend.ts'
import { textOf } from '../../../conformance/harness.ts'
import { openS3 } from '../../index.ts'
import { type Answer, emptyListing, refusing, startFakeService } from '../../testing/fake-service.ts'

const { signal } = new AbortController()
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-nobody-may-see' }
const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

/** Returns a mount whose only object is answered by `onObject`. */
async function mountOf(onObject: Answer): Promise<Backend> {
  let count = 0
  const service = await startFakeService((request, response) => {
    const isObject = (request.url ?? '').startsWith('/reports/file') && request.method !== 'HEAD'
    if (isObject) return onObject(request, response, (count += 1))
    return request.method === 'HEAD' ? refusing(404, '')(request, response, 0) : emptyListing(request, response, 0)
  })
  cleanUps.push(() => service.close())
  const config = { endpoint: service.endpoint, bucket: 'reports', ...keys }
  const backend = await openS3(config, { signal, patience: { connectMs: 300, idleMs: 300 } })
  cleanUps.push(() => backend.close())
  return backend
}

const read = async (backend: Backend) => textOf(await backend.read('file', { signal }))
const write = (backend: Backend) =>
  backend.write('file', new Blob(['x']).stream() as ReadableStream<Uint8Array>, { ifExists: 'replace', signal })
async function failureFrom(work: Promise<unknown>) {
  return work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
}
const signedAt = (request: IncomingMessage) => String(request.headers['x-amz-date'])

describe('a failure on the lean path', () => {
  it.each([
    [403, 'AccessDenied', 'denied'],
    [403, 'SignatureDoesNotMatch', 'sign-in'],
    [503, 'SlowDown', 'busy'],
    [418, 'NeverHeardOf', 'bad-input'],
  ])('%i %s is %s, with the delay before a retry', async (status, code, kind) => {
    const failure = await failureFrom(read(await mountOf(refusing(status, code, { 'retry-after': '7' }))))
    expect(failure).toMatchObject({ kind, operation: 's3.read' })
    expect(failure?.retryAfterMs).toBe(kind === 'busy' ? 7000 : undefined)
    expect(JSON.stringify(failure)).not.toContain(keys.secretAccessKey)
  })

  it('for a wrong clock is corrected once by the time of the response', async () => {
    const dates: string[] = []
    const late = { date: new Date(Date.now() + 3_600_000 * 5).toUTCString() }
    const backend = await mountOf((request, response, count) => {
      dates.push(signedAt(request))
      if (count === 1) return refusing(403, 'RequestTimeTooSkewed', late)(request, response, count)
      response.end('text')
    })
    expect(await read(backend)).toBe('text')
    const hours = dates.map(
      (date) => Date.parse(date.replace(/(....)(..)(..T..)(..)(..Z)/, '$1-$2-$3:$4:$5')) / 3_600_000,
    )
    expect(Math.round((hours[1] ?? 0) - (hours[0] ?? 0))).toBe(5)
  })

  it('for a wrong region is retried with a signature for the right one', async () => {
    const scopes: string[] = []
    const backend = await mountOf((request, response, count) => {
      scopes.push(String(request.headers.authorization).split('/')[2] ?? '')
      if (count > 1) response.end('text')
      else refusing(301, 'PermanentRedirect', { 'x-amz-bucket-region': 'eu-north-1' })(request, response, count)
    })
    expect(await read(backend)).toBe('text')
    expect(scopes).toEqual(['us-east-1', 'eu-north-1'])
  })

  it('for a silent server is a timeout, before the first byte and between bytes', { timeout: 15_000 }, async () => {
    expect(await failureFrom(read(await mountOf(() => {})))).toMatchObject({ kind: 'timeout', retry: 'later' })
    const stalling = await mountOf((_, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('half')
    })
    expect(await failureFrom(read(stalling))).toMatchObject({ kind: 'timeout', retry: 'later' })
  })

  it('is reported for truncated bytes and for a wrong checksum', async () => {
    const breaking = await mountOf((_, response) => {
      response.writeHead(200, { 'content-length': '10' })
      response.write('half', () => response.destroy())
    })
    expect(await failureFrom(read(breaking))).toMatchObject({ kind: 'unreachable', retry: 'later' })
    const damaged = await mountOf((_, response) => {
      response.writeHead(200, { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-type': 'FULL_OBJECT' })
      response.end('text')
    })
    expect(await failureFrom(read(damaged))).toMatchObject({ kind: 'corrupt', retry: 'later' })
  })

  it('for an unsupported header leaves it out from then on', async () => {
    const sums: (string | undefined)[] = []
    const backend = await mountOf((request, response, count) => {
      sums.push(request.headers['x-amz-checksum-crc32'] as string | undefined)
      if (count === 1) return refusing(501, 'NotImplemented')(request, response, count)
      response.end()
    })
    await write(backend)
    expect(sums).toEqual(['jNwWgw==', undefined])
  })
})

import { describe, expect, it } from 'vitest'
import type { TestEvent } from '../../../contract/api/mounts.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { StorageError } from '../../../contract/failure.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import type { Backend } from '../../backends/backend.ts'
import { openS3 } from '../../backends/s3/index.ts'
import { refusing, startFakeService } from '../../backends/s3/testing/fake-service.ts'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import { testMount } from './test-mount.ts'

const { signal } = new AbortController()

async function run(source: Backend | StorageError | (() => Promise<Backend>)) {
  const events: TestEvent[] = []
  let isClosed = false
  const open = async () => {
    if (source instanceof StorageError) throw source
    const backend = typeof source === 'function' ? await source() : source
    return {
      ...backend,
      async close() {
        isClosed = true
      },
    }
  }
  for await (const event of testMount(open, { signal })) events.push(event)
  const outcomes = Object.fromEntries(events.filter((one) => one.kind === 'step').map((one) => [one.step, one.outcome]))
  const end = events.find((one) => one.kind === 'end')
  return { events, outcomes, end, isClosed }
}

function streamOf(text: string) {
  return new Blob([text]).stream()
}

async function namesIn(backend: Backend) {
  const names: string[] = []
  for await (const page of backend.list('', { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
  return names
}

describe('testing a mount', () => {
  it('tries everything and leaves nothing behind', async () => {
    const backend = createMemoryBackend()
    const { outcomes, end, isClosed } = await run(backend)
    expect(outcomes).toEqual({
      'sign-in': 'ok',
      list: 'ok',
      read: 'ok',
      write: 'ok',
      versions: 'not-offered',
      links: 'not-offered',
    })
    expect(end).toMatchObject({ works: 'all' })
    expect(await namesIn(backend)).toEqual([])
    expect(isClosed).toBe(true)
  })

  it('changes no existing file', async () => {
    const backend = createMemoryBackend()
    await backend.write('mine.txt', streamOf('precious'), { ifExists: 'fail', signal })
    await run(backend)
    expect(await namesIn(backend)).toEqual(['mine.txt'])
    expect((await backend.stat('mine.txt', { signal })).sizeBytes).toBe(8)
  })

  it('does not write to a read-only mount', async () => {
    const backend = createMemoryBackend()
    await backend.write('a.txt', streamOf('a'), { ifExists: 'fail', signal })
    const { outcomes, end } = await run(standardStack(backend, { mount: 'm', readOnly: true }))
    expect(outcomes).toMatchObject({ read: 'ok', write: 'not-offered' })
    expect(end).toMatchObject({ works: 'read-only' })
  })

  it('skips all other checks if the sign-in fails', async () => {
    const refused = new StorageError({ kind: 'sign-in', message: 'The key is wrong.', operation: 'x' })
    const { outcomes, end } = await run(refused)
    expect(outcomes).toEqual({
      'sign-in': 'failed',
      list: 'skipped',
      read: 'skipped',
      write: 'skipped',
      versions: 'skipped',
      links: 'skipped',
    })
    expect(end).toEqual({ kind: 'end', works: 'nothing', message: 'The key is wrong.' })
  })

  it.each([
    ['write', { write: 'failed', read: 'skipped' }, 'read-only', 'not change anything. The key lacks put'],
    [
      'remove',
      { write: 'failed', read: 'ok' },
      'partly',
      'not delete them. The key lacks put. The file portolan-test-',
    ],
    ['read', { write: 'ok', read: 'failed' }, 'partly', 'browse and write. The key lacks put'],
    ['list', { list: 'failed', write: 'ok' }, 'partly', 'read and write. The key lacks put'],
  ])('reports what does not work without the right to %s', async (operation, outcomes, works, message) => {
    const ended = await run(without(createMemoryBackend(), operation, 'put'))
    expect(ended.outcomes).toMatchObject({ 'sign-in': 'ok', ...outcomes })
    expect(ended.end).toMatchObject({ works, message: expect.stringContaining(message) })
  })

  it('leaves nothing behind when the caller aborts', async () => {
    const backend = createMemoryBackend()
    const leaving = new AbortController()
    const slow = {
      ...backend,
      async read(...args: Parameters<Backend['read']>) {
        leaving.abort(new Error('left'))
        return backend.read(...args)
      },
    }
    const events = testMount(async () => slow, { signal: leaving.signal })
    const all = (async () => {
      for await (const _ of events);
    })()
    await expect(all).rejects.toThrow('left')
    expect(await namesIn(backend)).toEqual([])
  })

  it('names the permission that an S3 key lacks', async () => {
    const listing =
      '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a.txt</Key><Size>1</Size><ETag>"x"</ETag></Contents></ListBucketResult>'
    const service = await startFakeService((request, response, count) => {
      const url = request.url ?? ''
      const isOfTest = url.includes('portolan-test-')
      if (request.method === 'GET' && url.includes('list-type=2')) {
        response.writeHead(200, { 'content-type': 'application/xml' })
        response.end(isOfTest ? listing.replace(/<Contents>.*<\/Contents>/, '') : listing)
      } else if (request.method === 'GET' && !isOfTest) {
        response.writeHead(200, { 'content-length': '1', etag: '"x"', 'last-modified': new Date(0).toUTCString() })
        response.end('a')
      } else if (request.method === 'HEAD') refusing(404, 'NotFound')(request, response, count)
      else refusing(403, 'AccessDenied')(request, response, count)
    })
    const { endpoint } = service
    const keys = { accessKeyId: 'AK', secretAccessKey: 'geheim', endpoint, bucket: 'b', region: 'us-east-1' }
    const { outcomes, end, events } = await run(await openS3(keys, { signal }))
    await service.close()
    expect(outcomes).toMatchObject({ 'sign-in': 'ok', list: 'ok', read: 'ok', write: 'failed' })
    expect(end).toMatchObject({ works: 'read-only', message: expect.stringContaining('s3:PutObject') })
    expect(JSON.stringify(events)).not.toContain('geheim')
  })
})

await describeWithService('testing an S3 mount', (service) => {
  it('reports that all works, and leaves the bucket as it was', async () => {
    const bucket = await createTestBucket(service)
    await bucket.put('mine.txt', 'precious')
    const { outcomes, end } = await run(await openS3({ ...service, bucket: bucket.name }, { signal }))
    expect(outcomes).toMatchObject({ 'sign-in': 'ok', list: 'ok', read: 'ok', write: 'ok' })
    expect(end).toMatchObject({ works: 'all' })
    expect(await bucket.keys()).toEqual(['mine.txt'])
    await bucket.remove()
  })

  it('distinguishes an account, a wrong secret and a missing bucket', async () => {
    const bucket = await createTestBucket(service)
    const account = await run(await openS3({ ...service }, { signal }))
    expect(account.outcomes).toMatchObject({ 'sign-in': 'ok', list: 'ok', write: 'skipped' })
    expect(account.end).toMatchObject({ works: 'untried' }) // This does not make an account read-only.
    const wrong = await run(() => openS3({ ...service, secretAccessKey: 'geheim', bucket: bucket.name }, { signal }))
    expect(wrong.outcomes).toMatchObject({ 'sign-in': 'failed', list: 'skipped' })
    expect(wrong.end).toMatchObject({ works: 'nothing' })
    expect(JSON.stringify(wrong.events)).not.toContain('geheim')
    const missing = await run(() => openS3({ ...service, bucket: `${bucket.name}-not` }, { signal }))
    expect(missing.outcomes).toMatchObject({ 'sign-in': 'ok', list: 'failed' })
    await bucket.remove()
  })
})

/** Wraps a backend so that one right is missing. */
function without(backend: Backend, operation: string, right: string): Backend {
  const deny = () => {
    throw new StorageError({ kind: 'denied', message: `The key lacks ${right}.`, operation })
  }
  return { ...backend, [operation]: operation === 'list' ? denyList : async () => deny() }

  // oxlint-disable-next-line require-yield -- it fails before there is anything to give
  async function* denyList() {
    deny()
  }
}

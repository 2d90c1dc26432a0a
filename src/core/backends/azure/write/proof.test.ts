/** How Azure mounts verify what was stored, tested with responses as Microsoft documents them, and with Azurite. */
import { createHash, randomBytes } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { bodyOf } from '../../conformance/harness.ts'
import { openAzure } from '../index.ts'
import { asksSettings, settings, startFakeService } from '../testing/fake-service.ts'
import { azurite } from '../testing/service.ts'
import { createTestContainer, type TestContainer } from '../testing/test-container.ts'

const { signal } = new AbortController()
const hello = createHash('md5').update('hello').digest()
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** https://learn.microsoft.com/rest/api/storageservices/put-blob#response-headers */
async function writeTo(headers: OutgoingHttpHeaders) {
  const methods: unknown[] = []
  const service = await startFakeService((request, response, count) => {
    if (asksSettings(request)) return settings({ softDelete: true })(request, response, count)
    methods.push(request.method)
    const isAsked = request.method === 'HEAD'
    response.writeHead(isAsked ? 200 : 201, isAsked ? { etag: '"0x1"', 'content-length': '5' } : headers).end()
  })
  const keys = { account: 'account', accountKey: Buffer.from('a key').toString('base64') }
  const backend = await openAzure({ endpoint: service.endpoint, container: 'c', ...keys }, { signal })
  closing.push(
    () => service.close(),
    () => backend.close(),
  )
  const stored = await backend.write('file', bodyOf('hello'), { ifExists: 'fail', isKnownFree: true, signal })
  return { stored, methods }
}

describe('the response to a write', () => {
  it('needs no further request if it contains the checksum of the bytes', async () => {
    const modified = 'Wed, 01 May 2024 10:00:00 GMT'
    const { stored, methods } = await writeTo({
      etag: '"0x1"',
      'last-modified': modified,
      'content-md5': hello.toString('base64'),
      'x-ms-version-id': 'v1',
    })
    const sums = { md5: hello.toString('hex') }
    expect(stored).toMatchObject({ proof: 'sum', version: 'v1', sums, modifiedMs: Date.parse(modified) })
    expect(methods).toEqual(['PUT'])
  })

  it('is followed by a request for the size if it contains no checksum', async () => {
    const { stored, methods } = await writeTo({ etag: '"0x1"' })
    expect([stored.proof, methods]).toEqual(['size', ['PUT', 'HEAD']])
  })
})

describe('Azurite', () => {
  let container: TestContainer
  let backend: Backend
  beforeEach(async () => {
    const service = await azurite()
    container = await createTestContainer(service)
    backend = await openAzure({ ...service, container: container.name }, { signal })
    closing.push(
      () => container.remove(),
      () => backend.close(),
    )
  })

  it('proves small and large files, and lists their checksums', async () => {
    for (const size of [5, 9 * 1024 ** 2]) {
      const bytes = randomBytes(size)
      const sums = { md5: createHash('md5').update(bytes).digest('hex') }
      const stored = await backend.write('file', bodyOf(bytes), { ifExists: 'replace', signal })
      expect(stored).toMatchObject({ proof: 'sum', sums })
      for await (const page of backend.list('', { withSums: true, signal })) {
        expect(unpackEntries(page)).toMatchObject([{ name: 'file', sums }])
      }
    }
  })

  it('proves pieces, keeps their checksum, and tolerates a lost response', async () => {
    const { staging } = backend
    if (!staging) throw new Error('no staging')
    const { token } = await staging.begin('file', { id: 'abc', expectedBytes: 5, ifExists: 'fail', signal })
    const piece = await staging.writePiece('file', token, 0, Buffer.from('hello'), { signal })
    const [known] = await staging.pieces('file', token, { believed: [piece], signal })
    expect(known).toEqual(piece)
    const sums = { md5: hello.toString('hex') }
    const options = { ifExists: 'fail', sizeBytes: 5, pieces: [piece], sums, signal } as const
    expect(await staging.publish('file', token, options)).toMatchObject({ sizeBytes: 5, proof: 'sum', sums })
    expect(await staging.publish('file', token, options)).toMatchObject({ sizeBytes: 5, proof: 'size' })
    expect(await backend.checksums?.checksums('file', { signal })).toEqual(sums)
    expect(await container.keys({ uncommitted: true })).toEqual(['file'])
  })

  it('keeps the blocks of one stage when another stage of the same file is discarded', async () => {
    const { staging } = backend
    if (!staging) throw new Error('no staging')
    const options = { expectedBytes: 5, ifExists: 'fail', signal } as const
    const [mine, other] = [
      (await staging.begin('file', { id: 'mine', ...options })).token,
      (await staging.begin('file', { id: 'other', ...options })).token,
    ]
    const piece = await staging.writePiece('file', mine, 0, Buffer.from('hello'), { signal })
    const gone = await staging.writePiece('file', other, 0, Buffer.from('other'), { signal })
    await staging.discard('file', other, { signal })
    await staging.publish('file', mine, { ifExists: 'fail', sizeBytes: 5, pieces: [piece], signal })
    expect((await container.get('file')).toString()).toBe('hello')
    const late = staging.publish('file', other, { ifExists: 'replace', sizeBytes: 5, pieces: [gone], signal })
    expect(failureOf(await late.catch((error: unknown) => error)).kind).toBe('not-found')
  })
})

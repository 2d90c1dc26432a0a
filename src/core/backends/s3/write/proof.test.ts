/** How S3 mounts verify what was stored, tested with synthetic responses and a real service. */
import { createHash, randomBytes } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend, Piece } from '../../backend.ts'
import { bodyOf } from '../../conformance/harness.ts'
import { untrueSums } from '../../conformance/sums.ts'
import { openS3 } from '../index.ts'
import { type Answer, refusing, startFakeService } from '../testing/fake-service.ts'
import { describeWithService } from '../testing/service.ts'
import { createTestBucket, type TestBucket } from '../testing/test-bucket.ts'

const { signal } = new AbortController()
const md5 = '5d41402abc4b2a76b9719d911017c592'
const crc32 = 'NhCmhg=='

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

async function mountOf(answer: Answer) {
  const service = await startFakeService(answer)
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a-secret-nobody-may-see' }
  const backend = await openS3({ endpoint: service.endpoint, bucket: 'reports', ...keys }, { signal })
  closing.push(
    () => service.close(),
    () => backend.close(),
  )
  const write = (ifExists: 'replace' | 'fail') =>
    backend.write('file', bodyOf('hello'), { ifExists, isKnownFree: true, signal })
  return { write, methods: () => service.requests.map((request) => request.split(' ')[0]) }
}

/** Accepts a file and answers with these headers. A later request for the size gets five bytes. */
const saying =
  (headers: OutgoingHttpHeaders): Answer =>
  (request, response) => {
    const isAsked = request.method === 'HEAD'
    response.writeHead(200, isAsked ? { etag: headers['etag'], 'content-length': '5' } : headers).end()
  }

describe('the response to a write', () => {
  it('needs no further request if it contains the checksum of the bytes', async () => {
    const answers = [
      [
        { etag: `"${md5}"`, 'x-amz-checksum-crc32': crc32 },
        { md5, crc32: '3610a686' },
      ],
      [{ etag: `"${md5}"` }, { md5 }],
      [
        { etag: `"${'1'.repeat(32)}"`, 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-checksum-crc32': crc32 },
        { crc32: '3610a686' },
      ],
    ] as const
    for (const [headers, sums] of answers) {
      const { write, methods } = await mountOf(saying({ ...headers, 'x-amz-version-id': 'v1' }))
      expect(await write('fail')).toMatchObject({ sizeBytes: 5, proof: 'sum', version: 'v1', sums })
      expect(methods()).toEqual(['PUT'])
    }
  })

  it('is followed by a request for the size if it contains no checksum', async () => {
    const { write, methods } = await mountOf(saying({ etag: '"opaque"' }))
    const { sums, proof } = await write('fail')
    expect([sums, proof, methods()]).toEqual([undefined, 'size', ['PUT', 'HEAD']])
  })

  it('is a failure if it contains another checksum', async () => {
    const { write } = await mountOf(saying({ etag: '"opaque"', 'x-amz-checksum-crc32': 'AAAAAA==' }))
    expect(failureOf(await write('replace').catch((error: unknown) => error)).kind).toBe('corrupt')
  })

  it('that refuses conditions causes a lookup before this write and later ones', async () => {
    const { write, methods } = await mountOf((request, response, count) => {
      if (request.headers['if-none-match']) return refusing(501, 'NotImplemented')(request, response, count)
      response.writeHead(200, { etag: '"opaque"', 'content-length': '5' }).end()
    })
    const ends = [await write('fail').catch(failureOf), await write('fail').catch(failureOf)]
    expect(ends).toMatchObject([{ kind: 'exists' }, { kind: 'exists' }])
    expect(methods().filter((method) => method === 'PUT')).toHaveLength(1)
  })
})

await describeWithService('proof by s3', (service) => {
  let bucket: TestBucket
  let backend: Backend
  beforeEach(async () => {
    bucket = await createTestBucket(service)
    backend = await openS3({ ...service, bucket: bucket.name }, { signal })
    closing.push(
      () => bucket.remove(),
      () => backend.close(),
    )
  })

  it('is given for small and large files, and their checksums can be read again', async () => {
    for (const size of [5, 9 * 1024 ** 2]) {
      const bytes = randomBytes(size)
      const stored = await backend.write('file', bodyOf(bytes), { ifExists: 'replace', signal })
      expect(stored.proof).toBe('sum')
      expect(Object.keys(stored.sums ?? {})).toContain('crc32')
      expect(untrueSums(stored.sums, bytes)).toEqual([])
      const again = await backend.checksums?.checksums('file', { signal })
      expect(again).toEqual(stored.sums)
      const parts = [bytes.subarray(0, 8_388_608), bytes.subarray(8_388_608)]
      const sums = parts.map((part) => createHash('md5').update(part).digest())
      const ofParts = `${createHash('md5').update(Buffer.concat(sums)).digest('hex')}-2@8388608`
      expect(again?.['md5-of-parts']).toBe(size > 5 ? ofParts : undefined)
    }
  })

  it('is requested for pieces, and a lost response does no harm', async () => {
    const { staging } = backend
    if (!staging) throw new Error('no staging')
    const begin = { id: 'abc', expectedBytes: 5, ifExists: 'fail', signal } as const
    const { token } = await staging.begin('file', begin)
    const pieces: Piece[] = [await staging.writePiece('file', token, 0, Buffer.from('hello'), { signal })]
    const options = { ifExists: 'fail', sizeBytes: 5, pieces, signal } as const
    const wrong = staging.publish('file', token, { ...options, sums: { crc32: '00000000' } })
    expect(failureOf(await wrong.catch((error: unknown) => error)).kind).toBe('corrupt')
    const stored = await staging.publish('file', token, { ...options, sums: { crc32: '3610a686' } })
    expect(stored).toMatchObject({ sizeBytes: 5, proof: 'sum', sums: { crc32: '3610a686' } })
    expect(await staging.publish('file', token, options)).toMatchObject({ sizeBytes: 5, sums: stored.sums })
    expect([await bucket.uploads(), (await bucket.get('file')).toString()]).toEqual([0, 'hello'])
  })
})

/**
 * Facets of S3 mounts, tested against a real service, and against synthetic responses where a real service cannot show
 * the case.
 */
import { S3 } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LifecycleRule, UnfinishedUpload } from '../../../contract/facets.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend, CopySource } from '../backend.ts'
import { bodyOf, textOf } from '../conformance/harness.ts'
import type { S3Config } from './config.ts'
import { openS3, type OpenOptions } from './index.ts'
import { partBytesOfCopy } from './copy/server-copy.ts'
import { describeWithService } from './testing/service.ts'
import { createTestBucket, type TestBucket } from './testing/test-bucket.ts'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2

async function failing(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

function must<T>(facet: T | undefined): T {
  if (facet === undefined) throw new Error('this ability is missing')
  return facet
}

await describeWithService('facets of s3', (service) => {
  let bucket: TestBucket
  const opened: Backend[] = []
  const s3 = new S3({
    endpoint: service.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: service.accessKeyId, secretAccessKey: service.secretAccessKey },
  })

  async function mount(config: Partial<S3Config> = {}, options: Partial<OpenOptions> = {}): Promise<Backend> {
    const backend = await openS3({ ...service, bucket: bucket.name, ...config }, { signal, ...options })
    opened.push(backend)
    return standardStack(backend, { mount: 's3', readOnly: false })
  }
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()))
    await bucket.remove()
  })

  describe('a multipart server copy', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })

    it('copies bytes, properties and tags, and leaves no upload behind', async () => {
      const backend = await mount({}, { largestCopyBytes: 6 * mebibyte })
      const bytes = randomBytes(14 * mebibyte + 5)
      const properties = { contentType: 'x/y', metadata: { a: 'b' }, tags: { team: 'charts & more' } }
      await backend.write('large file', bodyOf(bytes), { ifExists: 'fail', properties, signal })
      const told: number[] = []
      const source = await must(backend.serverCopy).source('large file', { signal })
      const copy = must(backend.serverCopy).copyFrom('copy', source, {
        ifExists: 'fail',
        signal,
        onProgress: (copied) => told.push(copied),
      })
      expect(await copy).toMatchObject({ sizeBytes: bytes.length })
      expect((await bucket.get('copy')).equals(bytes)).toBe(true)
      expect(await must(backend.properties).read('copy', { signal })).toMatchObject(properties)
      expect(told.at(-1)).toBe(bytes.length)
      expect(told.length).toBeGreaterThan(2)
      expect(await bucket.uploads()).toBe(0)
    })

    it('leaves nothing behind when it is aborted', async () => {
      const backend = await mount({}, { largestCopyBytes: 5 * mebibyte })
      await bucket.put('large', randomBytes(40 * mebibyte))
      const source = await must(backend.serverCopy).source('large', { signal })
      const abort = new AbortController()
      const copy = must(backend.serverCopy).copyFrom('copy', source, {
        ifExists: 'fail',
        signal: abort.signal,
        onProgress: () => abort.abort(new Error('enough')),
      })
      await expect(copy).rejects.toThrow('enough')
      expect(await bucket.keys()).toEqual(['large'])
      expect(await bucket.uploads()).toBe(0)
    })

    it('stays within the limits of the service at any size', () => {
      const tebibyte = 1024 ** 4
      for (const size of [1, 6 * 1024 ** 3, tebibyte, 5 * tebibyte]) {
        const part = partBytesOfCopy(size, 5 * 1024 ** 3)
        expect(Math.ceil(size / part)).toBeLessThanOrEqual(10_000)
        expect(part).toBeLessThanOrEqual(5 * 1024 ** 3)
      }
    })
  })

  describe('a server copy between mounts', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })

    it('copies from one prefix to another with the same key, and not with another identity', async () => {
      await bucket.put('one/file', 'bytes')
      await bucket.put('two/keep', '')
      const [one, two] = [await mount({ prefix: 'one' }), await mount({ prefix: 'two' })]
      expect(must(one.serverCopy).store).toBe(must(two.serverCopy).store)
      const source = await must(one.serverCopy).source('file', { signal })
      await must(two.serverCopy).copyFrom('copy', source, { ifExists: 'fail', signal })
      expect((await bucket.get('two/copy')).toString()).toBe('bytes')
      const foreign: CopySource = { kind: 'same-store', store: 's3:other', sizeBytes: 1, ref: {} }
      const copy = must(two.serverCopy).copyFrom('x', foreign, { ifExists: 'fail', signal })
      expect(await failing(copy)).toMatchObject({ kind: 'unsupported' })
    })
  })

  describe('the trash of a versioned bucket', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service, { keepsVersions: true })
    })

    it('takes a folder of more than a thousand files, and each can be restored', async () => {
      const backend = await mount()
      const keys = Array.from({ length: 1100 }, (_, index) => `folder/sub ${index % 3}/${index}`)
      await bucket.fill(keys)
      await must(backend.trash).moveToTrash('folder', { signal })
      expect(await bucket.keys()).toEqual([])
      await must(backend.deleted).restore('folder/sub 1/1', { signal })
      expect(await bucket.keys()).toEqual(['folder/sub 1/1'])
    })

    it('is refused as soon as versioning is suspended', async () => {
      const backend = await mount()
      await bucket.put('file', 'precious')
      await must(backend.container).setVersioning?.('', 'suspended', { signal })
      const failure = await failing(must(backend.trash).moveToTrash('file', { signal }))
      expect(failure).toMatchObject({ kind: 'unsupported', code: 'objects.no-longer-kept' })
      expect((await bucket.get('file')).toString()).toBe('precious')
    })

    it('is not offered if deletions are permanent, with a reason', async () => {
      const plain = await createTestBucket(service)
      const { capabilities } = await mount({ bucket: plain.name })
      expect(capabilities.facets).not.toContain('trash')
      expect(capabilities.withheld.trash).toContain('permanently')
      expect(capabilities.keepsVersions).toBe(false)
      await plain.remove()
    })
  })

  describe('the settings of a bucket', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })

    it('show versioning and switch it', async () => {
      const container = must((await mount()).container)
      expect(await container.read('', { signal })).toMatchObject({
        name: bucket.name,
        versioning: 'off',
        lifecycle: [],
      })
      await container.setVersioning?.('', 'on', { signal })
      expect(await container.read('', { signal })).toMatchObject({ versioning: 'on', withheld: {} })
    })

    it('add and remove lifecycle rules, and keep unknown rules', async () => {
      const container = must((await mount()).container)
      await s3.putBucketLifecycleConfiguration({
        Bucket: bucket.name,
        LifecycleConfiguration: {
          Rules: [
            { ID: 'foreign', Status: 'Enabled', Filter: { Tag: { Key: 'a', Value: 'b' } }, Expiration: { Days: 9 } },
          ],
        },
      })
      const rule: LifecycleRule = {
        id: 'old logs',
        isEnabled: true,
        prefix: 'logs/',
        expireDays: 30,
        expireOldVersionsDays: 7,
        abortUploadsDays: 3,
        isForeign: false,
      }
      await container.setLifecycle?.('', [rule], { signal })
      const { lifecycle = [] } = await container.read('', { signal })
      expect(lifecycle.find(({ id }) => id === 'old logs')).toEqual(rule)
      expect(lifecycle.find(({ id }) => id === 'foreign')).toMatchObject({ isForeign: true })
      await container.setLifecycle?.('', [], { signal })
      expect((await container.read('', { signal })).lifecycle?.map(({ id }) => id)).toEqual(['foreign'])
    })
  })

  describe('unfinished uploads', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })

    it('are listed below a folder with their size, and can be aborted', async () => {
      const backend = await mount()
      const start = async (Key: string) => {
        const { UploadId = '' } = await s3.createMultipartUpload({ Bucket: bucket.name, Key })
        await s3.uploadPart({ Bucket: bucket.name, Key, UploadId, PartNumber: 1, Body: Buffer.alloc(1000) })
      }
      await start('folder/a b')
      await start('other')
      const uploads: UnfinishedUpload[] = []
      for await (const page of must(backend.uploads).list('folder', { signal })) uploads.push(...page)
      expect(uploads).toMatchObject([{ path: 'folder/a b', sizeBytes: 1000 }])
      const [{ path, id } = { path: '', id: '' }] = uploads
      await must(backend.uploads).abort(path, id, { signal })
      await must(backend.uploads).abort(path, id, { signal }) // already gone
      expect(await bucket.uploads()).toBe(1)
      await s3
        .listMultipartUploads({ Bucket: bucket.name })
        .then(({ Uploads = [] }) =>
          Promise.all(
            Uploads.map(({ Key, UploadId }) => s3.abortMultipartUpload({ Bucket: bucket.name, Key, UploadId })),
          ),
        )
    })
  })

  describe('properties', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })

    it('are kept when a file that is too large for one copy is changed', async () => {
      const backend = await mount({}, { largestCopyBytes: 5 * mebibyte })
      const bytes = randomBytes(11 * mebibyte)
      const properties = { metadata: { a: 'one' }, tags: { b: 'two' } }
      await backend.write('file.jpg', bodyOf(bytes), { ifExists: 'fail', properties, signal })
      const after = await must(backend.properties).change('file.jpg', { cacheControl: 'no-store' }, { signal })
      expect(after).toMatchObject({ ...properties, cacheControl: 'no-store', contentType: 'image/jpeg' })
      expect((await bucket.get('file.jpg')).equals(bytes)).toBe(true)
    })

    it('that cannot be stored are refused before anything is changed', async () => {
      const backend = await mount()
      await bucket.put('file', 'x')
      const change = (metadata: Record<string, string>) =>
        failing(must(backend.properties).change('file', { metadata }, { signal }))
      expect(await change({ name: 'Zürich' })).toMatchObject({ kind: 'bad-input' })
      expect(await change({ 'two words': 'x' })).toMatchObject({ kind: 'bad-input' })
      expect((await must(backend.properties).read('file', { signal })).metadata).toEqual({})
    })

    it('of new files come from the mount', async () => {
      const backend = await mount({ publicUrl: 'https://files.example.org/', storageClass: 'STANDARD' })
      await backend.write('a b.txt', bodyOf('x'), { ifExists: 'fail', signal })
      expect(await must(backend.properties).read('a b.txt', { signal })).toMatchObject({
        publicUrl: 'https://files.example.org/a%20b.txt',
        contentType: 'text/plain; charset=utf-8',
        storageClass: 'STANDARD',
      })
    })
  })

  describe('a mount of an account', () => {
    beforeEach(async () => {
      bucket = await createTestBucket(service, { keepsVersions: true })
    })

    it('has versions, deleted files and settings per bucket', async () => {
      const backend = standardStack(await openS3(service, { signal }), { mount: 's3', readOnly: false })
      opened.push(backend)
      const path = `${bucket.name}/file`
      await backend.write(path, bodyOf('precious'), { ifExists: 'fail', signal })
      await backend.remove(path, { signal })
      await must(backend.deleted).restore(path, { signal })
      expect(await textOf(await backend.read(path, { signal }))).toBe('precious')
      expect(await must(backend.container).read(path, { signal })).toMatchObject({ versioning: 'on' })
      expect(await failing(must(backend.container).read('', { signal }))).toMatchObject({ kind: 'bad-input' })
      expect(backend.capabilities.keepsVersions).toBe('unknown')
    })
  })
})

/** Permanent deletion in buckets that keep versions, tested against a real service. */
import { S3 } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../../contract/failure.ts'
import { standardStack } from '../../../layers/standard-stack.ts'
import { eraseTree } from '../../../operations/erase.ts'
import type { Backend } from '../../backend.ts'
import type { StatesRemoved, StatesTarget } from '../../facets/states.ts'
import { bodyOf } from '../../conformance/harness.ts'
import { openS3 } from '../index.ts'
import { describeWithService } from '../testing/service.ts'
import { createTestBucket, type TestBucket } from '../testing/test-bucket.ts'

const { signal } = new AbortController()

await describeWithService('permanent deletion in s3', (service) => {
  let bucket: TestBucket
  let backend: Backend
  const { endpoint, ...credentials } = service
  const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  beforeEach(async () => {
    bucket = await createTestBucket(service, { keepsVersions: true })
    backend = standardStack(await openS3({ ...service, bucket: bucket.name }, { signal }), {
      mount: 's3',
      readOnly: false,
    })
  })
  afterEach(async () => {
    await backend.close()
    await bucket.remove()
  })

  async function write(path: string, text = 'x') {
    await backend.write(path, bodyOf(Buffer.from(text)), { ifExists: 'replace', signal })
  }
  async function statesLeft(): Promise<string[]> {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: bucket.name })
    return [...Versions, ...DeleteMarkers].map(({ Key = '' }) => Key).toSorted()
  }
  async function removeAll(...targets: StatesTarget[]): Promise<StatesRemoved> {
    const sum = { path: '', versions: 0, failures: [] as StatesRemoved['failures'] }
    for await (const results of backend.versions?.removeAll?.(targets, { signal }) ?? []) {
      for (const { versions, failures } of results) {
        sum.versions += versions
        sum.failures = [...sum.failures, ...failures]
      }
    }
    return sum
  }
  const suspend = () =>
    s3.putBucketVersioning({ Bucket: bucket.name, VersioningConfiguration: { Status: 'Suspended' } })

  it('removes every version and delete marker of the exact names only', async () => {
    for (const text of ['1', '2']) for (const key of ['a', 'ab', 'a-', 'a/b']) await bucket.put(key, text)
    await s3.deleteObject({ Bucket: bucket.name, Key: 'a' })
    await bucket.put('a', '3')
    const file = { path: 'a', kind: 'file' } as const
    expect(await removeAll(file)).toMatchObject({ versions: 4, failures: [] })
    expect(await statesLeft()).toEqual(['a-', 'a-', 'a/b', 'a/b', 'ab', 'ab'])
    expect(await removeAll({ path: 'a', kind: 'folder' })).toMatchObject({ versions: 2, failures: [] })
    expect(await statesLeft()).toEqual(['a-', 'a-', 'ab', 'ab'])
    const many = ['ab', 'a-'].map((path) => ({ path, kind: 'file' }) as const)
    expect(await removeAll(...many)).toMatchObject({ versions: 4, failures: [] })
    expect(await statesLeft()).toEqual([])
  })

  it(
    'continues over several pages, with many keys and with many versions of one key',
    { timeout: 120_000 },
    async () => {
      for (let count = 0; count < 1100; count += 1) await bucket.put('folder/often', String(count))
      await bucket.fill(Array.from({ length: 1500 }, (_, count) => `folder/${String(count).padStart(5, '0')}`))
      expect(await eraseTree(backend, 's3', 'folder', { signal })).toBe(2600)
      expect(await statesLeft()).toEqual([])
    },
  )

  it('removes the `null` version in a bucket with suspended versioning', async () => {
    await write('file', 'kept')
    await suspend()
    await write('file', 'current')
    expect(await removeAll({ path: 'file', kind: 'file' })).toMatchObject({ versions: 2, failures: [] })
    expect(await statesLeft()).toEqual([])
  })

  it('names the missing permission, and reports nothing as deleted that remains', async () => {
    for (const path of ['one', 'two', 'three']) await write(path)
    await write('one', 'again')
    const Statement = [
      { Effect: 'Deny', Principal: '*', Action: 's3:DeleteObjectVersion', Resource: `arn:aws:s3:::${bucket.name}/*` },
    ]
    await s3.putBucketPolicy({ Bucket: bucket.name, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) })
    const targets = ['one', 'two', 'three'].map((path) => ({ path, kind: 'file' }) as const)
    const { versions, failures } = await removeAll(...targets)
    await s3.deleteBucketPolicy({ Bucket: bucket.name })
    expect(versions).toBe(0)
    expect(new Set(failures.map(({ failure }) => failure.code))).toEqual(new Set(['s3.denied.DeleteObjectVersion']))
    expect(failures.map(({ path }) => path)).toContain('one')
    expect(await statesLeft()).toEqual(['one', 'one', 'three', 'two'])
  })

  it('keeps a file with a locked version, and names it', async () => {
    const name = `${bucket.name}-locked`
    await s3.createBucket({ Bucket: name, ObjectLockEnabledForBucket: true })
    const locked = await openS3({ ...service, bucket: name }, { signal })
    const until = new Date(Date.now() + 3_600_000)
    const put = (Key: string, lock = {}) => s3.putObject({ Bucket: name, Key, Body: 'x', ...lock })
    try {
      const { VersionId } = await put('f/held', { ObjectLockMode: 'GOVERNANCE', ObjectLockRetainUntilDate: until })
      await put('f/held')
      await put('f/free')
      const error = await eraseTree(locked, 'lab', 'f', { signal }).then(() => undefined, failureOf)
      expect(error).toMatchObject({ kind: 'denied', location: 'lab:f/held' })
      expect(error?.message).toContain('1 other version could be deleted.')
      const { Versions = [] } = await s3.listObjectVersions({ Bucket: name })
      expect(Versions.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
        ['f/held', true],
        ['f/held', false],
      ])
      const held = { Bucket: name, Key: 'f/held' }
      await s3.deleteObject({ ...held, VersionId, BypassGovernanceRetention: true })
      expect(await eraseTree(locked, 'lab', 'f', { signal })).toBe(1)
    } finally {
      await locked.close()
      await s3.deleteBucket({ Bucket: name })
    }
  })

  it('needs no permission for versions if the bucket never kept any', async () => {
    const plain = await createTestBucket(service)
    const mounted = await openS3({ ...service, bucket: plain.name }, { signal })
    try {
      for (const key of ['f/a', 'f/b/c', 'f/', 'fa']) await plain.put(key)
      expect(await eraseTree(mounted, 'lab', 'f', { signal })).toBe(0)
      expect(await plain.keys()).toEqual(['fa'])
    } finally {
      await mounted.close()
      await plain.remove()
    }
  })
})

/** Folders as they were at a moment, tested against a real service. */
import { S3 } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { openS3 } from '../index.ts'
import { describeWithService } from '../testing/service.ts'
import { createTestBucket, type TestBucket } from '../testing/test-bucket.ts'

const { signal } = new AbortController()

await describeWithService('past states of folders in s3', (service) => {
  let bucket: TestBucket
  let backend: Backend
  const { endpoint, ...credentials } = service
  const s3 = new S3({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
  beforeEach(async () => {
    bucket = await createTestBucket(service, { keepsVersions: true })
    backend = await openS3({ ...service, bucket: bucket.name }, { signal })
  })
  afterEach(async () => {
    await backend.close()
    await bucket.remove()
  })

  const remove = (key: string) => s3.deleteObject({ Bucket: bucket.name, Key: key })
  async function moment(): Promise<number> {
    const atMs = Math.ceil(Date.now() / 1000) * 1000
    await vi.waitUntil(() => Date.now() > atMs + 1000, { timeout: 5000, interval: 10 })
    return atMs
  }
  async function marksAt(path: string, atMs: number, withAdded = false): Promise<string[]> {
    const marks: string[] = []
    for await (const page of backend.moments?.list(path, { atMs, withAdded, signal }) ?? [])
      marks.push(...unpackEntries(page).map(({ name, kind, since }) => `${kind} ${name} ${since}`))
    return marks
  }

  it(
    'are read over several pages, with many keys and with many versions of one key',
    { timeout: 240_000 },
    async () => {
      await bucket.put('f/often', 'first')
      const keys = Array.from({ length: 700 }, (_, count) => `f/${String(count).padStart(5, '0')}`)
      await bucket.fill(keys)
      const before = await moment()
      for (let count = 0; count < 1100; count += 50) {
        await Promise.all(Array.from({ length: 50 }, (_, one) => bucket.put('f/often', String(count + one))))
      }
      await bucket.fill(keys)
      await bucket.fill(keys.map((key) => key.replace('f/', 'f/late-')))
      const marks = await marksAt('f', before)
      expect(marks).toHaveLength(701)
      expect(new Set(marks)).toContain('file often changed')
      expect(await marksAt('f', before, true)).toHaveLength(1401)
      expect(await backend.moments?.stat('f/often', { atMs: before, signal })).toMatchObject({ sizeBytes: 5 })
      expect(await marksAt('', before)).toEqual(['folder f changed'])
    },
  )

  it('distinguish a folder from a file of the same name if the file existed then', async () => {
    await bucket.put('a/b')
    const before = await moment()
    await bucket.put('a')
    const after = await moment()
    await remove('a/b')
    expect(await marksAt('', before)).toEqual(['folder a deleted'])
    expect(await marksAt('', before, true)).toEqual(['file a added', 'folder a‛2F deleted'])
    expect(await marksAt('', after)).toEqual(['file a same', 'folder a‛2F deleted'])
    expect(await backend.moments?.stat('a', { atMs: before, signal })).toMatchObject({ kind: 'folder' })
    expect(await backend.moments?.stat('a', { atMs: after, signal })).toMatchObject({ kind: 'file' })
    expect(await marksAt('a', before)).toEqual(['file b deleted'])
  })

  it('fail with `not-found` for folders that were created later or already deleted', async () => {
    await bucket.put('gone/x')
    await remove('gone/x')
    const before = await moment()
    await bucket.put('new/x')
    expect(await marksAt('', before)).toEqual([])
    expect(await marksAt('', before, true)).toEqual(['folder new added'])
    for (const path of ['gone', 'new']) {
      const error = await marksAt(path, before).catch((thrown: unknown) => thrown)
      expect(failureOf(error)).toMatchObject({
        kind: 'not-found',
        code: 'store.not-there-then',
        values: { what: path },
      })
    }
  })

  it('are not offered for a bucket without versioning, with a reason', async () => {
    const plain = await createTestBucket(service)
    const mounted = await openS3({ ...service, bucket: plain.name }, { signal })
    try {
      expect(mounted.moments).toBeUndefined()
      expect(mounted.capabilities.withheld.moments).toBe(
        'This bucket keeps no versions, so its state at an earlier time can’t be shown.',
      )
    } finally {
      await mounted.close()
      await plain.remove()
    }
  })
})

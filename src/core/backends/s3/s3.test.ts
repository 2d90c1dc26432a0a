/** Behaviour of S3 mounts beyond the conformance suite, tested against a real service. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { childPath } from '../../../contract/location.ts'
import { removeTree } from '../../operations/remove.ts'
import { walk } from '../../operations/walk.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend } from '../backend.ts'
import { openS3 } from './index.ts'
import { describeWithService } from './testing/service.ts'
import { createTestBucket, type TestBucket } from './testing/test-bucket.ts'

const { signal } = new AbortController()
const run = promisify(execFile)
const mebibyte = 1024 ** 2

async function entriesOf(backend: Backend, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of backend.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries
}

async function bytesAt(backend: Backend, path: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await backend.read(path, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Returns the paths of all files below a folder. */
async function filesBelow(backend: Backend, path = ''): Promise<string[]> {
  const files: string[] = []
  for await (const item of walk(backend, path, { signal })) {
    if ('failure' in item) throw new Error(`can't list ${item.path}: ${item.failure.message}`)
    for (const { name, kind } of unpackEntries(item.page)) if (kind === 'file') files.push(childPath(item.path, name))
  }
  return files
}

/** Returns a body with these bytes in chunks of an odd size. */
function bodyOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close()
        controller.enqueue(bytes.subarray(at, (at += 777_777)))
      },
    },
    { highWaterMark: 0 },
  )
}

await describeWithService('s3 beyond the suite', (service) => {
  let bucket: TestBucket
  let backend: Backend
  const opened: Backend[] = []

  async function mount(config: { readonly prefix?: string; readonly bucket?: string }): Promise<Backend> {
    const made = standardStack(await openS3({ ...service, ...config }, { signal }), { mount: 's3', readOnly: false })
    opened.push(made)
    return made
  }
  beforeEach(async () => {
    bucket = await createTestBucket(service)
    backend = await mount({ bucket: bucket.name })
  })
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()))
    await bucket.remove()
  })

  describe('keys that no file system allows', () => {
    const oddKeys = [
      'a//b',
      'a///c',
      '/lead',
      '//two',
      './dot',
      '../up',
      'in/./side',
      'in/../side',
      'in/..',
      'trailing ',
      'trailing /x',
      ' ',
      'control\x01',
      'a+b c%2F',
      '‛2F',
      `${'é'.repeat(300)}/${'x'.repeat(423)}`,
    ]

    it('are listed, looked up, read and deleted', async () => {
      for (const key of oddKeys) await bucket.put(key, `at ${key}`)
      const paths = await filesBelow(backend)
      expect(paths).toHaveLength(oddKeys.length)
      const texts = await Promise.all(paths.map(async (path) => (await bytesAt(backend, path)).toString()))
      expect(texts.toSorted()).toEqual(oddKeys.map((key) => `at ${key}`).toSorted())
      for (const path of paths) expect(await backend.stat(path, { signal })).toMatchObject({ kind: 'file' })
      for (const path of paths) await backend.remove(path, { signal })
      expect(await bucket.keys()).toEqual([])
    })

    it('are overwritten under the same paths', async () => {
      for (const key of oddKeys) await bucket.put(key)
      const paths = await filesBelow(backend)
      for (const path of paths) await backend.write(path, bodyOf(Buffer.from('new')), { ifExists: 'replace', signal })
      expect((await bucket.keys()).toSorted()).toEqual(oddKeys.toSorted())
      expect(await Promise.all(oddKeys.map(async (key) => (await bucket.get(key)).toString()))).toEqual(
        oddKeys.map(() => 'new'),
      )
    })

    it('are removed with their folder', async () => {
      for (const key of oddKeys.filter(({ length }) => length < 500)) await bucket.put(`top/${key}`)
      await removeTree(backend, 'top', { signal })
      expect(await bucket.keys()).toEqual([])
    })
  })

  describe('folders', () => {
    it('are shown with a marker and without one', async () => {
      await bucket.put('marked/', '')
      await bucket.put('both/', '')
      await bucket.put('both/file')
      await bucket.put('implied/file')
      expect(await entriesOf(backend)).toEqual([
        { name: 'both', kind: 'folder' },
        { name: 'implied', kind: 'folder' },
        { name: 'marked', kind: 'folder' },
      ])
      expect(await entriesOf(backend, 'marked')).toEqual([])
      expect(await filesBelow(backend, 'both')).toEqual(['both/file'])
      await backend.remove('marked', { signal })
      await backend.remove('implied/file', { signal })
      expect((await bucket.keys()).toSorted()).toEqual(['both/', 'both/file'])
    })

    it('have a name of their own if a file has the same name, anywhere in the listing', async () => {
      await bucket.put('a', 'the file')
      await bucket.fill(Array.from({ length: 1100 }, (_, number) => `a-${number}`))
      await bucket.put('a/inner', 'below')
      const entries = await entriesOf(backend)
      expect(entries.filter(({ kind }) => kind === 'folder')).toEqual([{ name: 'a‛2F', kind: 'folder' }])
      expect(new Set(entries.map(({ name }) => name)).size).toBe(1102)
      expect((await bytesAt(backend, 'a')).toString()).toBe('the file')
      expect(await filesBelow(backend, 'a‛2F')).toEqual(['a‛2F/inner'])
      await removeTree(backend, 'a‛2F', { signal })
      expect((await bytesAt(backend, 'a')).toString()).toBe('the file')
    })

    it('show a marker with bytes as a file that can be deleted', async () => {
      await bucket.put('folder/', 'surprise')
      expect(await entriesOf(backend, 'folder')).toMatchObject([{ name: '‛', kind: 'file', sizeBytes: 8 }])
      expect((await bytesAt(backend, 'folder/‛')).toString()).toBe('surprise')
      await removeTree(backend, 'folder', { signal })
      expect(await bucket.keys()).toEqual([])
    })
  })

  describe('a mount of an account', () => {
    it('shows the buckets as top-level folders, and creates and removes them', async () => {
      await bucket.put('some/file', 'x')
      const account = await mount({})
      const listed = (await entriesOf(account)).filter(({ name }) => name === bucket.name)
      expect(listed).toEqual([{ name: bucket.name, kind: 'folder' }])
      expect(await account.stat(bucket.name, { signal })).toEqual(listed[0])
      expect(await filesBelow(account, bucket.name)).toEqual([`${bucket.name}/some/file`])
      const made = `${bucket.name}-made`
      await account.makeFolder(made, { signal })
      await account.write(`${made}/file`, bodyOf(Buffer.from('x')), { ifExists: 'fail', signal })
      const kindOf = async (work: Promise<unknown>) =>
        work.then(
          () => 'none',
          (error: unknown) => failureOf(error).kind,
        )
      expect(await kindOf(account.remove(made, { signal }))).toBe('not-empty')
      expect(await kindOf(account.write('file', bodyOf(Buffer.from('x')), { ifExists: 'fail', signal }))).toBe(
        'not-a-file',
      )
      expect(await kindOf(account.stat('no-such-bucket-here', { signal }))).toBe('not-found')
      await account.remove(`${made}/file`, { signal })
      await account.remove(made, { signal })
      expect((await entriesOf(account)).map(({ name }) => name)).not.toContain(made)
    })
  })

  describe('a bucket that does not exist', () => {
    it('is reported as not found, unless the mount is to create it', async () => {
      const name = `${bucket.name}-new`
      const failure = await mount({ bucket: name }).then(
        () => undefined,
        (error: unknown) => failureOf(error),
      )
      expect(failure).toMatchObject({ kind: 'not-found' })
      expect(failure?.message).toContain(name)
      for (const _ of ['the first time', 'again']) {
        opened.push(await openS3({ ...service, bucket: name, createBucket: true }, { signal }))
      }
      expect(await entriesOf(await mount({ bucket: name }))).toEqual([])
      await (await mount({})).remove(name, { signal })
    })
  })

  describe('large files', () => {
    it('are stored in parts byte for byte, with and without a known size', async () => {
      const bytes = randomBytes(20 * mebibyte + 12_345)
      for (const hint of [{}, { expectedBytes: bytes.length }]) {
        await backend.write('large', bodyOf(bytes), { ifExists: 'replace', signal, ...hint })
        expect((await bytesAt(backend, 'large')).equals(bytes)).toBe(true)
      }
      expect(await bucket.uploads()).toBe(0)
      const part = await backend.read('large', { offset: 15 * mebibyte, length: 1000, signal })
      const chunks: Uint8Array[] = []
      for await (const chunk of part) chunks.push(chunk)
      expect(Buffer.concat(chunks).equals(bytes.subarray(15 * mebibyte, 15 * mebibyte + 1000))).toBe(true)
    })

    it('that fill one part exactly need no multipart upload', async () => {
      const bytes = randomBytes(8 * mebibyte)
      await backend.write('exact', bodyOf(bytes), { ifExists: 'fail', signal })
      expect((await bytesAt(backend, 'exact')).equals(bytes)).toBe(true)
    })

    it('leave no parts behind after a failure, an abort, or a name taken meanwhile', async () => {
      const bytes = randomBytes(20 * mebibyte)
      const breaking = bodyOf(bytes).pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          flush: () => Promise.reject(new Error('the source broke')),
        }),
      )
      const options = { ifExists: 'fail', signal } as const
      await expect(backend.write('large', breaking, options)).rejects.toThrow('the source broke')

      const abort = new AbortController()
      let given = 0
      const endless = new ReadableStream<Uint8Array>({
        pull(controller) {
          given += 1
          if (given === 24) abort.abort(new Error('enough'))
          controller.enqueue(bytes.subarray(0, mebibyte))
        },
      })
      await expect(backend.write('large', endless, { ifExists: 'fail', signal: abort.signal })).rejects.toThrow(
        'enough',
      )

      const late = bodyOf(bytes).pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({ flush: () => bucket.put('large', 'came first') }),
      )
      await expect(backend.write('large', late, options)).rejects.toMatchObject({ failure: { kind: 'exists' } })
      expect((await bucket.get('large')).toString()).toBe('came first')
      expect(await bucket.uploads()).toBe(0)
    }, 30_000)
  })

  describe('curl', () => {
    const curl = async (...args: string[]) => {
      const { stdout } = await run(
        'curl',
        [
          '-sS',
          '-H',
          'x-amz-content-sha256: UNSIGNED-PAYLOAD',
          '--fail-with-body',
          '--aws-sigv4',
          'aws:amz:us-east-1:s3',
          '--user',
          `${service.accessKeyId}:${service.secretAccessKey}`,
          ...args,
        ],
        { encoding: 'buffer', maxBuffer: 64 * mebibyte },
      )
      return stdout
    }

    it('reads files that Portolan stored, and stores files that Portolan reads', async (context) => {
      context.skip(!(await curlCanSign()), 'there is no curl that can sign')
      for (const size of [0, 5, 10 * mebibyte + 1]) {
        const bytes = randomBytes(size)
        await backend.write(`ours-${size}`, bodyOf(bytes), { ifExists: 'fail', signal })
        const seen = await curl(`${service.endpoint}/${bucket.name}/ours-${size}`)
        expect(seen.equals(bytes)).toBe(true)
      }
      const head = (await curl('-I', `${service.endpoint}/${bucket.name}/ours-5`)).toString()
      expect(head).toMatch(/content-length: 5\r/i)
      expect(head).not.toMatch(/content-encoding: .*aws-chunked/i)
      await curl(
        '-X',
        'PUT',
        '-H',
        'Content-Type: text/plain',
        '--data-binary',
        'theirs',
        `${service.endpoint}/${bucket.name}/theirs`,
      )
      expect((await bytesAt(backend, 'theirs')).toString()).toBe('theirs')
    })
  })
})

async function curlCanSign(): Promise<boolean> {
  return run('curl', ['--help', 'all']).then(
    ({ stdout }) => stdout.includes('--aws-sigv4'),
    () => false,
  )
}

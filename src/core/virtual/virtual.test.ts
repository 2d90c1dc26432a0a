import { array, assert, asyncProperty, nat, property, record, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { virtualFileOf, virtualLocation, type VirtualFile } from '../../contract/virtual-mount.ts'
import { StorageError } from '../../contract/failure.ts'
import { collectBytes } from '../../lib/flow/byte-stream.ts'
import type { Backend, ReadOptions } from '../backends/backend.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { createDifferenceMaker } from './difference/difference.ts'
import { unifiedDiff } from './difference/unified-diff.ts'
import { createJoiner } from './joined.ts'
import { createVirtualBackend } from './virtual-backend.ts'

const { signal } = new AbortController()

function put(backend: Backend, path: string, bytes: string | Uint8Array<ArrayBuffer>) {
  return backend.write(path, new Blob([bytes]).stream(), { ifExists: 'replace', signal })
}

async function placeWith(files: Readonly<Record<string, string | Uint8Array<ArrayBuffer>>>) {
  const below = createMemoryBackend({ versions: true })
  for (const [path, bytes] of Object.entries(files)) await put(below, path, bytes)
  const parts = Object.keys(files).map((path) => ({ mount: 'm', path }))
  const opens = async () => below
  const joined = createVirtualBackend('all', createJoiner(parts, opens))
  const difference = createVirtualBackend('changes.diff', createDifferenceMaker(parts, opens))
  return { below, joined, difference }
}

async function bytesOf(backend: Backend, path: string, options: Omit<ReadOptions, 'signal'> = {}) {
  return Buffer.from(await collectBytes(await backend.read(path, { signal, ...options }), signal))
}
const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof StorageError ? error.failure.kind : error),
  )

describe('the name of a virtual file', () => {
  const text = string({ unit: 'binary', minLength: 1, maxLength: 12 })
  const part = record({ mount: text, path: text, version: text }, { requiredKeys: ['mount', 'path'] })

  it('states its parts for any names, and is no name of another kind of mount', () => {
    assert(
      property(text, array(part, { minLength: 2, maxLength: 2 }), (name, parts) => {
        for (const kind of ['joined', 'difference'] as const) {
          const file: VirtualFile = { kind, name, parts }
          const { mount = '' } = virtualLocation(file) ?? {}
          expect(virtualFileOf(mount)).toEqual(file)
          expect(mount).not.toMatch(/[!@:\\]/)
        }
      }),
    )
  })

  it('can contain another virtual file, and is undefined if it is too long', () => {
    const inner = virtualLocation({ kind: 'joined', name: 'a/b', parts: [{ mount: 'Home!x.zip', path: 'a;b %' }] })
    const outer: VirtualFile = { kind: 'joined', name: 'c', parts: [inner ?? { mount: '', path: '' }] }
    expect(virtualFileOf(virtualLocation(outer)?.mount ?? '')).toEqual(outer)
    const parts = Array.from({ length: 20_000 }, (_, at) => ({ mount: 'Home', path: `folder/${at}` }))
    expect(virtualLocation({ kind: 'joined', name: 'c', parts })).toBeUndefined()
    for (const other of ['Home', 'joined', 'joined/a', 'difference/a/m;b', 'joined/a/m;%61']) {
      expect(virtualFileOf(other)).toBeUndefined()
    }
  })
})

describe('joined files', () => {
  it('have the bytes of all parts, in any range', async () => {
    await assert(
      asyncProperty(
        array(uint8Array({ maxLength: 9 }), { minLength: 1, maxLength: 5 }),
        nat({ max: 50 }),
        nat({ max: 50 }),
        async (contents, offset, length) => {
          const files = Object.fromEntries(contents.map((bytes, at) => [`part ${at}`, new Uint8Array(bytes)]))
          const { joined } = await placeWith(files)
          const whole = Buffer.concat(contents)
          expect((await joined.stat('all', { signal })).sizeBytes).toBe(whole.length)
          expect((await bytesOf(joined, 'all')).equals(whole)).toBe(true)
          const slice = whole.subarray(offset, offset + length)
          expect((await bytesOf(joined, 'all', { offset, length })).equals(slice)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are never read in mixed states, and report which part is missing', async () => {
    const { below, joined } = await placeWith({ a: 'first', b: 'second' })
    let mark = ''
    await bytesOf(joined, 'all', { onOpened: (told) => (mark = told) })
    expect(String(await bytesOf(joined, 'all', { offset: 5, ifUnchanged: mark }))).toBe('second')

    const body = (await joined.read('all', { signal })).getReader()
    expect(String(Buffer.from((await body.read()).value ?? []))).toBe('first')
    await put(below, 'b', 'SECOND')
    expect(await kindOf(body.read())).toBe('changed')
    expect(await kindOf(bytesOf(joined, 'all', { offset: 5, ifUnchanged: mark }))).toBe('changed')
    expect(String(await bytesOf(joined, 'all'))).toBe('firstSECOND')
    const another = createVirtualBackend(
      'all',
      createJoiner(
        [
          { mount: 'm', path: 'a' },
          { mount: 'm', path: 'b' },
        ],
        async () => below,
      ),
    )
    expect(await kindOf(bytesOf(another, 'all', { ifUnchanged: mark }))).toBe('changed')

    await below.remove('a', { signal })
    expect(await kindOf(joined.stat('all', { signal }))).toBe('not-found')
  })

  it('refuse folders, and are read-only', async () => {
    const { below, joined } = await placeWith({ a: 'first' })
    await below.remove('a', { signal })
    await below.makeFolder('a', { signal })
    expect(await kindOf(joined.stat('all', { signal }))).toBe('not-a-file')
    expect(await kindOf(joined.remove('all', { signal }))).toBe('read-only')
    expect(await kindOf(joined.read('other', { signal }))).toBe('not-found')
  })
})

describe('the difference of two files', () => {
  it('is a unified diff, even of two versions, and empty if they are equal', async () => {
    const { below, difference } = await placeWith({ a: 'one\ntwo\nthree\n', b: 'one\nTWO\nthree\n' })
    const text = '--- m:a\n+++ m:b\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n'
    expect(String(await bytesOf(difference, 'changes.diff'))).toBe(text)
    expect(String(await bytesOf(difference, 'changes.diff', { offset: 4, length: 3 }))).toBe('m:a')
    await put(below, 'a', 'one\nTWO\nthree\n')
    expect(String(await bytesOf(difference, 'changes.diff'))).toBe('')

    const ids: string[] = []
    for await (const page of below.versions?.list('a', { signal }) ?? []) ids.push(...page.map(({ id }) => id))
    const [newest, oldest] = ids
    const parts = [oldest, newest].map((version = '') => ({ mount: 'm', path: 'a', version }))
    const made = createVirtualBackend(
      'd',
      createDifferenceMaker(parts, async () => below),
    )
    expect(String(await bytesOf(made, 'd'))).toContain(`--- m:a (version ${oldest})\n+++ m:a (version ${newest})\n`)
  })

  it('decodes UTF-8, UTF-16 and Latin-1, and reports only that binary files differ', async () => {
    const utf16 = new Uint8Array(Buffer.from('\uFEFFgrün\n', 'utf16le'))
    const latin1 = new Uint8Array(Buffer.from('grün\n', 'latin1'))
    const differenceOf = async (a: string | Uint8Array<ArrayBuffer>, b: string | Uint8Array<ArrayBuffer>) => {
      const { difference } = await placeWith({ a, b })
      return String(await bytesOf(difference, 'changes.diff'))
    }
    expect(await differenceOf(utf16, latin1)).toBe(
      'The files m:a and m:b have the same text in different encodings: utf-16le and latin-1.\n',
    )
    expect(await differenceOf(utf16, 'grau\n')).toContain('-grün\n+grau\n')
    expect(await differenceOf('a\0b', 'a')).toBe('Binary files m:a and m:b differ\n')
  })

  it('refuses files that are too large, and fails if a side changed', async () => {
    const { below, difference } = await placeWith({ a: 'x', b: 'y' })
    let mark = ''
    await bytesOf(difference, 'changes.diff', { onOpened: (told) => (mark = told) })
    await put(below, 'b', 'z')
    expect(await kindOf(bytesOf(difference, 'changes.diff', { ifUnchanged: mark }))).toBe('changed')
    await put(below, 'b', new Uint8Array(8 * 1024 ** 2 + 1))
    await expect(difference.stat('changes.diff', { signal })).rejects.toThrow('Only files of up to 8 MiB')
  })

  it('of texts with little in common is one large change', async () => {
    const lines = (what: string, count: number) => Array.from({ length: count }, (_, at) => `${what} ${at}\n`).join('')
    const text = await unifiedDiff(`same\n${lines('old', 3000)}end`, `same\n${lines('new', 2000)}end`, {
      left: 'a',
      right: 'b',
    })
    const told = text.split('\n')
    expect(told.slice(0, 5)).toEqual(['--- a', '+++ b', '@@ -1,3002 +1,2002 @@', ' same', '-old 0'])
    expect(told.slice(-4)).toEqual(['+new 1999', ' end', '\\ No newline at end of file', ''])
  })
})

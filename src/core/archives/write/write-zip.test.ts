import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../../backends/backend.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { openedArchive, reading } from '../testing/opened.test-support.ts'
import { compress, type CompressWish } from './compress.ts'
import { endRecords, directoryRecord } from './zip-records.ts'
import { writeZip, type ZipItem } from './zip-writer.ts'

const { signal } = new AbortController()
const modifiedMs = Date.UTC(2026, 10, 28, 12, 0, 1)
const long = 'all the same '.repeat(40_000)

async function* some(text: string) {
  yield new TextEncoder().encode(text)
}
async function* items(): AsyncGenerator<ZipItem> {
  yield { name: 'größe', modifiedMs }
  yield { name: 'größe/日本.txt', modifiedMs, bytes: some(long), sizeBytes: long.length }
  yield { name: 'unknown-size', bytes: some('short') }
  yield { name: 'packed.jpg', bytes: some('jpg'), sizeBytes: 3 }
  yield { name: 'large', modifiedMs, bytes: some('said to be large'), sizeBytes: 5 * 1024 ** 3 }
  yield { name: 'empty', bytes: some(''), sizeBytes: 0 }
}
async function zipBytes(of: AsyncIterable<ZipItem> = items()): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of writeZip(of, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const bodyOf = (text: string) => new Blob([text]).stream()
async function storeWith(files: Record<string, string>): Promise<Backend> {
  const store = createMemoryBackend()
  const folders = new Set(Object.keys(files).flatMap((path) => path.split('/').slice(0, -1)))
  for (const folder of folders) await store.makeFolder(folder, { signal })
  for (const [path, text] of Object.entries(files)) await store.write(path, bodyOf(text), { signal, ifExists: 'fail' })
  return store
}
const at = (path: string) => ({ mount: 'm', path })
function packing(store: Backend, wish: Partial<CompressWish>) {
  const mounts = { open: async () => ({ backend: store, info: {} as never }) }
  const whole = { sources: [at('')], to: at('out.zip'), ifExists: 'fail' as const, leavesOut: false, ...wish }
  return compress(mounts, whole, { signal, onProgress: () => {} })
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-zips-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('writes names, times, folders and bytes that it can read back', async () => {
  const { list, text } = await openedArchive(await zipBytes())
  expect((await list()).map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'größe folder',
    'unknown-size file',
    'packed.jpg file',
    'large file',
    'empty file',
  ])
  expect(await list('größe')).toMatchObject([{ name: '日本.txt', sizeBytes: long.length, modifiedMs }])
  expect([await text('größe/日本.txt'), await text('unknown-size'), await text('large')]).toEqual([
    long,
    'short',
    'said to be large',
  ])
})

const has = (tool: string) => {
  try {
    execFileSync('which', [tool])
    return true
  } catch {
    return false
  }
}

it.runIf(has('unzip'))('writes archives that unzip accepts', async () => {
  writeFileSync(join(folder, 'a.zip'), await zipBytes())
  expect(execFileSync('unzip', ['-t', join(folder, 'a.zip')]).toString()).toContain('No errors detected')
})

it.runIf(has('bsdtar'))('writes archives that bsdtar accepts', async () => {
  writeFileSync(join(folder, 'a.zip'), await zipBytes())
  expect(
    execFileSync('bsdtar', ['-tf', join(folder, 'a.zip')])
      .toString()
      .split('\n'),
  ).toHaveLength(7)
})

it.runIf(has('python3'))('writes archives that Python accepts, even with more than 65,535 entries', async () => {
  async function* many(): AsyncGenerator<ZipItem> {
    for (let n = 0; n < 70_000; n += 1) yield { name: `f${n}`, bytes: some(''), sizeBytes: 0 }
  }
  writeFileSync(join(folder, 'a.zip'), await zipBytes())
  writeFileSync(join(folder, 'many.zip'), await zipBytes(many()))
  const script =
    'import sys, zipfile\nfor p in sys.argv[1:]:\n  z = zipfile.ZipFile(p)\n  print(z.testzip(), len(z.namelist()), z.namelist()[1])'
  const said = execFileSync('python3', ['-c', script, join(folder, 'a.zip'), join(folder, 'many.zip')]).toString()
  expect(said).toBe('None 6 größe/日本.txt\nNone 70000 f1\n')
  const { names } = await openedArchive(await zipBytes(many()))
  expect(await names()).toHaveLength(70_000)
})

it('writes 64-bit numbers where they are needed', () => {
  const name = Buffer.from('x')
  const far = { name, modifiedMs: undefined, method: 0, mode: 0, isLarge: true, crc32: 0 }
  const record = directoryRecord({ ...far, at: 5e9, packedBytes: 6e9, sizeBytes: 7e9 })
  const extra = record.subarray(47)
  expect(extra.readUInt16LE(0)).toBe(1)
  expect([4, 12, 20].map((offset) => Number(extra.readBigUInt64LE(offset)))).toEqual([7e9, 6e9, 5e9])
  expect(endRecords(3, 5e9, 100)).toHaveLength(98)
  expect(endRecords(3, 5000, 100)).toHaveLength(22)
})

it('packs a whole mount and leaves out the zip that it creates', async () => {
  const store = await storeWith({ 'a/one': '1', 'a/two': '2', three: '3' })
  expect(await packing(store, {})).toMatchObject({ files: 3, bytes: 3, leftOutCount: 0, stored: { kind: 'file' } })
  expect(await packing(store, { ifExists: 'replace' })).toMatchObject({ files: 3 })
  const { names, text } = reading(store, 'out.zip')
  expect((await names()).toSorted()).toEqual(['a', 'three'])
  expect(await text('a/two')).toBe('2')
})

it('refuses a name that is taken, and numbers the second of two equal names', async () => {
  const store = await storeWith({ 'a/x': 'first', 'b/x': 'second', 'taken.zip': '' })
  const failing = await packing(store, { to: at('taken.zip') }).catch(failureOf)
  expect(failing).toMatchObject({ kind: 'exists' })
  await packing(store, { sources: [at('a/x'), at('b/x')] })
  const { text } = reading(store, 'out.zip')
  expect([await text('x'), await text('x (2)')]).toEqual(['first', 'second'])
})

it('stores nothing if a file cannot be read, unless such files may be left out', async () => {
  const inner = await storeWith({ good: 'g', bad: 'b' })
  const store: Backend = {
    ...inner,
    read: (path, options) => (path === 'bad' ? inner.read('nowhere', options) : inner.read(path, options)),
  }
  const refused = await packing(store, {})
  expect(refused).toMatchObject({ stored: undefined, leftOutCount: 1, leftOut: [{ location: { path: 'bad' } }] })
  await expect(inner.stat('out.zip', { signal })).rejects.toThrow()
  expect(await packing(store, { leavesOut: true })).toMatchObject({ stored: { kind: 'file' }, leftOutCount: 1 })
  expect(await reading(inner, 'out.zip').names()).toEqual(['good'])
})

it('leaves nothing behind after a read error or a cancellation', async () => {
  const inner = await storeWith({ good: 'g', bad: 'b' })
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('the line broke')) })
  const store: Backend = {
    ...inner,
    read: async (path, options) => (path === 'bad' ? broken : inner.read(path, options)),
  }
  await expect(packing(store, { leavesOut: true })).rejects.toThrow('the line broke')
  const leaving = new AbortController()
  const mounts = { open: async () => ({ backend: inner, info: {} as never }) }
  const wish = { sources: [at('')], to: at('out.zip'), ifExists: 'fail' as const, leavesOut: false }
  const stopped = compress(mounts, wish, { signal: leaving.signal, onProgress: () => leaving.abort() })
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' })
  const names = []
  for await (const page of inner.list('', { signal })) names.push(page.count)
  expect(names).toEqual([2])
})

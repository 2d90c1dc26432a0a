/** Stores many files of this computer at once, with history. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import { mountSmallDisk } from '../../../files/small-disk.test-support.ts'
import type { Backend } from '../../backend.ts'
import type { BulkCopy, BulkFolderEnd, BulkStored } from '../../facets/bulk.ts'
import { contentPath } from '../contents/places.ts'
import { openShelf, shelfDescriptor } from '../index.ts'
import { scanShelf } from '../outside/scan.ts'
import { noteOutside } from '../shelf.ts'
import { verifyShelf } from '../repair/verify.ts'

const { signal } = new AbortController()
let base: string
let root: string
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'portolan-bulk-'))
  root = join(base, 'shelf')
  await mkdir(join(base, 'from'))
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await rm(base, { recursive: true })
})

async function open(at = root): Promise<Backend> {
  const backend = await shelfDescriptor.open({ path: at }, {}, { signal })
  opened.push(backend)
  return backend
}
async function openPlain() {
  const plain = await openShelf(root, signal)
  opened.push(plain)
  return plain.shelf
}
const from = (name: string) => join(base, 'from', name)
async function copyFolders(backend: Backend, names: readonly string[]): Promise<BulkFolderEnd[]> {
  const ends: BulkFolderEnd[] = []
  const folders = names.map((path, at) => ({ path, fromLocalPath: from(path), id: `some${at}` }))
  for await (const some of backend.bulk?.copyFolders?.(folders, { signal }) ?? []) ends.push(...some)
  return ends
}
async function copy(backend: Backend, paths: readonly string[], more: Partial<BulkCopy> = {}): Promise<BulkStored[]> {
  const copies: BulkCopy[] = []
  for (const path of paths) {
    const { size } = await stat(from(path))
    copies.push({ path, fromLocalPath: from(path), sizeBytes: size, ifExists: 'fail', ...more })
  }
  const ends: BulkStored[] = []
  for await (const some of backend.bulk?.copy?.(copies, { signal, id: 'some' }) ?? []) ends.push(...some)
  return ends
}
async function textsOf(backend: Backend, path: string): Promise<string[]> {
  const texts: string[] = []
  for await (const page of backend.versions?.list(path, { signal }) ?? [])
    for (const { id, author } of page) {
      const text = await new Response(await backend.versions?.read(path, id, { signal })).text()
      texts.push(author === undefined ? text : `${text} (${author})`)
    }
  return texts
}
async function problems() {
  const found: (string | undefined)[] = []
  for await (const { problem } of verifyShelf(await openPlain(), { signal })) found.push(problem)
  return found
}
const namesIn = (page: Parameters<typeof unpackEntries>[0] | undefined) =>
  page ? unpackEntries(page).map(({ name }) => name) : []

describe('new folders', () => {
  const odd = ['plain', 'ünïcode ☃', 'a "quoted" \\ name', "it's"]

  it('have a version of each file, and the scan finds no change to record', async () => {
    for (const folder of ['one', 'two'].map(from)) {
      await mkdir(join(folder, 'below'), { recursive: true })
      for (const name of odd) await writeFile(join(folder, name), `${name} in it`)
      await writeFile(join(folder, 'middle'), Buffer.alloc(600_000, 7))
      await writeFile(join(folder, 'large'), Buffer.alloc(8 * 1024 ** 2, 7))
    }
    const backend = await open()
    const ends = await copyFolders(backend, ['one', 'two'])
    for (const { copied, left } of ends) {
      expect(namesIn(copied).toSorted()).toEqual([...odd, 'middle'].toSorted())
      expect(namesIn(left).toSorted()).toEqual(['below', 'large'])
    }
    for (const name of odd) expect(await textsOf(backend, `two/${name}`)).toEqual([`${name} in it`])
    const shelf = await openPlain()
    await scanShelf(shelf, signal)
    expect(shelf.history.totals()).toMatchObject({ files: 10, versions: 10, contents: 5 })
    expect(await problems()).toEqual(Array.from({ length: 5 }))
    expect(await readdir(shelf.layout.staged)).toEqual([])
  })

  it('continue the history of files that were deleted there', async () => {
    await mkdir(from('one'))
    await writeFile(from('one/file'), 'first')
    const backend = await open()
    await copyFolders(backend, ['one'])
    await backend.remove('one/file', { signal })
    await backend.remove('one', { signal })
    await writeFile(from('one/file'), 'second')
    await copyFolders(backend, ['one'])
    const { history } = await openPlain()
    const rows = history.rows('one/file', { most: 9 })
    expect(rows.map(({ sum }) => sum !== null)).toEqual([true, false, true])
    expect(rows.map(({ made }) => made)).toEqual(rows.map(({ made }) => made).toSorted((a, b) => b - a))
  })

  it('are recorded as written by Portolan even if a scan recorded them first', async () => {
    await mkdir(from('one'))
    await writeFile(from('one/file'), 'text')
    const backend = await open()
    const shelf = await openPlain()
    const free = await shelf.lock.take(signal)
    const copying = copyFolders(backend, ['one'])
    await vi.waitFor(() => stat(join(root, 'one/file')), { timeout: 60_000 })
    await noteOutside(shelf, 'one/file', signal)
    expect(shelf.history.rows('one/file', { most: 9 }).map(({ author }) => author)).toEqual(['outside'])
    free()
    await copying
    expect(await textsOf(backend, 'one/file')).toEqual(['text'])
  })

  it('are refused if the name is taken, and in the folder of the history', async () => {
    await mkdir(from('one'))
    await writeFile(from('one/file'), 'text')
    const backend = await open()
    await copyFolders(backend, ['one'])
    expect((await copyFolders(backend, ['one']))[0]?.failure?.kind).toBe('exists')
    const own = [{ path: '.portolan/one', fromLocalPath: from('one'), id: 'a' }]
    for await (const [end] of backend.bulk?.copyFolders?.(own, { signal }) ?? [])
      expect(end?.failure?.kind).toBe('bad-name')
    expect(await textsOf(backend, 'one/file')).toEqual(['text'])
  })

  it('leave out files that do not fit on the disk, and leave nothing behind', async (context) => {
    await mkdir(from('one'))
    for (let at = 0; at < 8; at += 1) await writeFile(from(`one/${at}`), Buffer.alloc(2 * 1024 ** 2, at))
    const disk = await mountSmallDisk(context, '20m')
    const backend = await shelfDescriptor.open({ path: disk.folder }, {}, { signal })
    try {
      const [end] = await copyFolders(backend, ['one'])
      const copied = namesIn(end?.copied)
      expect(copied.length).toBeLessThan(8)
      expect([...copied, ...namesIn(end?.left)]).toHaveLength(8)
      expect(await readdir(join(disk.folder, 'one'))).toHaveLength(copied.length)
      expect(await readdir(join(disk.folder, '.portolan/staged'))).toEqual([])
    } finally {
      await backend.close()
      await disk.unmount()
    }
  })
})

describe('files', () => {
  it('have the reported version, and the replaced content is kept first', async () => {
    await writeFile(from('file'), 'first')
    await writeFile(from('other'), 'first')
    const backend = await open()
    const ends = await copy(backend, ['file', 'other'])
    for (const { path, stored } of ends)
      expect(await new Response(await backend.versions?.read(path, stored?.version ?? '', { signal })).text()).toBe(
        'first',
      )
    await writeFile(join(root, 'file'), 'theirs')
    await writeFile(from('file'), 'second')
    await copy(backend, ['file'], { ifExists: 'replace' })
    expect(await textsOf(backend, 'file')).toEqual(['second', 'theirs (outside)', 'first'])
    expect((await copy(backend, ['file']))[0]?.failure?.kind).toBe('exists')
    expect((await copy(backend, ['file'], { sizeBytes: 99 }))[0]?.failure?.kind).toBe('changed')
    expect((await copy(backend, ['file'], { isCloneOnly: true }))[0]?.failure?.kind).toBe('unsupported')
    expect(await textsOf(backend, 'file')).toHaveLength(3)
    expect(await problems()).toHaveLength(3)
  })

  it('have their content even if it was removed or the source changed before the lock', async () => {
    await writeFile(from('file'), 'some text')
    await writeFile(from('other'), 'one text')
    const backend = await open()
    const { lock, history, layout } = await openPlain()
    const free = await lock.take(signal)
    const copying = copy(backend, ['file', 'other'])
    const kept = join(layout.content, contentPath(createHash('sha256').update('some text').digest('hex')))
    await vi.waitFor(() => stat(kept), { timeout: 60_000 })
    await rm(kept)
    history.noteRemoved()
    await writeFile(from('other'), 'two text')
    free()
    expect((await copying).filter(({ failure }) => failure)).toEqual([])
    expect(await textsOf(backend, 'file')).toEqual(['some text'])
    expect(await textsOf(backend, 'other')).toEqual(['two text'])
    expect(await problems()).not.toContain('missing')
  })
})

it('reports each write that does not fit on the disk, and completes the others', async (context) => {
  const disk = await mountSmallDisk(context, '20m')
  const backend = await shelfDescriptor.open({ path: disk.folder }, {}, { signal })
  try {
    const kinds = new Set<string | undefined>()
    let stored = 0
    for (let group = 0; group < 20; group += 1) {
      const writes = Array.from({ length: 20 }, (_, at) => ({
        path: `${group}-${at}`,
        bytes: new Uint8Array(randomBytes(50_000)),
        ifExists: 'fail' as const,
      }))
      try {
        for await (const ends of backend.bulk?.write(writes, { signal, id: `group${group}` }) ?? [])
          for (const end of ends) {
            if (end.stored) stored += 1
            else kinds.add(end.failure?.kind)
          }
      } catch (error) {
        kinds.add(failureOf(error).kind) // the index itself had no space
      }
    }
    expect(stored).toBeGreaterThan(0)
    expect([...kinds]).toEqual(['no-space'])
    for await (const page of backend.history?.verify('', { signal }) ?? [])
      expect(page.filter(({ problem }) => problem)).toEqual([])
  } finally {
    await backend.close()
    await disk.unmount()
  }
})

it('fails only the file whose content cannot be kept', async () => {
  const backend = await open()
  const texts = ['one', 'two', 'three']
  const sum = createHash('sha256').update('two').digest('hex')
  await writeFile(join(root, '.portolan/content', sum.slice(0, 2)), 'in the way of a folder')
  const ends: BulkStored[] = []
  const writes = texts.map((path) => ({ path, bytes: new TextEncoder().encode(path), ifExists: 'fail' as const }))
  for await (const some of backend.bulk?.write(writes, { signal, id: 'some' }) ?? []) ends.push(...some)
  expect(ends.filter(({ failure }) => failure).map(({ path }) => path)).toEqual(['two'])
  expect(ends.flatMap(({ path, stored }) => (stored ? [path] : [])).toSorted()).toEqual(['one', 'three'])
})

import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Repaired } from '../../../../contract/history.ts'
import { contentPath } from '../contents/places.ts'
import { type OpenShelf, openShelf } from '../index.ts'
import { scanShelf } from '../outside/scan.ts'
import { verifyShelf } from './verify.ts'
import { writeFile as writeTo } from '../write/write.ts'
import { repairShelf } from './repair.ts'

const { signal } = new AbortController()
let root: string
let open: OpenShelf

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-repair-'))
  open = await openShelf(root, signal)
})
afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true })
})

const put = (place: string, bytes: string | Uint8Array<ArrayBuffer>) =>
  writeTo(open.shelf, place, new Blob([bytes]).stream(), { ifExists: 'replace', signal })
const rows = (place: string) => open.shelf.history.rows(place, { most: 100 })
const sizes = (place: string) => rows(place).map(({ size }) => size)
const contentOf = (sum: string) => join(root, '.portolan/content', contentPath(sum))
async function repair(removesLost = false): Promise<Repaired[]> {
  const all: Repaired[] = []
  for await (const each of repairShelf(open.shelf, { signal, removesLost })) all.push(each)
  return all
}
async function problems(): Promise<string[]> {
  const all: string[] = []
  for await (const { problem } of verifyShelf(open.shelf, { signal })) if (problem) all.push(problem)
  return all
}
/** Closes the shelf, changes its files, and opens it again. */
async function meanwhile(work: () => Promise<unknown>): Promise<void> {
  await open.close()
  await work()
  open = await openShelf(root, signal)
}

it('leaves an intact shelf unchanged', async () => {
  await put('a', 'one')
  await put('a', 'three')
  expect(await repair()).toEqual([{ kind: 'orphans', count: 0, sizeBytes: 0 }])
  expect(sizes('a')).toEqual([5, 3])
})

it('restores the history of an index that was set aside, and keeps the newer history', async () => {
  const large = new Uint8Array(randomBytes(9 * 1024 ** 2))
  for (const text of ['1', '22', '333']) await put('a', text)
  await put('b', 'never changed')
  await put('large', large)
  await put('large', 'small')
  const index = join(root, '.portolan/index.db')
  await meanwhile(async () => {
    const bytes = await readFile(index)
    bytes.fill(0xff, 18, 20) // an unknown version of the file format, so the file counts as damaged
    await writeFile(index, bytes)
    await rm(`${index}-wal`, { force: true })
    await rm(`${index}-shm`, { force: true })
  })
  await scanShelf(open.shelf, signal)
  await put('a', '4444')
  expect(sizes('a')).toEqual([4, 3])
  const aside = (await readdir(join(root, '.portolan'))).find((name) => name.endsWith('.aside')) ?? ''
  const bytes = await readFile(join(root, '.portolan', aside))
  bytes.fill(1, 18, 20)
  await writeFile(join(root, '.portolan', aside), bytes)

  expect(await repair()).toEqual([
    { kind: 'adopted', path: expect.stringContaining('.aside'), versions: 6 },
    { kind: 'orphans', count: 0, sizeBytes: 0 },
  ])
  expect(sizes('a')).toEqual([4, 3, 2, 1])
  expect(rows('a').map(({ author }) => author)).toEqual([null, null, null, null])
  expect(sizes('b')).toEqual([13])
  expect(sizes('large')).toEqual([5, large.length])
  expect(await problems()).toEqual([])
  await put('a', '55555')
  expect(sizes('a')).toEqual([5, 4, 3, 2, 1])
  expect(open.shelf.history.notice).toContain('A new index of this shelf was built')
  await meanwhile(async () => {})
  expect(open.shelf.history.notice).toBeUndefined()
  expect(await repair()).toEqual([{ kind: 'orphans', count: 0, sizeBytes: 0 }])
})

it('leaves a file that is not a shelf index alone, and reports it', async () => {
  await put('a', 'one')
  await writeFile(join(root, '.portolan/index.db.2026.aside'), 'this is no database, and never was one')
  expect(await repair()).toContainEqual({ kind: 'unreadable', path: expect.stringContaining('2026.aside') })
  expect(sizes('a')).toEqual([3])
})

it('stores damaged or missing content again from a file that has it', async () => {
  const large = new Uint8Array(randomBytes(9 * 1024 ** 2))
  await put('small', 'small')
  await put('large', large)
  const [small] = rows('small')
  const [big] = rows('large')
  const chunk = open.shelf.history.chunkAt(big?.sum ?? '', 0)
  await rm(contentOf(small?.sum ?? ''))
  await truncate(contentOf(chunk?.chunk ?? ''), 10)
  expect((await problems()).toSorted()).toEqual(['damaged', 'missing'])
  const told = await repair()
  expect(told.map(({ kind }) => kind).toSorted()).toEqual(['mended', 'mended', 'orphans'])
  expect(await problems()).toEqual([])
  expect(await readdir(join(root, '.portolan/damaged'))).toEqual([chunk?.chunk])
})

it('reports content that no file has as lost, and removes its version only on request', async () => {
  await put('a', 'older')
  await put('a', 'now')
  const [, older] = rows('a')
  await writeFile(contentOf(older?.sum ?? ''), 'damaged')
  const lost = { kind: 'lost', sum: older?.sum, problem: 'damaged', files: ['a'] }
  expect(await repair()).toContainEqual({ ...lost, isRemoved: false })
  expect(sizes('a')).toEqual([3, 5])
  expect(await repair(true)).toContainEqual({ ...lost, problem: 'missing', isRemoved: true })
  expect(sizes('a')).toEqual([3])
  expect(await problems()).toEqual([])
})

it('removes content that no version needs', async () => {
  await put('a', 'text')
  const [row] = rows('a')
  const sum = `${row?.sum?.slice(0, 2)}${'0'.repeat(62)}`
  await writeFile(contentOf(sum), 'left over')
  expect(await repair()).toEqual([{ kind: 'orphans', count: 1, sizeBytes: 9 }])
  expect(await problems()).toEqual([])
})

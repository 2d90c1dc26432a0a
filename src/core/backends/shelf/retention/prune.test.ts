import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Retention } from '../../../../contract/history.ts'
import { type OpenShelf, openShelf } from '../index.ts'
import { verifyShelf } from '../repair/verify.ts'
import { writeFile as writeTo } from '../write/write.ts'
import { readRetention, writeRetention } from './policy.ts'
import { planPrune, prune } from './prune.ts'

const { signal } = new AbortController()
let root: string
let open: OpenShelf

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-prune-'))
  open = await openShelf(root, signal)
})
afterEach(async () => {
  await open.close()
  await rm(root, { recursive: true })
})

const put = (place: string, text: string) =>
  writeTo(open.shelf, place, new Blob([text]).stream(), { ifExists: 'replace', signal })
const plan = (nowMs = Date.now()) => planPrune(open.shelf, nowMs, { signal })
const states = (place: string) =>
  open.shelf.history.rows(place, { most: 100 }).map(({ sum, size }) => (sum ? size : 'x'))
async function pruneAll(): Promise<number> {
  let count = 0
  for await (const { versions } of prune(open.shelf, await plan(), { signal })) count += versions.length
  return count
}
function keep(retention: Retention): void {
  writeRetention(open.shelf.history, retention)
}
async function contents() {
  const problems: string[] = []
  let count = 0
  for await (const { problem } of verifyShelf(open.shelf, { signal })) {
    count += 1
    if (problem) problems.push(problem)
  }
  return { count, problems }
}

it('removes nothing without a rule', async () => {
  for (const text of ['1', '22', '333']) await put('a', text)
  expect(await plan()).toMatchObject({ versions: 0, files: [], freedBytes: 0, contentBytes: 6 })
  expect(await pruneAll()).toBe(0)
})

it('previews what it will remove and free without a change, then removes exactly that', async () => {
  await mkdir(join(root, 'd'))
  for (const text of ['1', '22', '333']) for (const name of ['a', 'd/b']) await put(name, name + text)
  await put('c', 'a1')
  keep({ newest: 1 })
  const planned = await plan()
  expect(planned.versions).toBe(4)
  expect(planned.files.map(({ path, versions }) => [path, versions.length])).toEqual([
    ['a', 2],
    ['d/b', 2],
  ])
  expect(planned.freedBytes).toBe('a22'.length + 'd/b1'.length + 'd/b22'.length)
  expect(states('a')).toEqual([4, 3, 2])
  expect(await pruneAll()).toBe(4)
  expect(open.shelf.history.totals().contentBytes).toBe(planned.contentBytes - planned.freedBytes)
  expect(states('a')).toEqual([4])
  expect(await contents()).toEqual({ count: 3, problems: [] })
})

it('removes only as many old versions as a size limit needs, and none another rule keeps', async () => {
  for (const size of [100, 101, 102, 103]) await put('a', 'x'.repeat(size))
  keep({ mostBytes: 250 })
  expect(await pruneAll()).toBe(2)
  expect(states('a')).toEqual([103, 102])
  keep({ mostBytes: 1, newest: 2 })
  expect(await plan()).toMatchObject({ versions: 0, contentBytes: 205 })
})

it('keeps a deleted file until its age limit, then removes it with its deletion', async () => {
  await put('a', 'text')
  await open.shelf.files.remove('a', { signal })
  open.shelf.history.noteGone('a', Date.now())
  keep({ days: 1 })
  expect((await plan()).versions).toBe(0)
  keep({ days: 1e-9 })
  await expect.poll(async () => (await plan()).versions).toBe(1)
  expect(await pruneAll()).toBe(1)
  expect(states('a')).toEqual([])
})

it('keeps and records what another program wrote since the plan', async () => {
  await put('a', 'one')
  await put('a', 'two')
  keep({ newest: 1 })
  const planned = await plan()
  await writeFile(join(root, 'a'), 'by another program')
  for await (const { versions } of prune(open.shelf, planned, { signal })) expect(versions).toHaveLength(1)
  expect(states('a')).toEqual([18, 3])
})

it('stores the retention rules', async () => {
  keep({ newest: 3, staggered: true })
  await open.close()
  open = await openShelf(root, signal)
  expect(readRetention(open.shelf.history)).toEqual({ newest: 3, staggered: true })
})

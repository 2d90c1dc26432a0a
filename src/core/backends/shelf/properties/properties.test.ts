import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { PropertyChanges } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { shelfDescriptor } from '../index.ts'

const { signal } = new AbortController()
let root: string
let shelf: Backend

const open = () => shelfDescriptor.open({ path: root }, {}, { signal })
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-shelf-properties-'))
  shelf = await open()
})
afterEach(async () => {
  await shelf.close()
  await rm(root, { recursive: true })
})

const write = (path: string, text: string, properties?: PropertyChanges) =>
  shelf.write(path, new Blob([text]).stream(), { ifExists: 'replace', signal, ...(properties && { properties }) })
const read = (path: string) => shelf.properties?.read(path, { signal })
const tag = (path: string, value: string) => shelf.properties?.change(path, { tags: { state: value } }, { signal })
async function versions(path: string) {
  const ids: string[] = []
  for await (const page of shelf.versions?.list(path, { signal }) ?? []) ids.push(...page.map(({ id }) => id))
  return ids
}

it('changes properties without a change to the file or its history', async () => {
  await write('a.txt', 'text')
  const before = await stat(join(root, 'a.txt'))
  await tag('a.txt', 'draft')
  const after = await stat(join(root, 'a.txt'))
  expect([after.mtimeMs, after.ctimeMs, after.ino]).toEqual([before.mtimeMs, before.ctimeMs, before.ino])
  expect(await versions('a.txt')).toHaveLength(1)
  await shelf.close()
  shelf = await open()
  expect(await read('a.txt')).toMatchObject({ contentType: 'text/plain; charset=utf-8', tags: { state: 'draft' } })
})

it('keeps properties when the file is replaced, renamed, or edited by another program', async () => {
  await write('a.txt', 'text', { metadata: { who: 'ann' } })
  await tag('a.txt', 'draft')
  await write('a.txt', 'more text')
  await shelf.rename?.rename('a.txt', 'b.txt', { ifExists: 'fail', signal })
  await writeFile(join(root, 'b.txt'), 'by another program')
  expect(await versions('b.txt')).toHaveLength(3)
  expect(await read('b.txt')).toMatchObject({ metadata: { who: 'ann' }, tags: { state: 'draft' } })
})

it('keeps properties when many files are written at once', async () => {
  await write('a', 'one', { tags: { state: 'draft' } })
  const bytes = new TextEncoder().encode('many')
  const writes = ['a', 'b'].map((path) => ({ path, bytes, ifExists: 'replace' as const }))
  for await (const ends of shelf.bulk?.write(writes, { signal, id: 'many' }) ?? [])
    expect(ends.map(({ failure }) => failure)).not.toContain(expect.anything())
  expect(await read('a')).toMatchObject({ tags: { state: 'draft' } })
  expect(await read('b')).not.toHaveProperty('tags')
})

it('replaces all properties by those of a write', async () => {
  await write('a', 'one', { tags: { state: 'draft' }, contentType: 'text/x-one' })
  await write('a', 'two', { metadata: { who: 'ann' } })
  const shown = await read('a')
  expect(shown).toMatchObject({ metadata: { who: 'ann' } })
  expect(shown).not.toHaveProperty('tags')
})

it('restores the properties of a restored version and of a deleted file', async () => {
  await write('a', 'one', { tags: { state: 'draft' } })
  await write('a', 'two', { tags: { state: 'final' } })
  const [, older = ''] = await versions('a')
  await shelf.versions?.restore('a', older, { signal })
  expect(await read('a')).toMatchObject({ tags: { state: 'draft' } })
  await shelf.remove('a', { signal })
  await write('b', 'another file')
  await shelf.deleted?.restore('a', { signal })
  expect(await read('a')).toMatchObject({ tags: { state: 'draft' } })
})

it('starts a new file without the properties of a deleted one with its name', async () => {
  await write('a', 'one', { tags: { state: 'draft' } })
  await shelf.remove('a', { signal })
  await write('a', 'two')
  expect(await read('a')).not.toHaveProperty('tags')
})

it('reports properties to the reader of a file, so that a copy has them too', async () => {
  await write('a', 'one', { tags: { state: 'draft' } })
  let told: unknown
  const body = await shelf.read('a', { signal, onOpened: (_mark, facts) => void (told = facts?.properties) })
  await body.cancel()
  expect(told).toEqual({ tags: { state: 'draft' } })
})

it('gives the checksum of the current file, even after changes by another program', async () => {
  await write('a', '123456789')
  const sha256 = '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'
  expect(await shelf.checksums?.checksums('a', { signal })).toEqual({ sha256 })
  expect((await read('a'))?.checksums).toEqual({ sha256 })
  await writeFile(join(root, 'a'), 'other')
  expect((await read('a'))?.checksums).toBeUndefined()
  expect((await shelf.checksums?.checksums('a', { signal }))?.sha256).not.toBe(sha256)
})

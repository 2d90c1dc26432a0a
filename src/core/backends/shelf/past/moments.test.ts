import { mkdir, mkdtemp, rename, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { unpackEntries } from '../../../../contract/entry-page.ts'
import { failureOf } from '../../../../contract/failure.ts'
import type { Backend } from '../../backend.ts'
import { openHistory } from '../history/open-history.ts'
import { shelfDescriptor } from '../index.ts'

const { signal } = new AbortController()
let root: string
let backend: Backend | undefined

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-past-'))
})
afterEach(async () => {
  await backend?.close()
  backend = undefined
  await rm(root, { recursive: true })
})

async function open(): Promise<Backend> {
  return (backend ??= await shelfDescriptor.open({ path: root }, {}, { signal }))
}
async function marksAt(path: string, atMs: number, withAdded = false): Promise<string[]> {
  const marks: string[] = []
  for await (const page of (await open()).moments?.list(path, { atMs, withAdded, signal }) ?? [])
    marks.push(...unpackEntries(page).map(({ name, kind, since }) => `${kind} ${name} ${since}`))
  return marks
}
/** Returns a moment after everything done so far; everything done later has a later time. */
async function moment(): Promise<number> {
  const atMs = Date.now()
  await vi.waitUntil(() => Date.now() > atMs + 10, { interval: 2 })
  return atMs + 5
}
/** Fills an index with states of a distant past. */
function fillIndex(fill: (note: (path: string, madeMs: number, text?: string) => void) => void): void {
  const history = openHistory(join(root, '.portolan', 'index.db'))
  history.atOnce(() =>
    fill((path, madeMs, text) => {
      if (text === undefined) return history.noteGone(path, madeMs)
      history.note(path, { sum: text, sizeBytes: text.length, modifiedMs: 0, mode: 0o600, identity: '', madeMs })
    }),
  )
  history.close()
}

it('includes changes of other programs at their time, even very recent ones', async () => {
  await writeFile(join(root, 'changed'), 'one')
  await writeFile(join(root, 'gone'), 'two')
  await marksAt('', Date.now())
  const before = await moment()
  await writeFile(join(root, 'changed'), 'three')
  await unlink(join(root, 'gone'))
  await writeFile(join(root, 'new'), 'four')
  const after = await moment()
  expect(await marksAt('', before, true)).toEqual(['file changed changed', 'file gone deleted', 'file new added'])
  // the time of the deletion is unknown, so it counts from the moment it was noticed
  expect(await marksAt('', after)).toEqual(['file changed same', 'file gone deleted', 'file new same'])
  await writeFile(join(root, 'changed'), 'five')
  expect(await (await open()).moments?.stat('changed', { atMs: before, signal })).toMatchObject({ since: 'changed' })
})

it('lists each folder once, whatever the names of its siblings', async () => {
  fillIndex((note) => {
    for (const path of ['a/b/c/x', 'a-b/x', 'a-b/c/x', 'a/x', 'a0/x', 'a b/x', 'ä/x', 'gone/x', 'late/x'])
      note(path, path === 'late/x' ? 3000 : 1000, 'text')
    note('gone/x', 2000)
  })
  const expected = ['a', 'a b', 'a-b', 'a0', 'gone', 'ä'].map((name) => `folder ${name} deleted`).toSorted()
  // the scan at opening finds that nothing exists
  await vi.waitFor(async () => expect((await marksAt('', 1500)).toSorted()).toEqual(expected), { timeout: 20_000 })
  expect(await marksAt('', 2500)).not.toContain('folder gone deleted')
  expect(await marksAt('a', 1500)).toEqual(['file x deleted', 'folder b deleted'])
  expect(await marksAt('a/b', 1500)).toEqual(['folder c deleted'])
})

it('continues over many pages of a folder and its subfolders, most of them deleted', async () => {
  const names = Array.from({ length: 2500 }, (_, number) => String(number).padStart(5, '0'))
  fillIndex((note) => {
    for (const name of names) {
      note(`f/${name}`, 1000, name)
      if (name !== '02400') note(`f/${name}`, 2000)
      note(`f/${name}`, 3000, 'again')
      note(`g/${name}`, 1000, name)
      note(`g/${name}`, 2000)
    }
  })
  expect(await marksAt('f', 1500)).toHaveLength(2500)
  expect(await marksAt('f', 2500)).toEqual(['file 02400 deleted'])
  await vi.waitFor(async () => expect(await marksAt('', 2500)).toEqual(['folder f deleted']), { timeout: 20_000 })
  expect(failureOf(await marksAt('g', 2500).catch((error: unknown) => error)).message).toBe(
    '“g” did not exist at that time.',
  )
})

it('shows a file under its new name if it was renamed through Portolan', async () => {
  const shelf = await open()
  await shelf.write('old', new Blob(['text']).stream(), { ifExists: 'fail', signal })
  const before = await moment()
  await shelf.rename?.rename('old', 'new', { ifExists: 'fail', signal })
  expect(await marksAt('', before)).toEqual(['file new same'])
  await rename(join(root, 'new'), join(root, 'newer'))
  expect(await marksAt('', before)).toEqual(['file new deleted'])
})

it('never shows the folder of the history, nor its contents', async () => {
  await mkdir(join(root, 'folder'))
  await writeFile(join(root, 'folder', 'x'), 'x')
  await open()
  await vi.waitUntil(async () => (await marksAt('', Date.now())).length > 0)
  expect(await marksAt('', Date.now())).toEqual(['folder folder same'])
  const error = await marksAt('.portolan', Date.now()).catch((thrown: unknown) => thrown)
  expect(failureOf(error).kind).toBe('bad-name')
})

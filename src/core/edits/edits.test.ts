import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Edit } from '../../contract/api/edits.ts'
import { StorageError } from '../../contract/failure.ts'
import type { Backend } from '../backends/backend.ts'
import { bodyOf } from '../backends/conformance/harness.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { mountSmallDisk } from '../files/small-disk.test-support.ts'
import { copyNameOf } from './edit-record.ts'
import { createEdits, type Edits } from './edits.ts'

const { signal } = new AbortController()
const at = { mount: 'far', path: 'note.txt' }
let folder: string
let backend: Backend
let isAway: boolean
let opened: string[]
let edits: Edits
let seen: readonly Edit[]
let leaving: AbortController

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-edits-'))
  backend = createMemoryBackend()
  isAway = false
  opened = []
  leaving = new AbortController()
  await put('first')
  start()
})
afterEach(async () => {
  leaving.abort()
  await edits.close()
  rmSync(folder, { recursive: true })
})

function start(base = folder) {
  const away = () =>
    new StorageError({ kind: 'unreachable', message: 'It is away.', operation: 'test', retry: 'later' })
  const reached: Backend = {
    ...backend,
    write: (...args) => (isAway ? Promise.reject(away()) : backend.write(...args)),
  }
  const mounts = { open: () => Promise.resolve({ backend: reached } as never) }
  edits = createEdits({
    mounts,
    folder: join(base, 'edits'),
    openPath: async (path) => void opened.push(path),
    retryMs: 20,
  })
  seen = []
  void follow(edits)
}
async function follow(watched: Edits) {
  try {
    for await (const { edits: now } of watched.watch({ signal: leaving.signal })) if (watched === edits) seen = now
  } catch {
    // The test is over.
  }
}
const put = (text: string) => backend.write(at.path, bodyOf(text), { ifExists: 'replace', signal })
const textAt = async (path: string) => new Response(await backend.read(path, { signal })).text()
const states = () => seen.map(({ state }) => state)
const reaches = (state: Edit['state']) => vi.waitFor(() => expect(states()).toEqual([state]), 5000)
async function openCopy(): Promise<string> {
  await edits.open(at, { signal })
  return opened.at(-1) ?? ''
}
const idOf = () => seen[0]?.id ?? ''

describe('a file that is edited in another program', () => {
  it('is copied to a private folder, opened, and stored at each save', async () => {
    const copy = await openCopy()
    expect([readFileSync(copy, 'utf8'), copy.endsWith('note.txt')]).toEqual(['first', true])
    if (process.platform !== 'win32') {
      expect(statSync(join(folder, 'edits')).mode & 0o777).toBe(0o700)
      expect(statSync(copy).mode & 0o077).toBe(0)
    }
    writeFileSync(copy, 'second')
    await vi.waitFor(async () => expect(await textAt(at.path)).toBe('second'), 5000)
    await vi.waitFor(() => expect(seen).toMatchObject([{ state: 'open', stored: 1 }]))
    writeFileSync(copy, 'third')
    await vi.waitFor(async () => expect(await textAt(at.path)).toBe('third'), 5000)
  })

  it('does not overwrite a change by someone else, except on request', async () => {
    const copy = await openCopy()
    await put('from elsewhere')
    writeFileSync(copy, 'mine')
    await reaches('changed')
    expect(await textAt(at.path)).toBe('from elsewhere')
    await edits.answer(idOf(), 'beside')
    expect([await textAt('note (2).txt'), await textAt(at.path)]).toEqual(['mine', 'from elsewhere'])
    writeFileSync(copy, 'mine again')
    await reaches('changed')
    await edits.answer(idOf(), 'over')
    expect(await textAt(at.path)).toBe('mine again')
    await reaches('open')
  })

  it('is stored again after a deletion only on request', async () => {
    const copy = await openCopy()
    await backend.remove(at.path, { signal })
    writeFileSync(copy, 'mine')
    await reaches('gone')
    await edits.answer(idOf(), 'over')
    expect(await textAt(at.path)).toBe('mine')
  })

  it('is kept while its mount is unreachable, and stored afterwards', async () => {
    const copy = await openCopy()
    isAway = true
    writeFileSync(copy, 'written on a train')
    await reaches('failed')
    expect([seen[0]?.failure?.kind, await textAt(at.path)]).toEqual(['unreachable', 'first'])
    isAway = false
    await vi.waitFor(async () => expect(await textAt(at.path)).toBe('written on a train'), 5000)
  })

  it('is offered at the next start if it was not stored, and otherwise tidied up', async () => {
    const copy = await openCopy()
    await edits.close()
    writeFileSync(copy, 'saved after the end')
    start()
    await reaches('left')
    expect([seen[0]?.path, await textAt(at.path)]).toEqual([copy, 'first'])
    await edits.answer(idOf(), 'again')
    expect(await textAt(at.path)).toBe('saved after the end')
    await edits.close()
    start()
    await vi.waitFor(() => expect(readdirSync(join(folder, 'edits'))).toEqual([]))
    expect(seen).toEqual([])
  })

  it('leaves nothing behind if Portolan was killed before it was copied completely', async () => {
    const copy = await openCopy()
    await edits.close()
    const record = join(copy, '..', '..', 'record.json')
    writeFileSync(record, JSON.stringify({ ...(JSON.parse(readFileSync(record, 'utf8')) as object), sum: '' }))
    start()
    await vi.waitFor(() => expect(readdirSync(join(folder, 'edits'))).toEqual([]))
  })

  it('stays while the disk is full, and is stored once there is space', async (context) => {
    const disk = await mountSmallDisk(context, '1m')
    try {
      await edits.close()
      start(disk.folder)
      const copy = await openCopy()
      const text = 'x'.repeat(700_000)
      writeFileSync(copy, text)
      await reaches('failed')
      expect(seen[0]?.failure).toMatchObject({ kind: 'no-space', message: expect.stringContaining('the disk is full') })
      expect([await textAt(at.path), readFileSync(copy, 'utf8') === text]).toEqual(['first', true])
      disk.resize('8m')
      await vi.waitFor(async () => expect((await textAt(at.path)).length).toBe(text.length), 5000)
      await edits.close()
    } finally {
      await disk.unmount()
    }
  })

  it('is discarded on request, and can be opened again', async () => {
    const copy = await openCopy()
    await put('from elsewhere')
    writeFileSync(copy, 'mine')
    await reaches('changed')
    await edits.answer(idOf(), 'discard')
    await vi.waitFor(() => expect(seen).toEqual([]))
    expect(readFileSync(await openCopy(), 'utf8')).toBe('from elsewhere')
  })
})

it('has a name that is valid on any system, with its extension', () => {
  expect(copyNameOf('a:b?.txt')).toBe('a_b_.txt')
  expect(copyNameOf(`${'x'.repeat(300)}.md`)).toBe(`${'x'.repeat(50)}.md`)
  expect(copyNameOf('...')).toBe('file')
})

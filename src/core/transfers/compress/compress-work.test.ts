import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CompressTransferRequest } from '../../../contract/transfer.ts'
import { reading } from '../../archives/testing/opened.test-support.ts'
import type { Backend } from '../../backends/backend.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const tree = {
  'trip/': '',
  'trip/notes.txt': 'a note',
  'trip/deep/': '',
  'trip/deep/more.txt': 'deeper',
  'alone.txt': 'one',
}
const wish = (more: Partial<CompressTransferRequest> = {}): CompressTransferRequest => ({
  verb: 'compress',
  sources: [{ location: { mount: 'local', path: 'trip' } }, { location: { mount: 'memory', path: 'alone.txt' } }],
  zip: { mount: 'local', path: 'out.zip' },
  ...more,
})
const zipOf = (path = 'out.zip') => reading(rig.backendOf('local'), path)
const namesOf = async () => Object.keys(await rig.treeOf('local'))

async function build(): Promise<void> {
  await rig.build('local', tree)
  await rig.build('memory', { 'alone.txt': 'one' })
}

/** Makes reads of a file wait until `release` is called. The zip is started but can't finish before that. */
function holdReads(path: string): { readonly begun: Promise<void>; release(): void } {
  const real = rig.backendOf('local')
  let release = () => {}
  let begin = () => {}
  const begun = new Promise<void>((resolve) => (begin = resolve))
  const held = new Promise<void>((resolve) => (release = resolve))
  const slow: Backend = {
    ...real,
    async read(at, options) {
      if (at === path) {
        begin()
        await Promise.race([
          held,
          new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason))),
        ])
      }
      return real.read(at, options)
    },
  }
  rig.opened.set('local', slow)
  return { begun, release: () => (rig.opened.set('local', real), release()) }
}

test('packs files and folders of several mounts into one zip as a single item', async () => {
  await build()
  const { transfer, items } = await rig.run(wish())
  expect(transfer).toMatchObject({
    verb: 'compress',
    names: ['trip', 'alone.txt'],
    into: { mount: 'local', path: '' },
    counts: { total: 1, done: 1, failed: 0 },
    bytes: { copied: 15 },
  })
  expect(items).toMatchObject([{ state: 'done', to: { path: 'out.zip' } }])
  expect((await zipOf().names()).toSorted()).toEqual(['alone.txt', 'trip'])
  expect(await zipOf().text('trip/deep/more.txt')).toBe('deeper')
})

test('refuses a taken name, and keeps the existing file', async () => {
  await build()
  await rig.build('local', { 'out.zip': 'mine' })
  const { items } = await rig.run(wish())
  expect(items).toMatchObject([{ state: 'failed', failure: { kind: 'exists' } }])
  expect(await rig.textOf('local', 'out.zip')).toBe('mine')
})

test('stores nothing if an entry cannot be packed, or reports it as failed on request', async () => {
  await build()
  symlinkSync('/nowhere', join(rig.folder, 'trip', 'link'))
  const { items } = await rig.run(wish())
  expect(items).toMatchObject([{ state: 'failed' }])
  expect(items[0]?.failure?.message).toBe(
    'Something can’t be packed, so nothing was stored. local:trip/link: Links are not packed.',
  )
  expect(await namesOf()).not.toContain('out.zip')
  const left = await rig.run(wish({ leavesOut: true }))
  expect(left.transfer.counts).toMatchObject({ total: 2, done: 1, failed: 1 })
  expect(left.items.map(({ from, state }) => `${from.path} ${state}`)).toEqual(['trip done', 'trip/link failed'])
  expect(await zipOf().text('trip/notes.txt')).toBe('a note')
})

test('removes the zip by an undo, unless it was changed since', async () => {
  await build()
  const { transfer } = await rig.run(wish())
  const undo = rig.transfers.startUndo(transfer.id)
  expect((await rig.untilEnded(undo.id)).counts).toMatchObject({ done: 1, failed: 0 })
  expect(await namesOf()).not.toContain('out.zip')
  const again = await rig.run(wish())
  await rig.build('local', { 'out.zip': 'edited since' })
  const refused = rig.transfers.startUndo(again.transfer.id)
  expect((await rig.untilEnded(refused.id)).counts).toMatchObject({ done: 0, skipped: 1 })
  expect(rig.itemsOf(refused.id)[0]?.reason).toBe('The zip changed since then, so it was kept.')
  expect(await rig.textOf('local', 'out.zip')).toBe('edited since')
})

test('leaves no file when paused and no staging file when cancelled, and restarts when resumed', async () => {
  await build()
  const slow = holdReads('trip/deep/more.txt')
  const { id } = rig.transfers.start(wish())
  await slow.begun
  await rig.transfers.pause(id)
  expect(readdirSync(rig.folder)).not.toContain('out.zip')
  slow.release()
  await rig.transfers.resume(id)
  expect((await rig.untilEnded(id)).counts).toMatchObject({ done: 1 })
  expect(await zipOf().text('trip/deep/more.txt')).toBe('deeper')
  const other = holdReads('trip/deep/more.txt')
  const next = rig.transfers.start(wish({ zip: { mount: 'local', path: 'next.zip' } }))
  await other.begun
  await rig.transfers.cancel(next.id)
  other.release()
  await rig.untilEnded(next.id)
  expect(await namesOf()).toEqual([
    'alone.txt',
    'out.zip',
    'trip/',
    'trip/deep/',
    'trip/deep/more.txt',
    'trip/notes.txt',
  ])
})

test('is done if the zip was published at the moment of a crash', async () => {
  await build()
  const real = rig.backendOf('local')
  let arrive = () => {}
  const arrived = new Promise<void>((resolve) => (arrive = resolve))
  rig.opened.set('local', {
    ...real,
    async write(path, body, options) {
      await real.write(path, body, options)
      arrive()
      return new Promise((_, reject) => options.signal.addEventListener('abort', () => reject(options.signal.reason)))
    },
  })
  const { id } = rig.transfers.start(wish())
  await arrived
  await rig.transfers.pause(id)
  rig.opened.set('local', real)
  await rig.transfers.resume(id)
  expect((await rig.untilEnded(id)).counts).toMatchObject({ done: 1, failed: 0 })
})

/** The cases of rclone's bisync tests, rewritten for this sync. */
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import { createWorld } from '../model/world.test-support.ts'
import { createSyncRig, type SyncRig, twoWay } from './sync-rig.test-support.ts'

const { signal } = new AbortController()
let test: SyncRig
beforeEach(async () => {
  test = await createSyncRig()
})
afterEach(() => test.close())

const files = (count: number, text = 'first') =>
  Object.fromEntries(Array.from({ length: count }, (_, each) => [`f${each}`, `${text} ${each}`]))
const laterMs = 1_700_000_000_000

async function agreeOn(tree: Readonly<Record<string, string>>) {
  await test.rig.build('memory', tree)
  await test.sync()
  expect(await test.live('other')).toEqual(await test.live('memory'))
}

describe('a guard against too many deletions', () => {
  it.each([
    ['memory', 'left'],
    ['other', 'right'],
  ] as const)('stops if files are missing from %s, until a person permits it', async (mount, side) => {
    await agreeOn(files(10))
    await test.remove(mount, ...Object.keys(files(6)))
    const { plan, guards, stops } = await test.plan()
    const other = side === 'left' ? 'right' : 'left'
    expect(guards).toEqual([{ kind: 'deletions', side: other, count: 6, of: 10 }])
    expect(stops).toEqual(['deletions'])
    await expect(test.start({ plan })).rejects.toThrow(`6 of 10 names on the ${other} side would be deleted.`)
    expect(Object.keys(await test.live(mount === 'memory' ? 'other' : 'memory'))).toHaveLength(10)
    await test.start({ plan, despite: ['deletions'] })
    expect([Object.keys(await test.live('memory')), Object.keys(await test.live('other'))]).toEqual([
      ['f6', 'f7', 'f8', 'f9'],
      ['f6', 'f7', 'f8', 'f9'],
    ])
    expect(await test.aside(mount === 'memory' ? 'other' : 'memory')).toHaveLength(6)
  })

  it('allows deletions up to a set number, and stops for one more', async () => {
    await agreeOn(files(10))
    await test.remove('memory', 'f1', 'f2')
    expect((await test.plan({ mostDeletions: 2 })).stops).toEqual([])
    expect((await test.plan({ mostDeletions: 1 })).stops).toEqual(['deletions'])
  })

  it('permits a run without deletions, which does everything else', async () => {
    await agreeOn(files(4))
    await test.remove('memory', 'f0', 'f1', 'f2')
    await test.rig.build('memory', { new: 'new' })
    const { plan } = await test.plan()
    expect(await test.start({ plan, withoutDeletions: true })).toEqual(['done new'])
    expect(Object.keys(await test.live('other'))).toEqual(['f0', 'f1', 'f2', 'f3', 'new'])
  })
})

describe('a side that appears empty', () => {
  it('stops the planning if it cannot be listed', async () => {
    await agreeOn(files(3))
    const given = test.rig.backendOf('other')
    test.rig.opened.set('other', withFaults(given, [{ operation: 'list', failure: 'unreachable' }]))
    await expect(test.plan()).rejects.toThrow()
    test.rig.opened.set('other', given)
    expect((await test.plan()).ways).toEqual([])
  })

  it('stops the planning if its listing fails after the first page', async () => {
    await agreeOn(files(3))
    const given = test.rig.backendOf('other')
    test.rig.opened.set('other', withFaults(given, [{ operation: 'list', failure: 'denied', afterPages: 1 }]))
    await expect(test.plan()).rejects.toThrow()
    test.rig.opened.set('other', given)
  })

  it('is synced except for a folder that cannot be listed', async () => {
    await agreeOn({ 'shut/': '', 'shut/in': 'in it', ...files(2) })
    await test.remove('memory', 'f0')
    const given = test.rig.backendOf('memory')
    test.rig.opened.set('memory', withFaults(given, [{ operation: 'list', path: 'shut', failure: 'denied' }]))
    const { plan, rows } = await test.plan()
    expect(rows.find(({ path }) => path === 'shut')).toMatchObject({ way: 'nothing', why: 'failed' })
    expect(await test.start({ plan })).toEqual(['done f0'])
    expect(await test.live('other')).toEqual({ 'shut/': '', 'shut/in': 'in it', f1: 'first 1' })
  })

  it('stops the pair if its disk was emptied or unmounted', async () => {
    const tops = { left: { mount: 'memory', path: 'disk' }, right: { mount: 'other', path: '' } }
    await test.rig.build('memory', { 'disk/': '', 'disk/a': 'a', 'disk/b': 'b' })
    await test.sync(tops)
    await test.remove('memory', 'disk/a', 'disk/b')
    const emptied = await test.plan(tops)
    expect(emptied.stops).toContain('empty-side')
    await expect(test.start({ plan: emptied.plan })).rejects.toThrow('Was it unmounted or renamed?')
    await test.remove('memory', 'disk')
    const unmounted = await test.plan(tops)
    expect(unmounted.stops).toContain('empty-side')
    await expect(test.start({ plan: unmounted.plan, withoutDeletions: true })).rejects.toThrow('Was it unmounted')
    expect(await test.live('other')).toEqual({ a: 'a', b: 'b' })
  })
})

describe('a file that changed on both sides', () => {
  beforeEach(() => agreeOn({ f: 'first' }))

  it('is not copied if both changes are the same, and is recorded as agreed', async () => {
    await test.write('memory', 'f', 'second', laterMs)
    await test.write('other', 'f', 'second', laterMs)
    expect((await test.plan()).ways).toEqual([])
    await test.sync()
    await test.remove('other', 'f')
    expect((await test.plan()).ways).toEqual(['f left'])
  })

  it('is kept twice on each side if the changes differ', async () => {
    await test.write('memory', 'f', 'left one', laterMs)
    await test.write('other', 'f', 'right one!', laterMs)
    await test.sync()
    const both = { f: 'left one', 'f (right)': 'right one!' }
    expect([await test.live('memory'), await test.live('other')]).toEqual([both, both])
    expect((await test.plan()).ways).toEqual([])
  })

  it.each([
    ['newer', 'newer right'],
    ['older', 'older left'],
    ['left', 'older left'],
    ['right', 'newer right'],
  ] as const)('is resolved by “%s”, and the other file is moved aside', async (onConflict, winner) => {
    await test.write('memory', 'f', 'older left', laterMs)
    await test.write('other', 'f', 'newer right', laterMs + 5000)
    await test.sync({ onConflict })
    expect([await test.live('memory'), await test.live('other')]).toEqual([{ f: winner }, { f: winner }])
    const loser = winner === 'older left' ? 'newer right' : 'older left'
    expect([...(await test.aside('memory')), ...(await test.aside('other'))]).toContain(loser)
  })

  it('is restored with the edit if the other side deleted it', async () => {
    await test.remove('memory', 'f')
    await test.write('other', 'f', 'edited', laterMs)
    await test.sync()
    expect(await test.live('memory')).toEqual({ f: 'edited' })
  })
})

describe('a deleted file is not restored', () => {
  it('after a run that was killed during deletions and copies', async () => {
    const sides = { left: createMemoryBackend(), right: createMemoryBackend() }
    let crashes = 0
    for (let crashAt = 1; crashAt < 12; crashAt++) {
      const world = createWorld(sides)
      const settings = { ...twoWay, left: { mount: 'left', path: '' }, right: { mount: 'right', path: '' } }
      const write = async (path: string) => {
        const body = new Blob([path]).stream() as ReadableStream<Uint8Array>
        await sides.left.write(path, body, { ifExists: 'replace', modifiedMs: laterMs, signal })
      }
      const names = Array.from({ length: 5 }, (_, each) => `${crashAt} ${each}`)
      for (const name of names) await write(name)
      await world.sync(settings)
      for (const name of names) await sides.left.remove(name, { signal })
      await write(`new ${crashAt}`)
      const first = await world.sync(settings, { crashAt })
      while ((await world.sync(settings)) !== 'nothing');
      const found: string[] = []
      for (const side of [sides.left, sides.right])
        for (const name of names) if (await side.stat(name, { signal }).catch(() => undefined)) found.push(name)
      expect(found).toEqual([])
      if (first === 'crashed') crashes += 1
      await world.close()
    }
    expect(crashes).toBeGreaterThan(5)
  })

  it('after the agreed state was lost, unless a person permitted that', async () => {
    await agreeOn(files(3))
    await test.remove('memory', 'f1')
    await test.rig.transfers.close()
    const folder = join(test.rig.folder, '../data/sync')
    for (const name of await readdir(folder)) await writeFile(join(folder, name), 'no database at all'.repeat(400))
    test.rig.reopen()
    const lost = await test.plan()
    expect([lost.isFirst, lost.stops, lost.ways]).toEqual([true, ['base-missing'], ['f1 left']])
    await expect(test.start({ plan: lost.plan })).rejects.toThrow(
      'The state of the last sync was lost with it, so the next run deletes nothing.',
    )
    expect(Object.keys(await test.live('memory'))).toEqual(['f0', 'f2'])
  })
})

describe('folders', () => {
  it('that are empty are created, and removed if the other side removed them', async () => {
    await agreeOn({ 'empty/': '', 'empty/er/': '', 'kept/': '', ...files(2) })
    await test.remove('other', 'empty/er', 'empty')
    await test.sync({ mostShare: 1 })
    expect(Object.keys(await test.live('memory'))).toEqual(['f0', 'f1', 'kept/'])
  })

  it('that became files since the plan are not deleted', async () => {
    await agreeOn({ 'd/': '', ...files(2) })
    await test.remove('memory', 'd')
    const { plan } = await test.plan()
    await test.remove('other', 'd')
    await test.write('other', 'd', 'a file now', laterMs)
    expect(await test.start({ plan })).toEqual(['skipped d'])
    expect(await test.live('other')).toEqual({ d: 'a file now', ...files(2) })
  })

  it('that one side deleted are kept if they contain something new', async () => {
    await agreeOn({ 'd/': '', 'd/old': 'old', f: 'f' })
    await test.remove('memory', 'd/old', 'd')
    await test.write('other', 'd/new', 'new', laterMs)
    await test.sync({ mostShare: 1 })
    expect([await test.live('memory'), await test.live('other')]).toEqual([
      { 'd/': '', 'd/new': 'new', f: 'f' },
      { 'd/': '', 'd/new': 'new', f: 'f' },
    ])
  })
})

it('moves a renamed file instead of copying it', async () => {
  await agreeOn({ 'to/': '', old: 'x'.repeat(1000), stays: 'stays' })
  await test.move('memory', 'old', 'to/new')
  const { plan, rows, totals } = await test.plan()
  expect(rows).toMatchObject([{ path: 'to/new', move: { on: 'right', from: 'old' } }])
  expect([totals.right.moved, totals.right.bytes, totals.right.deleted]).toEqual([1, 0, 0])
  await test.start({ plan })
  expect(Object.keys(await test.live('other'))).toEqual(['stays', 'to/', 'to/new'])
})

it('copies unusual names unchanged', async () => {
  const names = [
    'Übung',
    'e\u0301',
    '日本語',
    '😀',
    ' leading',
    'trailing ',
    'a\tb',
    'new\nline',
    '-n',
    '*?<>|:"',
    '%2F',
    "it's",
  ]
  const tree = Object.fromEntries(names.map((name) => [name, `text of ${name}`]))
  await agreeOn({ ...tree, 'folder {{x}}/': '', 'folder {{x}}/ä': 'ä' })
  for (const name of names) await test.remove('other', name)
  await test.sync({ mostShare: 1 })
  expect(Object.keys(await test.live('memory'))).toEqual(['folder {{x}}/', 'folder {{x}}/ä'])
})

it('treats names that differ only in case or accents as one if a side does so', async () => {
  const loose = createMemoryBackend({ looseNames: true })
  test.rig.opened.set('other', loose)
  await test.rig.build('memory', { 'e\u0301': 'accent', Read: 'one' })
  await test.rig.build('other', { é: 'accent', READ: 'one' })
  expect((await test.plan()).ways).toEqual([])
  await test.sync()
  await test.rig.build('memory', { read: 'two' })
  const { plan, rows } = await test.plan()
  expect(rows.every(({ way, why }) => way === 'nothing' && why === 'case-clash')).toBe(true)
  expect(await test.start({ plan })).toEqual([])
  expect(await test.rig.textOf('other', 'READ')).toBe('one')
})

describe('changed filters', () => {
  it('delete nothing, and ignored files stay on both sides', async () => {
    await agreeOn({ 'a.txt': 'a', 'b.log': 'b', 'logs/': '', 'logs/c': 'c' })
    const filters = { ignore: ['*.log', 'logs/'] }
    await test.remove('memory', 'b.log')
    expect((await test.plan({ filters })).ways).toEqual([])
    await test.sync({ filters })
    expect(Object.keys(await test.live('other'))).toEqual(['a.txt', 'b.log', 'logs/', 'logs/c'])
    expect((await test.plan()).ways).toEqual(['b.log right'])
  })
})

it('changes nothing while planning', async () => {
  await agreeOn(files(3))
  await test.write('memory', 'f0', 'edited', laterMs)
  await test.remove('other', 'f1')
  const before = [await test.rig.treeOf('memory'), await test.rig.treeOf('other')]
  const first = await test.plan()
  const second = await test.plan()
  expect(second.rows).toEqual(first.rows)
  expect(first.ways).toEqual(['f0 right', 'f1 left'])
  expect([await test.rig.treeOf('memory'), await test.rig.treeOf('other')]).toEqual(before)
})

it('copies files that change meanwhile in one complete state, and the last one in the next run', async () => {
  await test.rig.build('memory', files(20))
  const given = test.rig.backendOf('other')
  let edits = 0
  test.rig.opened.set('other', {
    ...given,
    stat: async (path, options) => {
      if (/^f1\d$/.test(path)) await test.write('memory', path, `edit ${(edits += 1)}`, laterMs + edits * 1000)
      return given.stat(path, options)
    },
    ...(given.bulk && {
      bulk: {
        ...given.bulk,
        async *write(...args: Parameters<typeof given.bulk.write>) {
          for (const { path } of args[0])
            if (path.startsWith('f1')) await test.write('memory', path, `edit ${(edits += 1)}`, laterMs + edits * 1000)
          yield* given.bulk?.write(...args) ?? []
        },
      },
    }),
  })
  await test.sync()
  expect(edits).toBeGreaterThan(0)
  const known = (text: string) => /^(first|edit) \d+$/.test(text)
  expect(Object.values(await test.live('other')).every(known)).toBe(true)
  test.rig.opened.set('other', given)
  await test.sync()
  expect(await test.live('other')).toEqual(await test.live('memory'))
  expect((await test.plan()).ways).toEqual([])
})

import { afterEach, beforeEach, expect, it } from 'vitest'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const rename = (mount: string, names: Readonly<Record<string, string>>) =>
  rig.run({
    verb: 'rename',
    sources: Object.entries(names).map(([path, as]) => ({ location: { mount, path }, as })),
  })

it.each(['memory', 'local'])(
  'renames files and folders in %s, even in a cycle, and one undo restores all',
  async (mount) => {
    const tree = { 'f/': '', 'f/a.txt': 'A', 'f/b.txt': 'B', 'f/c.txt': 'C', 'f/d/': '', 'f/d/in.txt': 'D' }
    await rig.build(mount, tree)
    const { transfer } = await rename(mount, {
      'f/a.txt': 'b.txt',
      'f/b.txt': 'a.txt',
      'f/c.txt': 'd',
      'f/d': 'e',
    })
    expect(transfer.counts).toMatchObject({ done: 5, failed: 0 }) // One entry of the cycle takes a detour.
    const renamed = { 'f/': '', 'f/a.txt': 'B', 'f/b.txt': 'A', 'f/d': 'C', 'f/e/': '', 'f/e/in.txt': 'D' }
    expect(await rig.treeOf(mount)).toEqual(renamed)
    expect(transfer.undo).toEqual({ can: true })
    const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
    expect(undone.counts).toMatchObject({ failed: 0, skipped: 0 })
    expect(await rig.treeOf(mount)).toEqual(tree)
  },
)

it('copies files if a mount cannot rename, even in a cycle, and refuses folders there', async () => {
  const tree = { 'a.txt': 'A', 'b.txt': 'B', 'f/': '' }
  await rig.build('memory', tree)
  const { rename: _, ...without } = rig.backendOf('memory')
  rig.opened.set('memory', without)
  const { transfer, items } = await rename('memory', { 'a.txt': 'b.txt', 'b.txt': 'a.txt', f: 'g' })
  expect(transfer.counts).toMatchObject({ done: 3, failed: 1 })
  expect(items.find(({ kind }) => kind === 'folder')?.failure?.kind).toBe('unsupported')
  expect(await rig.treeOf('memory')).toEqual({ 'a.txt': 'B', 'b.txt': 'A', 'f/': '' })
  await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
  expect(await rig.treeOf('memory')).toEqual(tree)
})

it('replaces nothing, and restores what it moved out of the way', async () => {
  const tree = { 'a.txt': 'A', 'b.txt': 'B', 'c.txt': 'C', 'other.txt': 'O' }
  await rig.build('local', tree)
  const { transfer, items } = await rename('local', { 'c.txt': 'other.txt' })
  expect(transfer.counts).toMatchObject({ done: 0, failed: 1 })
  expect(items[0]?.failure?.kind).toBe('exists')
  expect(await rig.treeOf('local')).toEqual(tree)

  const once = { operation: 'rename.rename', failure: 'denied', path: 'a.txt', times: 1 } as const
  rig.opened.set('local', withFaults(rig.backendOf('local'), [once]))
  const round = await rename('local', { 'a.txt': 'b.txt', 'b.txt': 'a.txt' })
  expect(round.transfer.counts.failed).toBeGreaterThan(0)
  expect(await rig.treeOf('local')).toEqual(tree)
})

it('keeps in an undo what was changed since', async () => {
  await rig.build('local', { 'a.txt': 'A', 'b.txt': 'B' })
  const { transfer } = await rename('local', { 'a.txt': 'x.txt', 'b.txt': 'y.txt' })
  await rig.build('local', { 'x.txt': 'written since', 'b.txt': 'new' })
  const undone = await rig.untilEnded(rig.transfers.startUndo(transfer.id).id)
  expect(undone.counts).toMatchObject({ done: 0, skipped: 2, failed: 0 })
  expect(await rig.treeOf('local')).toEqual({ 'b.txt': 'new', 'x.txt': 'written since', 'y.txt': 'B' })
})

it('resumes after its program was stopped within a cycle', async () => {
  await rig.build('local', { 'a.txt': 'A', 'b.txt': 'B', 'c.txt': 'C' })
  const blocked = { operation: 'rename.rename', hangs: 'until-told', path: 'a.txt' } as const
  const whole = rig.backendOf('local')
  rig.opened.set('local', withFaults(whole, [blocked]))
  const { id } = rig.transfers.start({
    verb: 'rename',
    sources: [
      { location: { mount: 'local', path: 'a.txt' }, as: 'b.txt' },
      { location: { mount: 'local', path: 'b.txt' }, as: 'a.txt' },
    ],
  })
  await rig.until(id, ({ counts, state }) => state === 'running' && counts.done === 1)
  await rig.transfers.close()
  rig.opened.set('local', whole)
  const again = rig.reopen()
  if (again.get(id).state === 'paused') await again.resume(id)
  await rig.until(id, (each) => each.state === 'ended' && each.counts.done === 3)
  expect(await rig.treeOf('local')).toEqual({ 'a.txt': 'B', 'b.txt': 'A', 'c.txt': 'C' })
})

it('refuses two equal names and invalid names before anything is renamed', async () => {
  await rig.build('local', { 'a.txt': 'A', 'b.txt': 'B' })
  expect(() =>
    rig.transfers.start({
      verb: 'rename',
      sources: ['a.txt', 'b.txt'].map((path) => ({ location: { mount: 'local', path }, as: 'x.txt' })),
    }),
  ).toThrow('Two items would have the same name: local:x.txt.')
  expect(() =>
    rig.transfers.start({ verb: 'rename', sources: [{ location: { mount: 'local', path: 'a.txt' }, as: '../a' }] }),
  ).toThrow('is not a valid name')
})

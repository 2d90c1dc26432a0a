/** Plans of `core/sync`, carried out by the queue. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StorageError } from '../../contract/failure.ts'
import type { PlanItem, PlanRow, SyncSettings } from '../../contract/sync/plan.ts'
import { withFaults } from '../layers/reliability/faults.ts'
import { planPair } from '../sync/pair/plan-pair.ts'
import { startPlan, type StartWish } from '../sync/pair/start-plan.ts'
import type { Transfers } from './transfers.ts'
import { createRig, outcomesOf, type Rig } from './transfers.test-support.ts'

const { signal } = new AbortController()
let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const twoWay: SyncSettings = {
  left: { mount: 'local', path: 'a' },
  right: { mount: 'memory', path: 'b' },
  mode: 'two-way',
  onConflict: 'keep-both',
  by: 'size-and-time',
  deleted: 'trash',
}

const depsOf = (transfers: Transfers) => ({
  mounts: rig.mounts,
  pairs: transfers.pairs,
  isOpen: (id: number) => transfers.isOpen(id),
  now: Date.now,
  enqueue: (request: Parameters<Transfers['start']>[0]) => transfers.start(request),
})

async function plan(settings: SyncSettings = twoWay, transfers = rig.transfers) {
  const rows: PlanRow[] = []
  let end: Extract<PlanItem, { kind: 'end' }> | undefined
  for await (const item of planPair(depsOf(transfers), settings, { signal })) {
    if (item.kind === 'rows') rows.push(...item.rows)
    else if (item.kind === 'end') end = item
  }
  if (!end) throw new Error('the plan has no end')
  return { ...end, rows }
}

async function start(wish: StartWish, transfers = rig.transfers) {
  const { transfer } = await startPlan(depsOf(transfers), wish, { signal })
  if (transfer === undefined) return []
  await rig.untilEnded(transfer)
  return outcomesOf(rig.itemsOf(transfer))
}
async function sync(settings: SyncSettings = twoWay) {
  return start({ plan: (await plan(settings)).plan })
}
/** Returns the tree without files that were put aside. */
async function treeOf(mount: string) {
  const all = Object.entries(await rig.treeOf(mount))
  return Object.fromEntries(all.filter(([path]) => !path.includes('.portolan-archive')))
}
const numberOf = (rows: readonly PlanRow[], path: string) => rows.find((row) => row.path === path)?.number ?? 0

describe('a sync that carries out a plan', () => {
  it('skips what changed since the plan, on either side, and completes the rest', async () => {
    await rig.build('local', { 'a/': '', 'a/edited': 'one', 'a/gone': 'two', 'a/same': 'three' })
    await sync()
    await rig.build('local', { 'a/edited': 'left edit', 'a/new': 'new', 'a/taken': 'left' })
    await rig.backendOf('local').remove('a/gone', { signal })
    const { plan: name, rows } = await plan()
    expect(rows.map(({ path, way }) => `${path} ${way}`).toSorted()).toEqual([
      'edited right',
      'gone right',
      'new right',
      'taken right',
    ])
    await rig.build('memory', {
      'b/edited': 'edited on the right as well',
      'b/gone': 'edited, too',
      'b/taken': 'mine!',
    })
    expect((await start({ plan: name })).toSorted()).toEqual([
      'done b/new',
      'skipped b/edited',
      'skipped b/gone',
      'skipped b/taken',
    ])
    expect(await rig.treeOf('memory')).toEqual({
      'b/': '',
      'b/edited': 'edited on the right as well',
      'b/gone': 'edited, too',
      'b/new': 'new',
      'b/same': 'three',
      'b/taken': 'mine!',
    })
    const after = (await plan()).rows.map(({ path, way }) => `${path} ${way}`).toSorted()
    expect(after).toEqual(['edited both', 'gone left', 'taken both'])
  })

  it('replaces a file by a folder and a folder by a file', async () => {
    await rig.build('local', { 'a/': '', 'a/x': 'file', 'a/y/': '', 'a/y/deep': 'in it' })
    await sync()
    const local = rig.backendOf('local')
    await local.remove('a/x', { signal })
    await local.remove('a/y/deep', { signal })
    await local.remove('a/y', { signal })
    await rig.build('local', { 'a/x/': '', 'a/x/inner': 'new', 'a/y': 'a file now' })
    const { plan: name } = await plan()
    const ends = await start({ plan: name, despite: ['deletions'] })
    expect(ends.filter((end) => !end.startsWith('done'))).toEqual([])
    expect(await treeOf('memory')).toEqual({ 'b/': '', 'b/x/': '', 'b/x/inner': 'new', 'b/y': 'a file now' })
    expect((await plan()).rows).toEqual([])
  })

  it('follows the choice of a person for each name', async () => {
    await rig.build('local', { 'a/': '', 'a/one': 'l', 'a/two': 'l', 'a/three': 'l', 'a/four': 'l', 'a/swap/': '' })
    await rig.build('memory', { 'b/': '', 'b/five': 'r', 'b/four': 'right', 'b/swap': 'file' })
    const { plan: name, rows } = await plan({ ...twoWay, onConflict: 'ask' })
    expect(rows.find(({ path }) => path === 'four')?.way).toBe('ask')
    const turn = (path: string, way: 'left' | 'right' | 'both' | 'nothing') => ({ number: numberOf(rows, path), way })
    await expect(start({ plan: name, turned: [turn('swap', 'right')] })).rejects.toThrow('a file on one side')
    const turned = [turn('one', 'nothing'), turn('two', 'left'), turn('four', 'both'), turn('five', 'right')]
    await start({ plan: name, turned })
    expect(await treeOf('memory')).toEqual({
      'b/': '',
      'b/four': 'l',
      'b/four (right)': 'right',
      'b/swap': 'file',
      'b/three': 'l',
    })
    expect(Object.keys(await treeOf('local'))).toEqual([
      'a/',
      'a/four',
      'a/four (right)',
      'a/one',
      'a/swap/',
      'a/three',
    ])
    await expect(start({ plan: name })).rejects.toThrow('Plan the sync again')
  })

  it('resumes after a stop, and records what both sides agree on', async () => {
    const tree = Object.fromEntries(Array.from({ length: 40 }, (_, each) => [`a/f${each}`, `${each}`.repeat(50_000)]))
    await rig.build('local', { 'a/': '', ...tree })
    const { plan: name } = await plan()
    const first = rig.transfers
    const { transfer = 0 } = await startPlan(
      depsOf(first),
      { plan: name, limits: { bytesPerSecond: 300_000, jobs: 1 } },
      { signal },
    )
    await rig.until(transfer, ({ counts }) => counts.done > 0)
    await first.close()
    const second = rig.reopen()
    second.setLimits(transfer, {})
    await rig.untilEnded(transfer)
    const again = await plan()
    expect([again.rows, again.totals.same, again.isFirst]).toEqual([[], 40, false])
    await rig.backendOf('memory').remove('b/f1', { signal })
    expect((await plan()).rows.map(({ path, way, wasThere }) => [path, way, wasThere])).toEqual([['f1', 'left', true]])
  })

  it('completes a move on retry if the source could not be removed at first', async () => {
    await rig.build('memory', { 'b/': '', 'b/f': 'handed over' })
    const given = rig.backendOf('memory')
    const fault = { path: 'b/f', failure: 'denied' } as const
    rig.opened.set('memory', withFaults(given, [{ operation: 'removeMany.removeMany', ...fault }]))
    const settings = { ...twoWay, left: twoWay.right, right: twoWay.left, mode: 'move-into' } as const
    const { plan: name } = await plan(settings)
    const { transfer = 0 } = await startPlan(depsOf(rig.transfers), { plan: name }, { signal })
    await rig.untilEnded(transfer)
    expect(outcomesOf(rig.itemsOf(transfer))).toEqual(['denied a/f'])
    rig.opened.set('memory', given)
    await rig.transfers.retryFailed(transfer)
    await rig.untilEnded(transfer)
    expect(outcomesOf(rig.itemsOf(transfer))).toEqual(['done a/f'])
    expect([await rig.treeOf('memory'), await rig.treeOf('local')]).toEqual([
      { 'b/': '' },
      { 'a/': '', 'a/f': 'handed over' },
    ])
  })

  it('completes moving a file aside on retry if it could not be removed at first', async () => {
    const { rename: _, ...given } = rig.backendOf('memory')
    rig.opened.set('memory', given)
    await rig.build('local', { 'a/': '', 'a/f': 'one', 'a/g': 'two', 'a/h': 'three' })
    await sync()
    await rig.backendOf('local').remove('a/f', { signal })
    const fault = { path: 'b/f', failure: 'denied' } as const
    rig.opened.set('memory', withFaults(given, [{ operation: 'removeMany.removeMany', ...fault }]))
    const { plan: name } = await plan()
    const { transfer = 0 } = await startPlan(depsOf(rig.transfers), { plan: name }, { signal })
    await rig.untilEnded(transfer)
    expect(outcomesOf(rig.itemsOf(transfer))).toEqual(['denied b/f'])
    rig.opened.set('memory', given)
    await rig.transfers.retryFailed(transfer)
    await rig.untilEnded(transfer)
    expect(await treeOf('memory')).toEqual({ 'b/': '', 'b/g': 'two', 'b/h': 'three' })
    const aside = Object.entries(await rig.treeOf('memory')).filter(([path]) => path.endsWith('/f'))
    expect(aside.map(([, text]) => text)).toEqual(['one'])
  })

  it('is not started while another program syncs the same two folders', async () => {
    await rig.build('local', { 'a/': '', 'a/large': 'x'.repeat(2_000_000) })
    const first = rig.transfers
    const mine = await plan()
    const second = rig.reopen()
    const theirs = await plan(twoWay, first)
    await expect(start({ plan: mine.plan }, first)).rejects.toThrow('Plan the sync again')
    const limits = { bytesPerSecond: 1000 }
    const { transfer = 0 } = await startPlan(depsOf(first), { plan: theirs.plan, limits }, { signal })
    const sentence = `Transfer ${transfer} is syncing local:a and memory:b now. Wait until it ends, or cancel it first.`
    await expect(plan(twoWay, second)).rejects.toThrow(sentence)
    await expect(startPlan(depsOf(second), { plan: theirs.plan }, { signal })).rejects.toThrow(sentence)
    await first.cancel(transfer)
    await rig.untilEnded(transfer)
    expect((await plan(twoWay, second)).rows).toHaveLength(1)
  })
})

describe('a file that cannot be replaced', () => {
  it('is restored, so that neither side lacks it', async () => {
    const mirror: SyncSettings = { ...twoWay, mode: 'mirror', left: twoWay.right, right: twoWay.left }
    await rig.build('memory', { 'b/': '', 'b/f': 'new and longer', 'b/g': 'new and longer' })
    await rig.build('local', { 'a/': '', 'a/f': 'old', 'a/g': 'old' })
    const backend = rig.backendOf('local')
    const { bulk: _, ...single } = backend
    const full: typeof backend = {
      ...single,
      write(path, body, options) {
        if (path !== 'a/f') return backend.write(path, body, options)
        throw new StorageError({ kind: 'no-space', message: 'The disk is full.', operation: 'test' })
      },
    }
    rig.opened.set('local', full)
    expect(await sync(mirror)).toEqual(['no-space a/f', 'done a/g'])
    expect(await treeOf('local')).toMatchObject({ 'a/f': 'old', 'a/g': 'new and longer' })
    rig.opened.set('local', backend)
    expect(await sync(mirror)).toEqual(['done a/f'])
    expect(await treeOf('local')).toMatchObject({ 'a/f': 'new and longer' })
    expect(
      Object.entries(await rig.treeOf('local'))
        .filter(([path]) => path.includes('archive'))
        .map(([, text]) => text),
    ).toEqual(expect.arrayContaining(['old', 'old']))
  })
})

describe('a store with a wrong clock', () => {
  it('is reported only if modification times decide', async () => {
    const backend = rig.backendOf('memory')
    rig.opened.set('memory', { ...backend, clock: { aheadMs: () => -3_600_000 } })
    await rig.build('local', { 'a/': '', 'a/f': 'one' })
    const clock = { kind: 'clock', side: 'right', aheadMs: -3_600_000 }
    for (const mode of ['two-way', 'update', 'mirror', 'move-into'] as const)
      expect((await plan({ ...twoWay, mode })).guards).toEqual([clock])
    expect((await plan({ ...twoWay, mode: 'contribute' })).guards).toEqual([])
    expect((await plan({ ...twoWay, by: 'hash' })).guards).toEqual([])
    const first = await plan()
    await expect(start({ plan: first.plan })).rejects.toThrow('is 60 minutes behind')
    await start({ plan: first.plan, despite: ['clock'] })
    expect((await plan()).guards).toEqual([])
    expect((await plan({ ...twoWay, onConflict: 'newer' })).guards).toEqual([clock])
  })
})

describe('the agreed state', () => {
  it('is not used if it is damaged or of other folders, until a person permits it', async () => {
    await rig.build('local', { 'a/': '', 'a/f': 'one' })
    await sync()
    const { pairs } = rig.transfers
    const folder = join(rig.folder, '../data/sync')
    const file = (await readdir(folder)).find((name) => name.endsWith('.db')) ?? ''
    const pair = pairs.open(file.slice(0, -3))
    pair.base.statements.run(`update pair set identity = 'local:a on volume 1' where side = 'left'`)
    await rig.backendOf('local').remove('a/f', { signal })
    const other = await plan()
    expect(other.guards.map(({ kind }) => kind)).toEqual(['other-place'])
    expect(other.rows.map(({ path, way }) => [path, way])).toEqual([['f', 'left']])
    await expect(start({ plan: other.plan })).rejects.toMatchObject({ failure: { kind: 'guarded' } })
    expect(await start({ plan: other.plan, despite: ['other-place'] })).toEqual(['done a/f'])
    expect((await plan()).guards).toEqual([])

    await rig.transfers.close()
    const bytes = await readFile(join(folder, file))
    await writeFile(join(folder, file), bytes.fill(7, 0, 4096))
    rig.reopen()
    await rig.backendOf('local').remove('a/f', { signal })
    const damaged = await plan()
    expect([damaged.isFirst, damaged.guards[0]]).toEqual([
      true,
      { kind: 'base-missing', notice: expect.stringContaining('damaged') },
    ])
    expect(damaged.rows.map(({ path, way }) => [path, way])).toEqual([['f', 'left']])
  })
})

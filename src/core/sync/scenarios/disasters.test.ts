/** External failures during a sync. Each one ends with a message, and no data is lost. */
import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { localDescriptor } from '../../backends/local/index.ts'
import { mountSmallDisk } from '../../files/small-disk.test-support.ts'
import { startPlan } from '../pair/start-plan.ts'
import { createSyncRig, type SyncRig } from './sync-rig.test-support.ts'
import probePath from './without-rights.ts?modulePath'

const { signal } = new AbortController()
const timeMs = 1_700_000_000_000
const mebibyte = 1024 ** 2
const cleanUps: (() => Promise<unknown>)[] = []
let test: SyncRig
beforeEach(async () => {
  test = await createSyncRig()
})
afterEach(async () => {
  await test.close()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

it('keeps the old files aside if the disk is full, and completes once there is space', async (context) => {
  const { folder, resize, unmount } = await mountSmallDisk(context, '8m')
  cleanUps.push(unmount)
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  cleanUps.push(() => local.close())
  test.rig.opened.set('other', local)
  for (const name of ['a', 'b', 'c']) await test.write('memory', name, `${name}1`.repeat(mebibyte), timeMs)
  await test.sync()
  for (const name of ['a', 'b', 'c']) await test.write('memory', name, `${name}2`.repeat(mebibyte + 1), timeMs + 5000)
  const { plan } = await test.plan()
  const { transfer = 0 } = await startPlan(test.deps(), { plan }, { signal })
  await test.rig.untilEnded(transfer)
  const failed = test.rig.itemsOf(transfer).flatMap(({ failure }) => failure ?? [])
  expect(new Set(failed.map(({ kind }) => kind))).toEqual(new Set(['no-space']))
  expect(failed[0]?.message).toMatch(/no space|full/i)
  const texts = [...Object.values(await test.live('other')), ...(await test.aside('other'))].map((text) =>
    text.slice(0, 2),
  )
  expect(texts).toEqual(expect.arrayContaining(['a1', 'b1', 'c1']))
  resize('64m')
  await test.sync()
  expect(await test.live('other')).toEqual(await test.live('memory'))
  expect((await test.plan()).ways).toEqual([])
})

async function withDataOn(folder: string) {
  await test.close()
  test = await createSyncRig({ folder: join(folder, 'data') })
  for (let each = 0; each < 5; each++) await test.write('memory', `f${each}`, `${each}`, timeMs)
  await test.sync()
  for (let each = 0; each < 999; each++) await test.write('memory', `new ${each}`, `${each}`, timeMs)
  await test.remove('memory', 'f1')
}

it('reports that there is no space for the plan, starts nothing, and works once there is space', async (context) => {
  const { folder, unmount } = await mountSmallDisk(context, '4m')
  cleanUps.push(unmount)
  await withDataOn(folder)
  const filler = join(folder, 'filler')
  await writeFile(filler, 'x'.repeat(4 * mebibyte)).catch(() => {})
  const before = await test.live('other')
  await expect(test.plan()).rejects.toMatchObject({
    failure: {
      kind: 'no-space',
      message: expect.stringMatching(/^Portolan can’t write .*, because the disk is full\..*\.$/),
    },
  })
  expect(await test.live('other')).toEqual(before)
  await rm(filler)
  expect((await test.plan()).ways).toHaveLength(999)
})

it('reports a read-only disk, starts nothing, and keeps the plan usable', async (context) => {
  const { folder, unmount } = await mountSmallDisk(context, '16m')
  cleanUps.push(unmount)
  await withDataOn(folder)
  const { plan } = await test.plan()
  const before = await test.live('other')
  await test.rig.transfers.close()
  const known = join(folder, 'data/sync')
  execFileSync('mount', ['--bind', known, known])
  execFileSync('mount', ['-o', 'remount,bind,ro', known])
  try {
    test.rig.reopen()
    await expect(test.plan()).rejects.toThrow(/^Portolan can’t write .*, because the disk is read-only\. .*\.$/)
    await test.rig.transfers.close()
  } finally {
    execFileSync('umount', ['-l', known])
  }
  expect(await test.live('other')).toEqual(before)
  test.rig.reopen()
  expect(await test.start({ plan })).toHaveLength(999)
})

it('follows the choices of a person even if the number of the transfer cannot be stored', async () => {
  for (const name of ['a', 'b', 'c']) await test.write('memory', name, name, timeMs)
  await test.sync()
  await test.remove('memory', 'a')
  await test.write('memory', 'new', 'new', timeMs)
  const { plan } = await test.plan()
  const { plans } = test.deps().pairs.open(plan.split('.')[0] ?? '')
  vi.spyOn(plans, 'setTransfer').mockImplementationOnce(() => {
    throw new Error('the disk is full')
  })
  await expect(test.start({ plan, withoutDeletions: true })).rejects.toThrow('the disk is full')
  await test.rig.untilEnded(2)
  expect(Object.keys(await test.live('other'))).toEqual(['a', 'b', 'c', 'new'])
})

it.skipIf(process.platform === 'win32')('changes nothing in a folder that cannot be listed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-shut-'))
  cleanUps.push(() => rm(folder, { recursive: true }))
  if (process.geteuid?.() === 0) execFileSync('chown', ['65534:65534', folder])
  const { stdout } = await promisify(execFile)(process.execPath, [probePath, folder], { cwd: folder })
  expect(JSON.parse(stdout)).toEqual({
    shut: { rows: ['shut nothing denied', 'f right'], right: ['g', 'h', 'shut', 'shut/in'] },
    again: { rows: ['shut/in right'], right: ['g', 'h', 'shut'] },
  })
})

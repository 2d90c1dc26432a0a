/** Cases where other programs lost files or copied all of them again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createMemoryBackend } from '../../backends/memory/index.ts'
import type { Backend } from '../../backends/backend.ts'
import { openS3 } from '../../backends/s3/index.ts'
import { describeWithService } from '../../backends/s3/testing/service.ts'
import { createTestBucket } from '../../backends/s3/testing/test-bucket.ts'
import { packEntries, unpackEntries } from '../../../contract/entry-page.ts'
import { intercept } from '../../layers/intercept.ts'
import { startPlan } from '../pair/start-plan.ts'
import { createSyncRig, type SyncRig } from './sync-rig.test-support.ts'

const { signal } = new AbortController()
const timeMs = 1_700_000_000_000
const hourMs = 3600_000
let test: SyncRig
beforeEach(async () => {
  test = await createSyncRig()
})
afterEach(() => test.close())

describe('a mirror', () => {
  it('stops before it replaces newer files by older ones, and moves the newer ones aside if permitted', async () => {
    await test.write('memory', 'f', 'older', timeMs)
    await test.write('other', 'f', 'newer one', timeMs + hourMs)
    const { plan, guards } = await test.plan({ mode: 'mirror' })
    expect(guards).toEqual([{ kind: 'newer-replaced', count: 1 }])
    await expect(test.start({ plan })).rejects.toThrow('1 file on the right side would be replaced by older files.')
    expect(await test.live('other')).toEqual({ f: 'newer one' })
    await test.start({ plan, despite: ['newer-replaced'] })
    expect([await test.live('other'), await test.aside('other')]).toEqual([{ f: 'older' }, ['newer one']])
  })

  it('of an empty folder onto a full one stops, and moves deleted files aside if permitted', async () => {
    for (const name of ['a', 'b']) await test.write('other', name, name, timeMs)
    const { plan, stops } = await test.plan({ mode: 'mirror' })
    expect(stops.toSorted()).toEqual(['deletions', 'empty-side'])
    await expect(test.start({ plan })).rejects.toMatchObject({ failure: { kind: 'guarded' } })
    await expect(test.start({ plan, withoutDeletions: true })).rejects.toThrow('The left side is empty.')
    expect(await test.live('other')).toEqual({ a: 'a', b: 'b' })
    await test.start({ plan, despite: ['deletions', 'empty-side'] })
    expect([await test.live('other'), await test.aside('other')]).toEqual([{}, ['a', 'b']])
  })
})

it.each(['two-way', 'update', 'contribute', 'move-into'] as const)(
  'deletes nothing in the first run as “%s” of an empty folder and a full one',
  async (mode) => {
    for (const name of ['a', 'b']) await test.write('other', name, name, timeMs)
    await test.sync({ mode })
    expect(await test.live('other')).toEqual({ a: 'a', b: 'b' })
    expect(await test.live('memory')).toEqual(mode === 'two-way' ? { a: 'a', b: 'b' } : {})
  },
)

it('stops when cancelled, and leaves no partial file behind', async () => {
  for (let each = 0; each < 40; each++) await test.write('memory', `f${each}`, 'x'.repeat(100_000), timeMs)
  const { plan } = await test.plan()
  const limits = { bytesPerSecond: 500_000, jobs: 1 }
  const { transfer = 0 } = await startPlan(test.deps(), { plan, limits }, { signal })
  await test.rig.until(transfer, ({ counts }) => counts.done > 0)
  await test.rig.transfers.cancel(transfer)
  const { counts, isCancelled } = await test.rig.untilEnded(transfer)
  expect([isCancelled, counts.cancelled > 0]).toEqual([true, true])
  const after = await test.live('other')
  expect(Object.keys(after)).toHaveLength(counts.done)
  expect(new Set(Object.values(after))).toEqual(new Set(['x'.repeat(100_000)]))
  await test.sync()
  expect(await test.live('other')).toEqual(await test.live('memory'))
})

/** Simulates a disk with shifted times and limited precision. */
function withTimes(inner: Backend, shiftMs: number, precisionMs: number): Backend {
  const shown = (ms: number) => Math.floor(ms / precisionMs) * precisionMs + shiftMs
  const entryShown = <T extends { readonly modifiedMs?: number }>(entry: T): T =>
    entry.modifiedMs === undefined ? entry : { ...entry, modifiedMs: shown(entry.modifiedMs) }
  const { bulk: _, staging: __, checksums: ___, ...rest } = inner
  return intercept(
    {
      ...rest,
      capabilities: { ...inner.capabilities, modifiedTime: { canSet: true, precisionMs } },
      stat: async (path, options) => entryShown(await inner.stat(path, options)),
      write: async (path, body, options) => {
        const given = options.modifiedMs === undefined ? {} : { modifiedMs: options.modifiedMs - shiftMs }
        const { sums: ____, ...stored } = await inner.write(path, body, { ...options, ...given })
        return { ...stored, ...(stored.modifiedMs !== undefined && { modifiedMs: shown(stored.modifiedMs) }) }
      },
    },
    {
      async *pages(pages) {
        for await (const page of pages)
          yield packEntries(unpackEntries(page).map(({ sums: _sums, ...each }) => entryShown(each)))
      },
    },
  )
}

describe('modification times', () => {
  it('that a disk stores with 2-second precision are no difference, in either direction', async () => {
    test.rig.opened.set('other', withTimes(createMemoryBackend(), 0, 2000))
    for (const [name, ms] of [
      ['a', 999],
      ['b', 1001],
      ['c', 1999],
      ['d', 3],
    ] as const)
      await test.write('memory', name, name, timeMs + ms)
    expect(await test.sync()).toEqual(['done a', 'done b', 'done c', 'done d'])
    expect((await test.plan()).ways).toEqual([])
    expect((await test.plan({ mode: 'mirror' })).ways).toEqual([])
    await test.write('memory', 'a', 'A', timeMs + 6000)
    expect((await test.plan()).ways).toEqual(['a right'])
  })

  it('that all shifted by one hour stop a mirror, and are ignored in a comparison by content', async () => {
    for (const name of ['a', 'b']) await test.write('memory', name, name, timeMs)
    await test.sync()
    test.rig.opened.set('other', withTimes(test.rig.backendOf('other'), hourMs, 1))
    expect((await test.plan({ mode: 'mirror', by: 'hash', mayDownload: true })).ways).toEqual([])
    expect((await test.plan({ mode: 'mirror' })).guards).toEqual([{ kind: 'newer-replaced', count: 2 }])
    await test.sync()
    expect([await test.live('memory'), await test.live('other')]).toEqual([
      { a: 'a', b: 'b' },
      { a: 'a', b: 'b' },
    ])
    expect((await test.plan()).ways).toEqual([])
  })
})

await describeWithService('a store with upload times only', (service) => {
  it('is up to date after one run, and later receives only edited files', async () => {
    const bucket = await createTestBucket(service)
    const s3 = await openS3({ ...service, bucket: bucket.name }, { signal })
    try {
      test.rig.opened.set('s3', s3)
      const to = { right: { mount: 's3', path: '' }, left: { mount: 'local', path: '' } }
      for (const name of ['a', 'b']) await test.write('local', name, name, timeMs)
      for (const mode of ['update', 'mirror', 'two-way'] as const) {
        await test.sync({ ...to, mode })
        expect((await test.plan({ ...to, mode })).ways).toEqual([])
      }
      await test.write('local', 'a', 'edited', Date.now() + hourMs)
      expect((await test.plan({ ...to, mode: 'mirror' })).ways).toEqual(['a right'])
      expect((await test.plan({ ...to, mode: 'two-way' })).ways).toEqual(['a right'])
    } finally {
      await s3.close()
      await bucket.remove()
    }
  })
})

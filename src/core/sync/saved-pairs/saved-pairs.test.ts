import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, type Rig } from '../../transfers/transfers.test-support.ts'
import killedPath from './killed-program.ts?modulePath'
import type { SyncCalls } from './run-pair.ts'
import type { SavedPairs, SavedPairsDeps } from './saved-pairs.ts'
import { callsOf, openSavedPairs, settings, untilPair, untilRun } from './saved-pairs.test-support.ts'

let rig: Rig
let opened: SavedPairs[]
let children: ChildProcess[]
beforeEach(async () => {
  rig = await createRig()
  opened = []
  children = []
  await mkdir(at('a'))
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const each of opened) await each.close()
  await rig.close()
})
const at = (path: string) => join(rig.folder, path)

function open(more: Partial<SavedPairsDeps> = {}, transfers = rig.transfers): SavedPairs {
  const saved = openSavedPairs(rig, transfers, more)
  opened.push(saved)
  return saved
}
function saveOne(saved: SavedPairs, more: Partial<typeof settings> = {}, schedule = {}): SavedPairs {
  saved.save({ name: 'p', settings: { ...settings, ...more }, schedule })
  return saved
}
const runOnce = (saved: SavedPairs, wish = {}) => untilRun(saved, 'p', saved.run({ name: 'p', ...wish }).run)

describe('a run of a pair', () => {
  it('completes, and the next one has nothing to do', async () => {
    const saved = saveOne(open())
    await writeFile(at('a/f'), 'text')
    expect(await runOnce(saved)).toMatchObject({ outcome: 'done', begunBy: 'person', items: { done: 1, failed: 0 } })
    expect(await rig.treeOf('memory')).toEqual({ f: 'text' })
    expect(await runOnce(saved)).toMatchObject({ outcome: 'nothing' })
  })

  it('stops for a guard without a change, and continues when a person permits it', async () => {
    const saved = saveOne(open())
    for (const name of ['f', 'g', 'h']) await writeFile(at(`a/${name}`), name)
    await runOnce(saved)
    for (const name of ['f', 'g']) await rm(at(`a/${name}`))
    const stopped = await runOnce(saved)
    expect([stopped.outcome, stopped.guards]).toEqual([
      'stopped',
      [{ kind: 'deletions', side: 'right', count: 2, of: 3 }],
    ])
    expect(Object.keys(await rig.treeOf('memory'))).toEqual(['f', 'g', 'h'])
    expect(await runOnce(saved, { despite: ['deletions'] })).toMatchObject({ outcome: 'done' })
    expect(Object.keys(await rig.treeOf('memory')).filter((path) => !path.startsWith('.'))).toEqual(['h'])
  })

  it('fails with a reason if no plan can be made', async () => {
    const saved = saveOne(open())
    const given = rig.backendOf('memory')
    rig.opened.set('memory', withFaults(given, [{ operation: 'list', failure: 'unreachable' }]))
    expect(await runOnce(saved)).toMatchObject({ outcome: 'failed', failure: { kind: 'unreachable' } })
    rig.opened.set('memory', given)
    expect(await runOnce(saved)).toMatchObject({ outcome: 'nothing' })
  })

  it('refuses a plan of two other folders', async () => {
    const saved = saveOne(open())
    await writeFile(at('a/f'), 'text')
    const other = `${'0'.repeat(24)}.1`
    expect(await runOnce(saved, { plan: other })).toMatchObject({ outcome: 'failed', failure: { kind: 'bad-input' } })
    expect(await rig.treeOf('memory')).toEqual({})
  })

  it('is reported as cancelled if its transfer is cancelled', async () => {
    rig.transfers.setLimits('all', { bytesPerSecond: 1000 })
    const saved = saveOne(open())
    await writeFile(at('a/f'), 'x'.repeat(2_000_000))
    const { run } = saved.run({ name: 'p' })
    const { last } = await untilPair(saved, 'p', (pair) => pair.last?.transfer !== undefined)
    await rig.transfers.cancel(last?.transfer ?? 0)
    expect(await untilRun(saved, 'p', run)).toMatchObject({ outcome: 'cancelled' })
    expect(await rig.treeOf('memory')).toEqual({})
  })

  it('can be cancelled during planning, without a change', async () => {
    const calls = callsOf(rig, rig.transfers)
    let isAsked = false
    const slow: SyncCalls = {
      ...calls,
      async *plan(wish, waits) {
        isAsked = true
        yield { kind: 'progress', path: '', looked: 7 }
        await new Promise((_, reject) =>
          waits.signal.addEventListener('abort', () => reject(waits.signal.reason as Error)),
        )
        yield* calls.plan(wish, waits)
      },
    }
    const saved = saveOne(open({ calls: slow }))
    await writeFile(at('a/f'), 'text')
    const { run } = saved.run({ name: 'p' })
    await untilPair(saved, 'p', ({ looked }) => looked === 7)
    await saved.cancel('p')
    expect(await untilRun(saved, 'p', run)).toMatchObject({ outcome: 'cancelled' })
    expect([isAsked, await rig.treeOf('memory')]).toEqual([true, {}])
    await saved.cancel('p') // No run is in progress, so this does nothing.
  })

  it('can be cancelled during copying', async () => {
    rig.transfers.setLimits('all', { bytesPerSecond: 1000 })
    const saved = saveOne(open())
    await writeFile(at('a/f'), 'x'.repeat(2_000_000))
    const { run } = saved.run({ name: 'p' })
    await untilPair(saved, 'p', (pair) => pair.last?.transfer !== undefined)
    await saved.cancel('p')
    expect(await untilRun(saved, 'p', run)).toMatchObject({ outcome: 'cancelled' })
    expect(await rig.treeOf('memory')).toEqual({})
  })

  it('needs a person if a conflict must be decided', async () => {
    const saved = saveOne(open(), { onConflict: 'ask' })
    await writeFile(at('a/f'), 'left')
    await rig.build('memory', { f: 'the right one' })
    expect(await runOnce(saved)).toMatchObject({ outcome: 'needs-you', totals: { asks: 1 } })
    expect([await readFile(at('a/f'), 'utf8'), await rig.textOf('memory', 'f')]).toEqual(['left', 'the right one'])
  })

  /** Each plan except the last ones is outdated when it starts. */
  function editing(rounds: number): { readonly calls: SyncCalls; readonly count: () => number } {
    const calls = callsOf(rig, rig.transfers)
    let count = 0
    return {
      count: () => count,
      calls: {
        ...calls,
        async start(wish, waits) {
          count += 1
          if (count <= rounds) await writeFile(at('a/f'), `edit ${count} ${'!'.repeat(count)}`)
          return calls.start(wish, waits)
        },
      },
    }
  }

  it('plans again what changed since the plan', async () => {
    const { calls, count } = editing(1)
    const saved = saveOne(open({ calls }))
    await writeFile(at('a/f'), 'first')
    expect(await runOnce(saved)).toMatchObject({ outcome: 'done' })
    expect([count(), await rig.textOf('memory', 'f')]).toEqual([2, 'edit 1 !'])
  })

  it('gives up after three plans if a file keeps changing, and the next run copies it', async () => {
    const { calls, count } = editing(3)
    const saved = saveOne(open({ calls }))
    await writeFile(at('a/f'), 'first')
    expect(await runOnce(saved)).toMatchObject({ outcome: 'needs-you', items: { skipped: 1 } })
    expect([count(), await rig.treeOf('memory')]).toEqual([3, {}])
    expect(await runOnce(saved)).toMatchObject({ outcome: 'done' })
    expect(await rig.textOf('memory', 'f')).toBe('edit 3 !!!')
  })
})

describe('a program that was killed', () => {
  const both = { right: { mount: 'local', path: 'b' } }
  async function kill(where: 'list' | 'copy') {
    await mkdir(at('b'))
    for (const name of ['f', 'large']) await writeFile(at(`a/${name}`), name.repeat(name === 'f' ? 1 : 500_000))
    saveOne(open(), both)
    const child = spawn(process.execPath, [killedPath, rig.folder, where], { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  it('while it copied: another one resumes its run and its transfer', async () => {
    await kill('copy')
    const again = open({ runsSchedules: true }, rig.reopen())
    const run = await untilRun(again, 'p')
    expect(run).toMatchObject({ outcome: 'done', items: { done: 2, failed: 0 } })
    expect(again.history('p', { limit: 5 }).runs).toHaveLength(1)
    expect((await readFile(at('b/large'), 'utf8')).length).toBe(2_500_000)
  })

  it('while it planned: the run is interrupted without a change, and the next run completes', async () => {
    await kill('list')
    const again = open({ runsSchedules: true }, rig.reopen())
    expect(await untilRun(again, 'p')).toMatchObject({ outcome: 'interrupted' })
    expect(Object.keys(await rig.treeOf('local')).filter((path) => path.startsWith('b/'))).toEqual(['b/'])
    expect(await runOnce(again)).toMatchObject({ outcome: 'done', items: { done: 2 } })
  })
})

describe('a pair runs automatically', () => {
  it('at its scheduled time, in only one of two programs', async () => {
    let now = 1_800_000_000_000
    const options = { runsSchedules: true, now: () => now }
    const [one, two] = [open(options), open(options, rig.reopen())]
    saveOne(one, {}, { everyMs: 3600_000 })
    for (let round = 1; round <= 4; round++) {
      await writeFile(at('a/f'), 'x'.repeat(round))
      now += 3600_000
      for (const each of [one, two])
        await untilPair(each, 'p', ({ nextMs, last }) => (nextMs ?? 0) > now && last?.outcome === 'done')
      expect(one.history('p', { limit: 10 }).runs.map(({ begunBy, outcome }) => [begunBy, outcome])).toEqual(
        Array.from({ length: round }, () => ['interval', 'done']),
      )
    }
  })

  it('when its disk is mounted, and again when the disk returns', async () => {
    await rename(at('a'), at('away'))
    await writeFile(at('away/f'), 'text')
    const saved = saveOne(open({ runsSchedules: true }), {}, { onMount: true })
    await rename(at('away'), at('a'))
    expect(await untilRun(saved, 'p')).toMatchObject({ begunBy: 'mount', outcome: 'done' })
    expect(saved.history('p', { limit: 5 }).runs).toHaveLength(1)
    expect(await rig.treeOf('memory')).toEqual({ f: 'text' })
  })

  it('after a change and a quiet period, and its own changes start no endless runs', { timeout: 60_000 }, async () => {
    await mkdir(at('b'))
    const saved = saveOne(open({ runsSchedules: true }), { right: { mount: 'local', path: 'b' } }, { onChange: true })
    const count = () => saved.history('p', { limit: 100 }).runs.length
    await mkdir(at('a/deep'))
    // Until the watcher has started.
    const writing = setInterval(() => void writeFile(at('a/deep/f'), 'edited'), 3000)
    const first = await untilPair(saved, 'p', ({ last }) => last?.begunBy === 'change' && last.outcome === 'done')
    clearInterval(writing)
    expect(await readFile(at('b/deep/f'), 'utf8')).toBe('edited')
    // The first run's own writes are changes too. The next run finds nothing to do, so no further run follows.
    const { last } = await untilPair(saved, 'p', (pair) => pair.last?.outcome === 'nothing')
    expect((last?.id ?? 0) > (first.last?.id ?? 0)).toBe(true)
    const was = count()
    await writeFile(at('a/g'), 'another edit')
    await untilPair(saved, 'p', (pair) => pair.last?.outcome === 'done')
    expect(count()).toBeLessThanOrEqual(was + 2)
  })

  it('after the current run if a change occurred during it', { timeout: 60_000 }, async () => {
    await writeFile(at('a/f'), 'x'.repeat(300_000))
    const saved = saveOne(open({ runsSchedules: true }), {}, { onChange: true })
    rig.transfers.setLimits('all', { bytesPerSecond: 60_000 })
    const { run } = saved.run({ name: 'p' })
    await untilPair(saved, 'p', (pair) => pair.last?.transfer !== undefined)
    await writeFile(at('a/late'), 'came while it ran')
    await untilRun(saved, 'p', run)
    await untilPair(saved, 'p', ({ last }) => last?.begunBy === 'change' && last.outcome === 'done')
    expect(Object.keys(await rig.treeOf('memory'))).toEqual(['f', 'late'])
  })
})

import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CopyTransferRequest, Policy } from '../../../contract/transfer.ts'
import { withFaults } from '../../layers/reliability/faults.ts'
import { createRig, outcomesOf, type Rig } from '../transfers.test-support.ts'

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

function copyOf(
  path: string,
  policy: Partial<Policy> = {},
  more: Partial<CopyTransferRequest> = {},
): CopyTransferRequest {
  return {
    verb: 'copy',
    sources: [{ location: { mount: 'memory', path } }],
    into: { mount: 'other', path: '' },
    policy: { skip: 'never', onConflict: 'fail', ...policy },
    ...more,
  }
}
/** Delays reads, so that a test can act in the meantime. */
function slowReads(delayMs: number, operation: 'read' | 'bulk.read' = 'read') {
  rig.opened.set('memory', withFaults(rig.backendOf('memory'), [{ operation, delayMs }]))
}
const tree = (count: number) =>
  Object.fromEntries([['f/', ''], ...Array.from({ length: count }, (_, at) => [`f/${at}`, `text ${at}`])])

describe('a paused transfer', () => {
  it('stops at once, and resumes where it was', async () => {
    await rig.build('memory', tree(60))
    slowReads(20)
    const { id } = rig.transfers.start(copyOf('f', {}, { limits: { jobs: 2 } }))
    await rig.until(id, ({ counts }) => counts.done > 3)
    await rig.transfers.pause(id)
    const paused = rig.transfers.get(id)
    expect(paused).toMatchObject({ state: 'paused', pausedBy: 'person' })
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect(rig.transfers.get(id).counts).toEqual(paused.counts)
    await rig.transfers.resume(id)
    const ended = await rig.untilEnded(id)
    expect(ended.counts).toMatchObject({ total: 60, done: 60, failed: 0 })
    expect(Object.keys(await rig.treeOf('other'))).toHaveLength(61)
  })

  it('shows its progress within a large file, and counts nothing twice when resumed', async () => {
    await rig.build('memory', { large: 'x'.repeat(40_000_000) })
    const { id } = rig.transfers.start(
      copyOf('large', {}, { into: { mount: 'local', path: '' }, limits: { bytesPerSecond: 12_000_000 } }),
    )
    await rig.until(id, ({ bytes }) => bytes.copied > 20_000_000)
    await rig.transfers.pause(id)
    const { bytes, state } = rig.transfers.get(id)
    expect(state).toBe('paused')
    expect(bytes.settled).toBeGreaterThan(8_000_000)
    expect(bytes.settled).toBeLessThan(40_000_000)
    expect(rig.itemsOf(id)[0]).toMatchObject({ state: 'planned', copiedBytes: bytes.settled })
    await rig.transfers.close()
    const again = rig.reopen()
    expect(again.get(id).bytes).toEqual(bytes)
    again.setLimits(id, {})
    await again.resume(id)
    expect((await rig.untilEnded(id)).bytes).toEqual({ total: 40_000_000, settled: 40_000_000, copied: 40_000_000 })
  })

  it('is paused after a restart, and a running one continues', async () => {
    await rig.build('memory', { ...tree(30), 'g/': '', 'g/x': 'X' })
    slowReads(20)
    const first = rig.transfers.start(copyOf('f', {}, { limits: { jobs: 1 } }))
    const second = rig.transfers.start(copyOf('g'))
    await rig.transfers.pause(second.id)
    await rig.until(first.id, ({ counts }) => counts.done > 2)
    await rig.transfers.close()
    const again = rig.reopen()
    expect((await rig.untilEnded(first.id)).counts).toMatchObject({ total: 30, done: 30 })
    expect(again.get(second.id).state).toBe('paused')
  })
})

describe('a transfer whose program stopped', () => {
  it('is left alone by a program that only reads, and resumes in the next one', async () => {
    await rig.build('memory', tree(30))
    slowReads(20)
    const { id } = rig.transfers.start(copyOf('f', {}, { limits: { jobs: 1 } }))
    await rig.until(id, ({ counts }) => counts.done > 2)
    await rig.transfers.close()
    const looking = rig.reopen({ runsAll: false })
    expect(looking.get(id)).toMatchObject({ state: 'paused', pausedBy: 'interrupted', isElsewhere: false })
    await looking.close()
    rig.reopen()
    expect((await rig.untilEnded(id)).counts).toMatchObject({ total: 30, done: 30 })
  })
})

describe('many files that wait for a retry', () => {
  it('cause no warning about too many listeners', async () => {
    const warnings: string[] = []
    const note = ({ message }: Error) => warnings.push(message)
    process.on('warning', note)
    await rig.build('memory', tree(40))
    for (const mount of ['memory', 'other']) {
      const { bulk: _, ...single } = rig.backendOf(mount)
      rig.opened.set(mount, single)
    }
    slowReads(20)
    const { id } = rig.transfers.start(copyOf('f', {}, { limits: { jobs: 1 } }))
    await rig.until(id, ({ counts, isCounting }) => counts.done > 2 && !isCounting)
    await rig.transfers.close()
    rig.opened.set(
      'memory',
      withFaults(rig.backendOf('memory'), [{ operation: 'read', times: 30, failure: 'timeout' }]),
    )
    rig.reopen({ firstWaitMs: 100, patienceMs: 10_000 })
    expect((await rig.untilEnded(id)).counts).toMatchObject({ total: 40, done: 40 })
    process.off('warning', note)
    expect(warnings).toEqual([])
  })
})

describe('a cancelled transfer', () => {
  it('keeps and reports complete files, and leaves no partial ones', async () => {
    await rig.build('memory', tree(900)) // More than one batch takes.
    slowReads(300, 'bulk.read')
    const { id } = rig.transfers.start(copyOf('f', {}, { into: { mount: 'local', path: '' }, limits: { jobs: 1 } }))
    await rig.until(id, ({ counts }) => counts.done > 3)
    await rig.transfers.cancel(id)
    const { counts, isCancelled, state } = rig.transfers.get(id)
    expect({ isCancelled, state }).toEqual({ isCancelled: true, state: 'ended' })
    expect(counts.cancelled).toBeGreaterThan(0)
    expect(counts.done + counts.cancelled).toBe(counts.total)
    const there = readdirSync(join(rig.folder, 'f'))
    expect(there.filter((name) => name.startsWith('.portolan-'))).toEqual([])
    expect(there.length).toBe(counts.done)
  })

  it('removes the pieces of a large file', async () => {
    await rig.build('memory', { large: 'x'.repeat(40_000_000) })
    const { id } = rig.transfers.start(
      copyOf('large', {}, { into: { mount: 'local', path: '' }, limits: { bytesPerSecond: 8_000_000 } }),
    )
    await rig.until(id, ({ bytes }) => bytes.copied > 8_000_000)
    expect(readdirSync(rig.folder).some((name) => name.startsWith('.portolan-'))).toBe(true)
    await rig.transfers.cancel(id)
    expect(readdirSync(rig.folder)).toEqual([])
  })
})

describe('a question', () => {
  it('blocks only its own item, and the answer decides', async () => {
    await rig.build('memory', { 'f/': '', 'f/a': 'new a', 'f/b': 'new b', 'f/c': 'new c' })
    await rig.build('other', { 'f/': '', 'f/a': 'old a', 'f/b': 'old b' })
    const { id } = rig.transfers.start(copyOf('f', { onConflict: 'ask' }))
    await rig.until(id, ({ counts }) => counts.asking === 2 && counts.done === 1)
    expect(await rig.textOf('other', 'f/c')).toBe('new c')
    const asking = rig.transfers.items({ id, order: 'needs-you', limit: 2 }).items
    expect(asking.map(({ question }) => question)).toMatchObject([
      { kind: 'exists', answers: ['overwrite', 'keep-both', 'skip'], newName: 'a (2)', target: { sizeBytes: 5 } },
      { kind: 'exists' },
    ])
    await rig.transfers.answer(id, asking[0]?.number ?? 0, 'keep-both', { forAll: false })
    await rig.until(id, ({ counts }) => counts.asking === 1 && counts.done === 2)
    await rig.transfers.answer(id, asking[1]?.number ?? 0, 'overwrite', { forAll: false })
    expect((await rig.untilEnded(id)).counts).toMatchObject({ total: 3, done: 3, asking: 0 })
    expect(await rig.treeOf('other')).toEqual({
      'f/': '',
      'f/a': 'old a',
      'f/a (2)': 'new a',
      'f/b': 'new b',
      'f/c': 'new c',
    })
  })

  it('can be answered for all of its kind, including later ones', async () => {
    await rig.build('memory', { ...tree(20), 'f/g/': '', 'f/g/z': 'new' })
    await rig.build('other', { ...tree(20), 'f/g/': '', 'f/g/z': 'old' })
    const { id } = rig.transfers.start(copyOf('f', { onConflict: 'ask' }))
    await rig.until(id, ({ counts }) => counts.asking > 0)
    const [first] = rig.transfers.items({ id, order: 'needs-you', limit: 1 }).items
    await rig.transfers.answer(id, first?.number ?? 0, 'skip', { forAll: true })
    expect((await rig.untilEnded(id)).counts).toMatchObject({ total: 21, done: 0, skipped: 21, asking: 0 })
    expect(await rig.textOf('other', 'f/g/z')).toBe('old')
  })

  it('remains after a restart', async () => {
    await rig.build('memory', { a: 'new' })
    await rig.build('other', { a: 'old' })
    const { id } = rig.transfers.start(copyOf('a', { onConflict: 'ask' }))
    await rig.until(id, ({ counts }) => counts.asking === 1)
    await rig.transfers.close()
    const again = rig.reopen()
    const [item] = again.items({ id, order: 'needs-you', limit: 1 }).items
    await again.answer(id, item?.number ?? 0, 'overwrite', { forAll: false })
    await rig.untilEnded(id)
    expect(await rig.textOf('other', 'a')).toBe('new')
  })
})

describe('a name that the target does not allow', () => {
  const long = `${'ä'.repeat(200)}.txt`

  it('fails with a message, and the others continue', async () => {
    await rig.build('memory', { 'f/': '', [`f/${long}`]: 'L', 'f/b': 'B' })
    const { items } = await rig.run(copyOf('f', {}, { into: { mount: 'local', path: '' } }))
    expect(items.map(({ state, failure }) => failure?.kind ?? state)).toEqual(['done', 'bad-name', 'done'])
  })

  it('is replaced if both files are kept, or on request', async () => {
    await rig.build('memory', { 'f/': '', [`f/${long}`]: 'L' })
    const into = { mount: 'local', path: '' }
    const both = await rig.run(copyOf('f', { onConflict: 'keep-both' }, { into, as: 'both' }))
    expect(both.transfer).toMatchObject({ counts: { done: 1, failed: 0 }, folders: { done: 1, existing: 0 } })
    const { id } = rig.transfers.start(copyOf('f', { onConflict: 'ask' }, { into, as: 'asked' }))
    await rig.until(id, ({ counts }) => counts.asking === 1)
    const [item] = rig.transfers.items({ id, order: 'needs-you', limit: 1 }).items
    expect(item?.question).toMatchObject({ kind: 'name', answers: ['rename', 'skip'] })
    await rig.transfers.answer(id, item?.number ?? 0, 'rename', { forAll: false })
    await rig.untilEnded(id)
    const names = ['both', 'asked'].map((folder) => readdirSync(join(rig.folder, folder)))
    expect(names).toEqual([[item?.question?.newName], [item?.question?.newName]])
  })
})

describe('a failed item', () => {
  it('is looked up again on retry, even if it is a folder by then', async () => {
    const { transfer } = await rig.run(copyOf('late'))
    expect(transfer.counts).toMatchObject({ total: 1, failed: 1 })
    await rig.build('memory', { 'late/': '', 'late/a': 'A' })
    await rig.transfers.retryFailed(transfer.id)
    const ended = await rig.untilEnded(transfer.id)
    expect(ended).toMatchObject({ counts: { total: 1, done: 1, failed: 0 }, bytes: { total: 1, settled: 1 } })
    expect(await rig.textOf('other', 'late/a')).toBe('A')
  })

  it('is retried on request', async () => {
    await rig.build('memory', { 'f/': '', 'f/a': 'A', 'f/b': 'B' })
    const whole = rig.backendOf('memory')
    rig.opened.set('memory', withFaults(whole, [{ operation: 'read', path: 'f/a', failure: 'denied' }]))
    const { transfer, items } = await rig.run(copyOf('f'))
    expect(transfer.counts).toMatchObject({ total: 2, done: 1, failed: 1 })
    expect(outcomesOf(items)).toContain('denied f/a')
    rig.opened.set('memory', whole)
    await rig.transfers.retryFailed(transfer.id)
    const ended = await rig.untilEnded(transfer.id)
    expect(ended).toMatchObject({ counts: { total: 2, done: 2, failed: 0 }, bytes: { total: 2, settled: 2 } })
    expect(await rig.textOf('other', 'f/a')).toBe('A')
  })

  it('is retried automatically if the failure is temporary', async () => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await rig.build('memory', { a: 'A' })
    const fault = { operation: 'read', failure: 'timeout', times: 2 } as const
    rig.opened.set('memory', withFaults(rig.backendOf('memory'), [fault]))
    expect((await rig.run(copyOf('a'))).transfer.counts).toMatchObject({ done: 1, failed: 0 })
  })
})

describe('the order of transfers', () => {
  it('can be changed, and decides which waiting transfer starts next', async () => {
    await rig.build('memory', { ...tree(40), a: 'A', b: 'B' })
    slowReads(30)
    const slow = ['1', '2', '3'].map((as) => rig.transfers.start(copyOf('f', {}, { as, limits: { jobs: 1 } })).id)
    const a = rig.transfers.start(copyOf('a')).id
    const b = rig.transfers.start(copyOf('b')).id
    expect(rig.transfers.get(b).state).toBe('waiting')
    rig.transfers.reorder(b, a)
    for await (const event of rig.transfers.watch({ signal: AbortSignal.timeout(5000) })) {
      if (event.kind !== 'all') continue
      expect(event.transfers.map(({ id }) => id)).toEqual([...slow, b, a])
      break
    }
    await rig.transfers.cancel(slow[0] ?? 0)
    await rig.untilEnded(b)
  })
})

describe('speed limits', () => {
  it('slow down a transfer, and take effect at once', async () => {
    await rig.build('memory', { large: 'x'.repeat(30_000_000) })
    const into = { mount: 'local', path: '' }
    const { id } = rig.transfers.start(copyOf('large', {}, { into, limits: { bytesPerSecond: 1_000_000 } }))
    await rig.until(id, ({ bytes }) => bytes.copied > 0)
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(rig.transfers.get(id).bytes.copied).toBeLessThan(20_000_000)
    rig.transfers.setLimits(id, {})
    expect((await rig.untilEnded(id)).bytes).toMatchObject({ total: 30_000_000, copied: 30_000_000 })
  })
})

describe('two programs with one queue', () => {
  it('see each other’s transfers, run none twice, and can pause them', async () => {
    await rig.build('memory', tree(60))
    slowReads(25)
    const mine = rig.transfers
    const { id } = mine.start(copyOf('f', {}, { limits: { jobs: 1 } }))
    await rig.until(id, ({ counts }) => counts.done > 1)
    const theirs = rig.reopen({ runsAll: false })
    expect(theirs.get(id)).toMatchObject({ state: 'running', isElsewhere: true })
    await expect(theirs.resume(id)).rejects.toMatchObject({ failure: { kind: 'busy' } })
    await theirs.pause(id)
    await expect.poll(() => mine.get(id).state, { timeout: 5000 }).toBe('paused')
    await theirs.resume(id)
    expect((await rig.untilEnded(id)).counts).toMatchObject({ total: 60, done: 60 })
  })

  it('write concurrently and lose nothing', async () => {
    await rig.build('memory', {
      ...tree(40),
      ...Object.fromEntries(Object.entries(tree(40)).map(([k, v]) => [`2${k}`, v])),
    })
    const mine = rig.transfers
    const theirs = rig.reopen({ runsAll: false })
    const one = mine.start(copyOf('f'))
    const two = theirs.start(copyOf('2f'))
    await rig.untilEnded(two.id)
    await expect.poll(() => mine.get(one.id).state, { timeout: 5000 }).toBe('ended')
    for (const id of [one.id, two.id]) expect(mine.get(id).counts).toMatchObject({ total: 40, done: 40 })
  })
})

describe('a queue that cannot be read', () => {
  const dataOf = () => join(dirname(rig.folder), 'data')
  async function noticeOf(): Promise<string | undefined> {
    const again = rig.reopen()
    for await (const event of again.watch({ signal: AbortSignal.timeout(5000) })) {
      return event.kind === 'all' ? event.notice : undefined
    }
    return undefined
  }

  it('is set aside when it is damaged, and a new one works', async () => {
    await rig.transfers.close()
    writeFileSync(join(dataOf(), 'transfers.db'), 'this is no database at all'.repeat(500))
    expect(await noticeOf()).toMatch(/damaged.*kept as/)
    expect(readdirSync(dataOf()).some((name) => name.endsWith('.aside'))).toBe(true)
    await rig.build('memory', { a: 'A' })
    expect((await rig.run(copyOf('a'))).transfer.counts).toMatchObject({ done: 1 })
  })

  it('is set aside when its tables are damaged', async () => {
    await rig.build('memory', { a: 'A' })
    await rig.run(copyOf('a'))
    await rig.transfers.close()
    const db = new Database(join(dataOf(), 'transfers.db'))
    db.exec('drop table items')
    db.close()
    expect(await noticeOf()).toMatch(/damaged/)
  })

  it('is set aside when a later version of Portolan wrote it', async () => {
    await rig.transfers.close()
    const db = new Database(join(dataOf(), 'transfers.db'))
    db.exec('pragma user_version = 99')
    db.close()
    expect(await noticeOf()).toMatch(/newer version of Portolan/)
  })

  it('does not prevent reading the other records if one is invalid', async () => {
    await rig.build('memory', { a: 'A', b: 'B' })
    const one = await rig.run(copyOf('a'))
    const two = await rig.run(copyOf('b'))
    await rig.transfers.close()
    const db = new Database(join(dataOf(), 'transfers.db'))
    db.prepare('update transfers set request = ? where id = ?').run('{"verb":', one.transfer.id)
    db.close()
    const { transfers } = rig.reopen().history({ limit: 10 })
    expect(transfers.map(({ id }) => id)).toEqual([two.transfer.id])
    expect(existsSync(join(dataOf(), 'transfers.db'))).toBe(true)
  })
})

describe('the history', () => {
  it('is searched by names and locations, and entries can be deleted', async () => {
    await rig.build('memory', { apple: 'A', pear: 'P' })
    const apple = await rig.run(copyOf('apple'))
    const pear = await rig.run(copyOf('pear'))
    const found = (search: string) => rig.transfers.history({ search, limit: 10 }).transfers.map(({ id }) => id)
    expect([found('APP'), found('memory:'), found('plum')]).toEqual([
      [apple.transfer.id],
      [pear.transfer.id, apple.transfer.id],
      [],
    ])
    await rig.transfers.forget(apple.transfer.id)
    expect(found('')).toEqual([pear.transfer.id])
  })
})

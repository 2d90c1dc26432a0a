/**
 * External failures during a transfer. Each one ends with a message, loses no data, and leaves a transfer that can be
 * resumed.
 */
import { execFile, execFileSync } from 'node:child_process'
import { link, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { StorageError } from '../../contract/failure.ts'
import type { CopyTransferRequest, Item, Transfer } from '../../contract/transfer.ts'
import { openAzure } from '../backends/azure/index.ts'
import { azurite } from '../backends/azure/testing/service.ts'
import { createTestContainer } from '../backends/azure/testing/test-container.ts'
import type { Backend } from '../backends/backend.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { mountSmallDisk, type SmallDisk } from '../files/small-disk.test-support.ts'
import { standardStack } from '../layers/standard-stack.ts'
import probePath from './copy-without-rights.ts?modulePath'
import { createRig, outcomesOf, type Rig } from './transfers.test-support.ts'

const { signal } = new AbortController()
const mebibyte = 1024 ** 2
const isRoot = process.geteuid?.() === 0
const cleanUps: (() => Promise<unknown>)[] = []

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(async () => {
  await rig.close()
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function request(from: string, into: string, more: Partial<CopyTransferRequest> = {}): CopyTransferRequest {
  const at = (text: string) => ({ mount: text.split(':')[0] ?? '', path: text.split(':')[1] ?? '' })
  const policy = { skip: 'never', onConflict: 'fail' } as const
  return { verb: 'copy', sources: [{ location: at(from), contents: true }], into: at(into), policy, ...more }
}

/** Checks that all items have ended, and that each is counted once. */
function expectWhole({ counts, folders }: Transfer, items: readonly Item[]): void {
  const { total, ...states } = counts
  expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(total)
  const doneFolders = folders.done + folders.existing
  expect(items).toHaveLength(total + doneFolders)
  const inState = (state: Item['state']) => items.filter((item) => item.state === state)
  expect(inState('done')).toHaveLength(states.done + doneFolders)
  for (const state of ['failed', 'skipped'] as const) expect(inState(state)).toHaveLength(states[state])
  for (const { failure } of items) if (failure) expect(failure.message).toMatch(/^[A-Z“].*\.$/)
  for (const { failure } of items) expect(failure?.kind).not.toBe('internal')
}

async function retried(id: number) {
  await rig.transfers.retryFailed(id)
  const transfer = await rig.untilEnded(id)
  return { transfer, items: rig.itemsOf(id) }
}

async function stagedIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.includes('.portolan-'))
}

/** Wraps a backend so that an action runs before a certain call. */
function meddled(
  backend: Backend,
  method: 'read' | 'write' | 'bulk' | 'writePiece',
  meddle: (path: string) => Promise<void>,
) {
  const { bulk, staging } = backend
  return {
    ...backend,
    ...(method === 'read' && {
      read: async (...given: Parameters<Backend['read']>) => {
        await meddle(given[0])
        return backend.read(...given)
      },
    }),
    ...(method === 'write' && {
      bulk: undefined,
      write: async (...given: Parameters<Backend['write']>) => {
        await meddle(given[0])
        return backend.write(...given)
      },
    }),
    ...(method === 'writePiece' &&
      staging && {
        staging: {
          ...staging,
          writePiece: async (...given: Parameters<typeof staging.writePiece>) => {
            await meddle(given[0])
            return staging.writePiece(...given)
          },
        },
      }),
    ...(method === 'bulk' &&
      bulk && {
        bulk: {
          ...bulk,
          async *copy(...given: Parameters<NonNullable<typeof bulk.copy>>) {
            for (const { path } of given[0]) await meddle(path)
            yield* bulk.copy?.(...given) ?? []
          },
        },
      }),
  } as Backend
}

async function mountDisk(context: TestContext, size: string): Promise<SmallDisk> {
  const disk = await mountSmallDisk(context, size)
  cleanUps.push(disk.unmount)
  return disk
}

describe('a disk that is full', () => {
  it('keeps complete files and nothing else, and the transfer continues once there is space', async (context) => {
    const { folder, resize } = await mountDisk(context, '6m')
    const local = await localDescriptor.open({ path: folder }, {}, { signal })
    rig.opened.set('full', standardStack(local, { mount: 'full', readOnly: false, isRemote: false }))
    cleanUps.push(() => local.close())
    const tree = {
      'a-small': 's'.repeat(1000),
      'b-large': 'l'.repeat(12 * mebibyte),
      'c-middle': 'm'.repeat(9 * mebibyte),
      'd-small': 'x'.repeat(mebibyte + 1),
      'e-streamed': 'y'.repeat(5 * mebibyte),
    }
    await rig.build('local', tree)
    const { transfer, items } = await rig.run(request('local:', 'full:', { limits: { jobs: 1 } }))
    expectWhole(transfer, items)
    const failed = items.filter(({ failure }) => failure)
    expect(failed.map(({ failure }) => failure?.kind)).toEqual(['no-space', 'no-space', 'no-space'])
    expect(failed[0]?.failure?.message).toMatch(/no space|full/i)
    expect(await rig.treeOf('full')).toEqual({ 'a-small': tree['a-small'], 'd-small': tree['d-small'] })
    expect(await stagedIn(folder)).toEqual([])
    resize('64m')
    const again = await retried(transfer.id)
    expect(again.transfer.counts).toMatchObject({ failed: 0, done: again.transfer.counts.total })
    expect(again.transfer.bytes.settled).toBe(again.transfer.bytes.total)
    expect(await rig.treeOf('full')).toEqual(tree)
  })
})

describe('a full disk for the list of transfers itself', () => {
  it('pauses running transfers with a message, and they continue once there is space', async (context) => {
    const { folder } = await mountDisk(context, '16m')
    await rig.close()
    rig = await createRig({ folder: join(folder, 'data') })
    const names = Array.from({ length: 800 }, (_, number) => `file-${number}`)
    await rig.build('memory', Object.fromEntries(names.map((name) => [name, name])))
    const { id } = rig.transfers.start(request('memory:', 'other:', { limits: { bytesPerSecond: 4000 } }))
    await rig.until(id, ({ counts }) => counts.done > 20)
    const filler = join(folder, 'filler')
    await writeFile(filler, 'x'.repeat(16 * mebibyte)).catch(() => {})
    const paused = await rig.until(id, ({ state }) => state === 'paused')
    expect(paused).toMatchObject({ pausedBy: 'interrupted', problem: { kind: 'no-space' } })
    expect(paused.problem?.message).toMatch(/can’t write .*, because the disk is full\. .*\.$/)
    expect(() => rig.transfers.start(request('memory:', 'other:again'))).toThrow(/is full/)
    await rm(filler)
    rig.transfers.setLimits(id, {})
    await rig.transfers.resume(id)
    const ended = await rig.untilEnded(id)
    expect(ended.counts).toMatchObject({ done: ended.counts.total, failed: 0 })
    expect(Object.keys(await rig.treeOf('other')).toSorted()).toEqual(names.toSorted())
  })
})

it.skipIf(process.platform === 'win32')(
  'loses nothing if permission is lost midway, and completes after a retry',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portolan-lost-'))
    cleanUps.push(() => rm(folder, { recursive: true }))
    if (isRoot) execFileSync('chown', ['65534:65534', folder])
    const { stdout } = await promisify(execFile)(process.execPath, [probePath, folder], { cwd: folder })
    const { first, second, whole } = JSON.parse(stdout) as Record<'first' | 'second', ProbeTold> & { whole: boolean }
    expectWhole(first.transfer, first.items)
    expect(first.transfer.counts.done).toBeGreaterThan(5)
    expect(new Set(first.items.flatMap(({ failure }) => failure?.kind ?? []))).toEqual(new Set(['denied']))
    expectWhole(second.transfer, second.items)
    expect(second.transfer.counts.failed).toBe(0)
    expect(whole).toBe(true)
  },
)
interface ProbeTold {
  readonly transfer: Transfer
  readonly items: readonly Item[]
}

it('keeps a file that replaces a folder after everything in it was moved', async () => {
  await rig.build('memory', { 'd/': '', 'd/f': 'moved' })
  const given = rig.backendOf('memory')
  rig.opened.set('memory', {
    ...given,
    removeMany: {
      async *removeMany(...args) {
        yield* given.removeMany?.removeMany(...args) ?? []
        await given.remove('d', { signal })
        const body = new Blob(['somebody else’s']).stream() as ReadableStream<Uint8Array>
        await given.write('d', body, { ifExists: 'fail', signal })
      },
    },
  })
  const policy = { skip: 'never', onConflict: 'fail' } as const
  const sources = [{ location: { mount: 'memory', path: 'd' } }]
  const { items } = await rig.run({ verb: 'move', sources, into: { mount: 'other', path: '' }, policy })
  expect(items.filter(({ state }) => state !== 'done')).toEqual([])
  expect([await rig.treeOf('memory'), await rig.treeOf('other')]).toEqual([
    { d: 'somebody else’s' },
    { 'd/': '', 'd/f': 'moved' },
  ])
})

describe('a source that is edited during the copy', () => {
  const [old, edited] = ['o'.repeat(20 * mebibyte), 'e'.repeat(20 * mebibyte)]

  it.each(['memory', 'other'])('is copied as edited, never mixed, in pieces to %s', async (mount) => {
    await rig.build('local', { 'f/': '', 'f/a': old })
    let pieces = 0
    rig.opened.set(
      mount,
      meddled(rig.backendOf(mount), 'writePiece', async () => {
        pieces += 1
        if (pieces === 2) await writeFile(join(rig.folder, 'f/a'), edited)
      }),
    )
    const { transfer, items } = await rig.run(request('local:f', `${mount}:`))
    expectWhole(transfer, items)
    expect(pieces).toBeGreaterThan(2)
    expect((await rig.textOf(mount, 'a')) === edited).toBe(true)
    expect(outcomesOf(items)).toContain('done a')
  })

  it('fails as changed if it is edited repeatedly, and leaves nothing behind', async () => {
    await rig.build('local', { 'f/': '', 'f/a': old })
    let edits = 0
    rig.opened.set(
      'other',
      meddled(rig.backendOf('other'), 'writePiece', async () => {
        edits += 1
        await writeFile(join(rig.folder, 'f/a'), `${edits}`.padEnd(20 * mebibyte, 'x'))
      }),
    )
    const { transfer, items } = await rig.run(request('local:f', 'other:'))
    expectWhole(transfer, items)
    expect(outcomesOf(items)).toContain('changed a')
    expect(items.at(-1)?.failure?.message).toBe('“a” changed while it was copied.')
    expect(await rig.treeOf('other')).toEqual({})
  })

  it.each([1000, 3 * mebibyte])('is copied completely with %i bytes on this computer', async (size) => {
    await rig.build('local', { 'f/': '', 'f/a': 'o'.repeat(size), 'to/': '' })
    let edits = 0
    const edit = async () => {
      edits += 1
      if (edits === 1) await writeFile(join(rig.folder, 'f/a'), 'e'.repeat(size + 7))
    }
    rig.opened.set('local', meddled(rig.backendOf('local'), size > mebibyte ? 'write' : 'bulk', edit))
    const { transfer, items } = await rig.run(request('local:f', 'local:to'))
    expectWhole(transfer, items)
    expect(edits).toBeGreaterThan(0)
    expect(await rig.textOf('local', 'to/a')).toBe('e'.repeat(size + 7))
    expect(transfer.bytes).toMatchObject({ total: size + 7, settled: size + 7 })
  })
})

describe('an interruption between publishing a file and removing its stage', () => {
  it.each(['fail', 'overwrite'] as const)('leaves no staging file, with %s', async (onConflict) => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await rig.build('memory', { 'f/': '', 'f/a': 'x'.repeat(9 * mebibyte) })
    const backend = rig.backendOf('local')
    const { staging } = backend
    if (!staging) throw new Error('folders have staging')
    let published = 0
    rig.opened.set('local', {
      ...backend,
      staging: {
        ...staging,
        async publish(path, token, options) {
          published += 1
          await link(join(rig.folder, token), join(rig.folder, 'kept'))
          await staging.publish(path, token, options)
          await rename(join(rig.folder, 'kept'), join(rig.folder, token))
          throw new StorageError({ kind: 'timeout', message: 'Stopped.', operation: 'test', retry: 'later' })
        },
      },
    })
    const policy = { skip: 'never', onConflict } as const
    const { transfer, items } = await rig.run(request('memory:f', 'local:', { policy }))
    expectWhole(transfer, items)
    expect(outcomesOf(items)).toContain('done a')
    expect(published).toBe(1)
    expect(await readdir(rig.folder)).toEqual(['a'])
  })

  it('leaves no staging file if another program took the name', async () => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await rig.build('memory', { 'f/': '', 'f/a': 'x'.repeat(9 * mebibyte) })
    rig.opened.set(
      'local',
      meddled(rig.backendOf('local'), 'writePiece', async () => {
        await writeFile(join(rig.folder, 'a'), 'theirs')
        throw new StorageError({ kind: 'timeout', message: 'Stopped.', operation: 'test', retry: 'later' })
      }),
    )
    const { transfer, items } = await rig.run(request('memory:f', 'local:'))
    expectWhole(transfer, items)
    expect(outcomesOf(items)).toContain('exists a')
    expect(await readdir(rig.folder)).toEqual(['a'])
  })
})

it('keeps uncopied files at the source if the target folder is deleted during a move', async () => {
  await rig.build('local', { 'f/': '', 'f/a': 'A', 'f/b': 'B', 'f/c': 'C' })
  await rig.build('other', { 'to/': '' })
  const target = rig.backendOf('other')
  let writes = 0
  rig.opened.set(
    'other',
    meddled(target, 'write', async () => {
      writes += 1
      if (writes !== 2) return
      for (const path of Object.keys(await rig.treeOf('other')).toReversed())
        await target.remove(path.replace(/\/$/, ''), { signal })
    }),
  )
  const move = request('local:f', 'other:to', { verb: 'move', limits: { jobs: 1 } })
  const { transfer, items } = await rig.run(move)
  expectWhole(transfer, items)
  const files = items.filter(({ kind }) => kind === 'file')
  expect(files.map(({ state, failure }) => failure?.kind ?? state)).toEqual(['done', 'not-found', 'not-found'])
  // Files that were not copied are still at the source.
  const left = files.slice(1).map(({ from }) => from.path.slice(2))
  for (const name of left) expect(await readFile(join(rig.folder, 'f', name), 'utf8')).toBe(name.toUpperCase())
  const again = await retried(transfer.id)
  expectWhole(again.transfer, again.items)
  const moved = Object.fromEntries(left.toSorted().map((name) => [`to/${name}`, name.toUpperCase()]))
  expect(await rig.treeOf('other')).toEqual({ 'to/': '', ...moved })
})

it('loses nothing if a credential expires midway, and completes after a retry', async () => {
  const service = await azurite()
  const container = await createTestContainer(service)
  cleanUps.push(() => container.remove())
  const { account, endpoint } = service
  const mountUntil = async (endsMs: number) => {
    const sasToken = await container.sas('rcwdl', { endsMs })
    const backend = await openAzure({ account, endpoint, container: container.name, sasToken }, { signal })
    cleanUps.push(() => backend.close())
    return standardStack(backend, { mount: 'far', readOnly: false })
  }
  const names = Array.from({ length: 40 }, (_, number) => `file-${String(number).padStart(2, '0')}`)
  await rig.build('memory', Object.fromEntries(names.map((name) => [name, name.repeat(50)])))
  const far = await mountUntil(Math.ceil(Date.now() / 1000) * 1000 + 1000)
  rig.opened.set('far', far)
  const slow = { limits: { jobs: 1, bytesPerSecond: 6000 } }
  const { transfer, items } = await rig.run(request('memory:', 'far:', slow))
  expectWhole(transfer, items)
  const { counts } = transfer
  expect([counts.done > 0, counts.failed > 0]).toEqual([true, true])
  expect(new Set(items.flatMap(({ failure }) => failure?.kind ?? []))).toEqual(new Set(['sign-in']))
  expect(items.find(({ failure }) => failure)?.failure?.message).toMatch(/expired|no longer|not valid/i)
  rig.opened.set('far', await mountUntil(Date.now() + 600_000))
  rig.transfers.setLimits(transfer.id, {})
  const again = await retried(transfer.id)
  expect(again.transfer.counts).toMatchObject({ failed: 0, done: counts.total })
  expect((await container.keys({ uncommitted: true })).toSorted()).toEqual(names)
  for (const name of names) expect((await container.get(name)).toString()).toBe(name.repeat(50))
})

it.skipIf(process.platform === 'win32')('fails only the file whose name the target does not allow', async () => {
  const long = 'n'.repeat(255)
  const longer = 'ü'.repeat(128)
  await rig.build('memory', { 'f/': '', [`f/${long}`]: 'L', [`f/${longer}`]: 'M', 'f/a': 'A' })
  const { transfer, items } = await rig.run(request('memory:f', 'local:'))
  expectWhole(transfer, items)
  expect(outcomesOf(items)).toEqual(expect.arrayContaining(['done a', `done ${long}`, `bad-name ${longer}`]))
  expect(items.find(({ failure }) => failure)?.failure?.message).toMatch(/name/)
  expect(await rig.treeOf('local')).toEqual({ a: 'A', [long]: 'L' })
})

it.skipIf(process.platform !== 'linux')(
  'copies what is not too deep for the target, and reports the rest',
  async () => {
    const names = Array.from({ length: 15 }, (_, level) => `${level}-`.padEnd(240, 'n'))
    const paths = names.map((_, level) => names.slice(0, level + 1).join('/'))
    const tree = Object.fromEntries(
      paths.flatMap((path) => [
        [`f/${path}/`, ''],
        [`f/${path}/file`, path.slice(-300)],
      ]),
    )
    const into = ['to'.padEnd(240, 'o'), 'two'.padEnd(240, 'o'), 'three'.padEnd(240, 'o')].join('/')
    await rig.build('local', { 'f/': '', ...tree })
    const { transfer, items } = await rig.run(request('local:f', `local:${into}`))
    expectWhole(transfer, items)
    const failed = items.filter(({ state }) => state === 'failed')
    expect(failed.length).toBeGreaterThan(0)
    for (const { failure } of failed) expect(failure?.message).toMatch(/^The path of “.+” is longer .* less deep\.$/)
    const first = failed.findLast(({ kind }) => kind === 'folder')?.from.path.slice(2) ?? ''
    expect(paths).toContain(first)
    // All entries above that folder were copied, except one file: the name of its stage would be too long.
    for (const path of paths.slice(0, paths.indexOf(first) - 1)) {
      expect(await rig.textOf('local', `${into}/${path}/file`)).toBe(path.slice(-300))
    }
    expect(await stagedIn(rig.folder)).toEqual([])
  },
)

describe('a name that another program takes meanwhile', () => {
  it.each([
    ['fail', { a: 'theirs' }, 'exists a'],
    ['keep-both', { a: 'theirs', 'a (2)': 'ours' }, 'done a (2)'],
    ['overwrite', { a: 'ours' }, 'done a'],
  ] as const)('is resolved with %s', async (onConflict, gives, outcome) => {
    await rig.build('memory', { 'f/': '', 'f/a': 'ours' })
    const target = rig.backendOf('local')
    let isTaken = false
    rig.opened.set(
      'local',
      meddled(target, 'write', async () => {
        if (!isTaken) await writeFile(join(rig.folder, 'a'), 'theirs')
        isTaken = true
      }),
    )
    const policy = { skip: 'never', onConflict } as const
    const { transfer, items } = await rig.run(request('memory:f', 'local:', { policy }))
    expectWhole(transfer, items)
    expect(outcomesOf(items)).toContain(outcome)
    expect(await rig.treeOf('local')).toEqual(gives)
  })

  it('is kept between folders of this computer', async () => {
    await mkdir(join(rig.folder, 'to'))
    await rig.build('local', { 'f/': '', 'f/a': 'ours', 'f/b': 'B' })
    rig.opened.set(
      'local',
      meddled(rig.backendOf('local'), 'bulk', async (path) => {
        if (path === 'to/a') await writeFile(join(rig.folder, 'to/a'), 'theirs')
      }),
    )
    const { transfer, items } = await rig.run(request('local:f', 'local:to'))
    expectWhole(transfer, items)
    expect(outcomesOf(items)).toEqual(expect.arrayContaining(['exists to/a', 'done to/b']))
    expect(await rig.textOf('local', 'to/a')).toBe('theirs')
    expect((await stat(join(rig.folder, 'f/a'))).size).toBe(4)
  })
})

import { readFileSync } from 'node:fs'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { splitLocation } from '../../contract/location.ts'
import type { CopyTransferRequest } from '../../contract/transfer.ts'
import type { Backend } from '../backends/backend.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { withFaults } from '../layers/reliability/faults.ts'
import { known } from '../../lib/known.ts'
import { createRig, outcomesOf, type Rig, type Tree } from './transfers.test-support.ts'

const { signal } = new AbortController()

interface Scenario {
  readonly title: string
  readonly have: Tree
  readonly from: string | readonly string[]
  readonly into: string
  readonly as?: string
  readonly move?: boolean
  readonly onConflict?: 'overwrite' | 'keep-both' | 'skip' | 'fail'
  /** All files that exist afterwards. */
  readonly gives: Tree
  /** The results, as `done path`, `skipped path`, or the failure's kind and the path. */
  readonly items?: readonly string[]
}

/**
 * The list of docs/copy-semantics.md, with the same titles in the same order. `SRC/` stands for the contents of a
 * folder.
 */
const scenarios: readonly Scenario[] = [
  {
    title: 'A file that is copied into an existing folder keeps its name',
    have: { 'a.txt': 'A', 'to/': '' },
    from: 'a.txt',
    into: 'to',
    gives: { 'a.txt': 'A', 'to/': '', 'to/a.txt': 'A' },
    items: ['done to/a.txt'],
  },
  {
    title: 'A file with a new name gets this name',
    have: { 'a.txt': 'A', 'to/': '' },
    from: 'a.txt',
    into: 'to',
    as: 'b.txt',
    gives: { 'a.txt': 'A', 'to/': '', 'to/b.txt': 'A' },
  },
  {
    title: 'A file that is copied into a missing folder creates this folder',
    have: { 'a.txt': 'A' },
    from: 'a.txt',
    into: 'x/y',
    gives: { 'a.txt': 'A', 'x/': '', 'x/y/': '', 'x/y/a.txt': 'A' },
  },
  {
    title: 'A folder that is copied into a folder becomes a folder in it',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'f/g/b': 'B', 'f/empty/': '', 'to/': '' },
    from: 'f',
    into: 'to',
    gives: {
      'f/': '',
      'f/a': 'A',
      'f/empty/': '',
      'f/g/': '',
      'f/g/b': 'B',
      'to/': '',
      'to/f/': '',
      'to/f/a': 'A',
      'to/f/empty/': '',
      'to/f/g/': '',
      'to/f/g/b': 'B',
    },
    items: ['done to/f/a', 'done to/f/g/b', 'done to/f/g', 'done to/f/empty', 'done to/f'],
  },
  {
    title: 'A folder with a new name gets this name',
    have: { 'f/': '', 'f/a': 'A', 'to/': '' },
    from: 'f',
    into: 'to',
    as: 'g',
    gives: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/g/': '', 'to/g/a': 'A' },
  },
  {
    title: 'The contents of a folder are copied into the target folder itself',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'to/': '' },
    from: 'f/',
    into: 'to',
    gives: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'to/': '', 'to/a': 'A', 'to/g/': '' },
  },
  {
    title: 'Folders with the same name are merged: files that exist only in the target stay',
    have: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/f/': '', 'to/f/old': 'O' },
    from: 'f',
    into: 'to',
    gives: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/f/': '', 'to/f/a': 'A', 'to/f/old': 'O' },
  },
  {
    title: 'An existing file is replaced with overwrite',
    have: { a: 'new', 'to/': '', 'to/a': 'old' },
    from: 'a',
    into: 'to',
    onConflict: 'overwrite',
    gives: { a: 'new', 'to/': '', 'to/a': 'new' },
    items: ['done to/a'],
  },
  {
    title: 'An existing file stays with skip',
    have: { a: 'new', 'to/': '', 'to/a': 'old' },
    from: 'a',
    into: 'to',
    onConflict: 'skip',
    gives: { a: 'new', 'to/': '', 'to/a': 'old' },
    items: ['skipped to/a'],
  },
  {
    title: 'With keep-both, the copy gets a number in its name',
    have: { 'a.txt': 'new', 'to/': '', 'to/a.txt': 'old', 'to/a (2).txt': '2' },
    from: 'a.txt',
    into: 'to',
    onConflict: 'keep-both',
    gives: { 'a.txt': 'new', 'to/': '', 'to/a (2).txt': '2', 'to/a (3).txt': 'new', 'to/a.txt': 'old' },
    items: ['done to/a (3).txt'],
  },
  {
    title: 'With fail, the copy fails and the existing file stays',
    have: { a: 'new', 'to/': '', 'to/a': 'old' },
    from: 'a',
    into: 'to',
    onConflict: 'fail',
    gives: { a: 'new', 'to/': '', 'to/a': 'old' },
    items: ['exists to/a'],
  },
  {
    title: 'A file never replaces a folder',
    have: { a: 'A', 'to/': '', 'to/a/': '' },
    from: 'a',
    into: 'to',
    onConflict: 'overwrite',
    gives: { a: 'A', 'to/': '', 'to/a/': '' },
    items: ['exists to/a'],
  },
  {
    title: 'A folder never replaces a file',
    have: { 'a/': '', 'a/x': 'X', 'to/': '', 'to/a': 'file' },
    from: 'a',
    into: 'to',
    onConflict: 'overwrite',
    gives: { 'a/': '', 'a/x': 'X', 'to/': '', 'to/a': 'file' },
    items: ['exists to/a'],
  },
  {
    title: 'A copy of a file onto itself is refused',
    have: { a: 'A' },
    from: 'a',
    into: '',
    onConflict: 'overwrite',
    gives: { a: 'A' },
    items: ['bad-input a'],
  },
  {
    title: 'A copy of a file onto itself with keep-both makes a second file',
    have: { a: 'A' },
    from: 'a',
    into: '',
    onConflict: 'keep-both',
    gives: { a: 'A', 'a (2)': 'A' },
  },
  {
    title: 'A copy of a folder into itself, or into a folder below it, is refused',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '' },
    from: 'f',
    into: 'f/g',
    gives: { 'f/': '', 'f/a': 'A', 'f/g/': '' },
    items: ['bad-input f/g/f'],
  },
  {
    title: 'A missing source fails, and the other sources are copied',
    have: { a: 'A', 'to/': '' },
    from: ['no', 'a'],
    into: 'to',
    gives: { a: 'A', 'to/': '', 'to/a': 'A' },
    items: ['not-found to/no', 'done to/a'],
  },
  {
    title: 'A moved file no longer exists in its old place',
    have: { a: 'A', 'to/': '' },
    from: 'a',
    into: 'to',
    move: true,
    gives: { 'to/': '', 'to/a': 'A' },
  },
  {
    title: 'A moved folder no longer exists in its old place',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'f/g/b': 'B', 'to/': '' },
    from: 'f',
    into: 'to',
    move: true,
    gives: { 'to/': '', 'to/f/': '', 'to/f/a': 'A', 'to/f/g/': '', 'to/f/g/b': 'B' },
  },
  {
    title: 'If a folder is moved onto a folder, they are merged, and skipped files stay in their old place',
    have: { 'f/': '', 'f/a': 'new', 'f/b': 'B', 'to/': '', 'to/f/': '', 'to/f/a': 'old' },
    from: 'f',
    into: 'to',
    move: true,
    onConflict: 'skip',
    gives: { 'f/': '', 'f/a': 'new', 'to/': '', 'to/f/': '', 'to/f/a': 'old', 'to/f/b': 'B' },
    items: ['skipped to/f/a', 'done to/f/b', 'skipped to/f'],
  },
  {
    title: 'If the contents of a folder are moved, the empty folder stays',
    have: { 'f/': '', 'f/a': 'A', 'to/': '' },
    from: 'f/',
    into: 'to',
    move: true,
    gives: { 'f/': '', 'to/': '', 'to/a': 'A' },
  },
]

type OldRequest = Pick<CopyTransferRequest, 'sources' | 'into' | 'as' | 'limits'> & {
  readonly move?: boolean
  readonly onConflict?: Scenario['onConflict']
}

let rig: Rig
beforeEach(async () => {
  rig = await createRig()
})
afterEach(() => rig.close())

const backendOf = (mount: string) => rig.backendOf(mount)
const build = (mount: string, tree: Tree) => rig.build(mount, tree)
const treeOf = (mount: string) => rig.treeOf(mount)
const textOf = (mount: string, path: string) => rig.textOf(mount, path)
const run = (request: OldRequest) => rig.run(transferOf(request))

function transferOf({ move = false, onConflict = 'fail', ...request }: OldRequest): CopyTransferRequest {
  const policy =
    onConflict === 'skip' ? ({ skip: 'exists', onConflict: 'fail' } as const) : ({ skip: 'never', onConflict } as const)
  return { ...request, verb: move ? 'move' : 'copy', policy }
}
function requestOf({ from, into, as, move, onConflict }: Scenario, mount: string): OldRequest {
  const sources = [from].flat().map((path) => {
    const contents = path.endsWith('/')
    return { location: { mount, path: contents ? path.slice(0, -1) : path }, contents }
  })
  return { sources, into: { mount, path: into }, ...known({ as, move, onConflict }) }
}

describe.each(['memory', 'local'])('copying within %s', (mount) => {
  for (const [index, scenario] of scenarios.entries()) {
    it(`${index + 1}. ${scenario.title}`, async () => {
      await build(mount, scenario.have)
      const told = outcomesOf((await run(requestOf(scenario, mount))).items).toSorted()
      expect(await treeOf(mount)).toEqual(scenario.gives)
      expect(told).toEqual(scenario.items?.toSorted() ?? told.filter((item) => item.startsWith('done ')))
    })
  }
})

describe('the table of copy scenarios', () => {
  it('equals the table in the docs', () => {
    const docs = readFileSync(new URL('../../../docs/copy-semantics.md', import.meta.url), 'utf8')
    const rows = [...docs.matchAll(/^\| *(\d+) *\| *(.*?) *\|/gm)].map(([, number, title]) => `${number}. ${title}`)
    expect(rows).toEqual(scenarios.map(({ title }, index) => `${index + 1}. ${title}`))
  })
})

describe('copying between mounts', () => {
  it('keeps the modification time, and counts what it did', async () => {
    await build('memory', { 'f/': '', 'f/a': 'hello', 'f/b': 'you' })
    const { items, transfer } = await run({ sources: [{ location: at('memory:f') }], into: at('local:') })
    expect((await backendOf('local').stat('f/a', { signal })).modifiedMs).toBe(1_600_000_000_123)
    expect(items).toHaveLength(3)
    expect(transfer).toMatchObject({
      counts: { total: 2, done: 2, skipped: 0, failed: 0 },
      folders: { done: 1, existing: 0 },
      bytes: { total: 8, copied: 8 },
    })
  })

  it('moves by copying, verifying and then deleting', async () => {
    await build('memory', { 'f/': '', 'f/a': 'hello' })
    await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(await treeOf('memory')).toEqual({})
    expect(await treeOf('other')).toEqual({ 'f/': '', 'f/a': 'hello' })
  })

  it('removes the sources of a move in batches, each only after an unchanged copy', async () => {
    const names = Array.from({ length: 40 }, (_, number) => `f/${number}`)
    await rig.build('memory', { 'f/': '', ...Object.fromEntries(names.map((name) => [name, name])) })
    const memory = rig.backendOf('memory')
    const batches: number[] = []
    const edited = 'f/7'
    let isEdited = false
    rig.opened.set('memory', {
      ...memory,
      remove: async (path, waits) => {
        expect(path).toBe('f')
        await memory.remove(path, waits)
      },
      async stat(path, waits) {
        // Once its copy exists.
        if (path === edited && !isEdited) {
          isEdited = true
          await rig.build('memory', { [edited]: 'edited' })
        }
        return memory.stat(path, waits)
      },
      removeMany: {
        async *removeMany(paths, waits) {
          batches.push(paths.length)
          for (const path of paths) expect(await rig.textOf('other', path)).toBe(path)
          yield* memory.removeMany?.removeMany(paths, waits) ?? []
        },
      },
    })
    const { transfer, items } = await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(outcomesOf(items).filter((outcome) => !outcome.startsWith('done'))).toEqual([
      'skipped f',
      `exists ${edited}`, // It is tried again, and its first copy has the name.
    ])
    expect(transfer.counts).toMatchObject({ total: 41, done: 39 })
    expect(batches.reduce((sum, count) => sum + count, 0)).toBe(39)
    expect(batches.length).toBeLessThan(20)
    expect(await rig.treeOf('memory')).toEqual({ 'f/': '', [edited]: 'edited' })
  })

  it('keeps the source of a move when the copy fails', async () => {
    await build('memory', { 'f/': '', 'f/a': 'A', 'f/b': 'B' })
    const { bulk: _, ...oneByOne } = backendOf('other')
    const failing = withFaults(oneByOne, [{ operation: 'write', path: 'f/a', failure: 'no-space' }])
    rig.opened.set('other', failing)
    const { items } = await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(outcomesOf(items)).toEqual(['skipped f', 'no-space f/a', 'done f/b'])
    expect(await treeOf('memory')).toEqual({ 'f/': '', 'f/a': 'A' })
  })

  it('treats a folder that disappeared during a move as moved', async () => {
    await build('memory', { 'f/': '', 'f/a': 'A' })
    rig.opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'remove', path: 'f', failure: 'not-found' }]),
    )
    const { items } = await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(outcomesOf(items)).toEqual(['done f', 'done f/a'])
  })

  it('leaves no partial file if a read fails', async () => {
    await build('memory', { a: 'x'.repeat(600_000) })
    rig.opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'read', failure: 'unreachable', afterBytes: 300_000 }]),
    )
    const { items } = await run({ sources: [{ location: at('memory:a') }], into: at('local:') })
    expect(outcomesOf(items)).toEqual(['unreachable a'])
    expect(await treeOf('local')).toEqual({})
  })

  it('lets a store copy within itself, and reads no bytes', async () => {
    await build('memory', { 'a.txt': 'A', 'to/': '' })
    await backendOf('memory').properties?.change('a.txt', { metadata: { colour: 'red' } }, { signal })
    rig.opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', failure: 'denied' }]))
    const { items } = await run({
      sources: [{ location: { mount: 'memory', path: 'a.txt' } }],
      into: { mount: 'memory', path: 'to' },
    })
    expect(outcomesOf(items)).toEqual(['done to/a.txt'])
    expect(await backendOf('memory').properties?.read('to/a.txt', { signal })).toMatchObject({
      metadata: { colour: 'red' },
    })
  })

  it('copies through this computer if a store cannot copy by itself', async () => {
    await build('memory', { 'a.txt': 'A', 'to/': '' })
    rig.opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'serverCopy.copyFrom', failure: 'unsupported' }]),
    )
    await run({ sources: [{ location: { mount: 'memory', path: 'a.txt' } }], into: { mount: 'memory', path: 'to' } })
    expect(await textOf('memory', 'to/a.txt')).toBe('A')
  })

  it('asks a store only once whether it can reach the other one', async () => {
    await build('memory', { 'f/': '', 'f/a': 'A', 'f/b': 'B', 'f/c': 'C' })
    const [from, to] = [backendOf('memory'), backendOf('other')]
    let asked = 0
    const links = {
      make: async () => ({ url: 'https://x.example', method: 'get' as const, endsMs: Date.now() + 1000 }),
    }
    rig.opened.set('memory', {
      ...from,
      links,
      capabilities: { ...from.capabilities, links: { methods: ['get'], canRevoke: false } },
    } as unknown as Backend)
    rig.opened.set('other', {
      ...to,
      serverCopy: {
        ...to.serverCopy,
        store: 'the other',
        copyFrom: async () => {
          asked += 1
          throw new StorageError({ kind: 'unsupported', message: 'Can’t be reached.', operation: 'test' })
        },
      },
      capabilities: { ...to.capabilities, copiesFromUrl: true },
    } as unknown as Backend)
    await run({ sources: [{ location: at('memory:f') }], into: at('other:'), limits: { jobs: 1 } })
    expect(await treeOf('other')).toEqual({ 'f/': '', 'f/a': 'A', 'f/b': 'B', 'f/c': 'C' })
    expect(asked).toBe(1)
  })

  it.each(['fail', 'keep-both', 'overwrite'] as const)(
    'recognises its own copy if the response was lost and the name is taken, with %s',
    async (onConflict) => {
      await build('memory', { a: 'A' })
      const faults = withFaults(backendOf('other'), [{ operation: 'write', failure: 'exists', isDone: true, times: 1 }])
      const { bulk: _, ...slow } = faults
      rig.opened.set('other', slow)
      const { items } = await run({ sources: [{ location: at('memory:a') }], into: at('other:'), onConflict })
      expect(outcomesOf(items)).toEqual(['done a'])
      expect(await treeOf('other')).toEqual({ a: 'A' })
    },
  )

  it('recognises a large file that it published if the response was lost', async () => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await build('memory', { a: 'x'.repeat(9 * 1024 ** 2) })
    const faults = [{ operation: 'staging.publish', failure: 'not-found', isDone: true, times: 1 }] as const
    rig.opened.set('other', withFaults(backendOf('other'), faults))
    const { items, transfer } = await run({ sources: [{ location: at('memory:a') }], into: at('other:') })
    expect(outcomesOf(items)).toEqual(['done a'])
    expect(transfer.bytes).toMatchObject({ total: 9 * 1024 ** 2, settled: 9 * 1024 ** 2 })
  })

  it('restarts a large file if its stage disappears', async () => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await build('memory', { a: 'x'.repeat(9 * 1024 ** 2) })
    const faults = [{ operation: 'staging.writePiece', failure: 'not-found', times: 1 }] as const
    rig.opened.set('other', withFaults(backendOf('other'), faults))
    const { items } = await run({ sources: [{ location: at('memory:a') }], into: at('other:') })
    expect(outcomesOf(items)).toEqual(['done a'])
  })

  it('pauses with the reason if the target folder cannot be created', async () => {
    await build('memory', { a: 'A' })
    rig.opened.set('other', withFaults(backendOf('other'), [{ operation: 'makeFolder', failure: 'denied' }]))
    const request = transferOf({ sources: [{ location: at('memory:a') }], into: at('other:x/y') })
    const { id } = rig.transfers.start(request)
    const stopped = await rig.until(id, ({ problem }) => problem !== undefined)
    expect(stopped).toMatchObject({ state: 'paused', problem: { kind: 'denied' } })
  })

  it('lists a folder again after temporary failures', async () => {
    await rig.close()
    rig = await createRig({ patienceMs: 10_000 })
    await build('memory', { 'f/': '', 'f/a': 'A', 'f/g/': '', 'f/g/b': 'B' })
    rig.opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'list', path: 'f/g', failure: 'timeout', times: 2 }]),
    )
    const { items } = await run({ sources: [{ location: at('memory:f') }], into: at('other:') })
    expect(outcomesOf(items)).toEqual(['done f', 'done f/a', 'done f/g', 'done f/g/b'])
  })

  it('leaves no file if the source ends early without an error', async () => {
    await build('memory', { a: 'x'.repeat(600_000) })
    rig.opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', cutAfterBytes: 300_000 }]))
    const { items } = await run({ sources: [{ location: at('memory:a') }], into: at('local:'), move: true })
    expect(outcomesOf(items)).toEqual(['changed a'])
    expect(await treeOf('local')).toEqual({})
    expect(Object.keys(await treeOf('local'))).toEqual([])
  })

  it('continues after a folder that cannot be read', async () => {
    await build('memory', { 'f/': '', 'f/g/': '', 'f/g/x': 'X', 'f/h/': '', 'f/h/y': 'Y' })
    rig.opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'list', path: 'f/g', failure: 'denied' }]))
    const { items } = await run({ sources: [{ location: at('memory:f') }], into: at('other:') })
    expect(outcomesOf(items)).toContain('denied f/g')
    expect(Object.keys(await treeOf('other'))).toContain('f/h/y')
  })

  it('skips symbolic links and gives the reason', async () => {
    await writeFile(join(rig.folder, 'real'), 'R')
    await symlink('real', join(rig.folder, 'link'))
    const { items } = await run({ sources: [{ location: at('local:link') }], into: at('memory:') })
    expect(items[0]).toMatchObject({ state: 'skipped', kind: 'link', reason: 'Links are not copied.' })
    await mkdir(join(rig.folder, 'to'))
    await run({ sources: [{ location: at('local:link') }], into: at('local:to'), move: true })
    expect((await backendOf('local').stat('to/link', { signal })).kind).toBe('link')
    expect(await readFile(join(rig.folder, 'real'), 'utf8')).toBe('R')
  })

  it('detects that another mount or a link leads to the same place', async () => {
    await mkdir(join(rig.folder, 'f/g'), { recursive: true })
    await writeFile(join(rig.folder, 'f/a'), 'A')
    await symlink('f', join(rig.folder, 'link'))
    rig.opened.set('again', await localDescriptor.open({ path: rig.folder }, {}, { signal }))
    const onto = await run({ sources: [{ location: at('local:f/a') }], into: at('again:f'), onConflict: 'overwrite' })
    const below = await run({ sources: [{ location: at('local:f') }], into: at('again:link/g') })
    expect([...outcomesOf(onto.items), ...outcomesOf(below.items)]).toEqual(['bad-input f/a', 'bad-input link/g/f'])
    expect(await readFile(join(rig.folder, 'f/a'), 'utf8')).toBe('A')
  })

  it('refuses an invalid request', async () => {
    const sources = [{ location: at('memory:a') }]
    const one = await run({ sources, into: at('other:'), as: '../x' }).catch(failureOf)
    const two = await run({ sources: [...sources, ...sources], into: at('other:'), as: 'x' }).catch(failureOf)
    expect([one, two]).toMatchObject([{ kind: 'bad-input' }, { kind: 'bad-input' }])
  })
})

function at(text: string) {
  const location = splitLocation(text)
  if (!location) throw new Error(text)
  return location
}

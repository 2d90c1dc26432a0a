import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CopyEvent } from '../../contract/api/files.ts'
import { unpackEntries } from '../../contract/entry-page.ts'
import { failureOf } from '../../contract/failure.ts'
import { splitLocation } from '../../contract/location.ts'
import type { Backend } from '../backends/backend.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { withFaults } from '../layers/faults.ts'
import { standardStack } from '../layers/standard-stack.ts'
import type { Mounts } from '../mounts/mounts.ts'
import { copy, type CopyRequest } from './copy.ts'
import { walk } from './walk.ts'

const { signal } = new AbortController()

/** A tree: names of folders end with a slash and have no content. */
type Tree = Readonly<Record<string, string>>

interface Scenario {
  readonly title: string
  readonly have: Tree
  readonly from: string | readonly string[]
  readonly into: string
  readonly as?: string
  readonly move?: boolean
  readonly onConflict?: CopyRequest['onConflict']
  /** Everything that is there afterwards. */
  readonly gives: Tree
  /** Outcomes, as `done path`, `skipped path`, or the failure's kind and the path. */
  readonly items?: readonly string[]
}

/** The list of docs/copy-semantics.md: titles and order are the same there. `SRC/` stands for the contents of a folder. */
const scenarios: readonly Scenario[] = [
  {
    title: 'A file into a folder that is there keeps its name',
    have: { 'a.txt': 'A', 'to/': '' },
    from: 'a.txt',
    into: 'to',
    gives: { 'a.txt': 'A', 'to/': '', 'to/a.txt': 'A' },
    items: ['done to/a.txt'],
  },
  {
    title: 'A file with a new name gets that name',
    have: { 'a.txt': 'A', 'to/': '' },
    from: 'a.txt',
    into: 'to',
    as: 'b.txt',
    gives: { 'a.txt': 'A', 'to/': '', 'to/b.txt': 'A' },
  },
  {
    title: 'A file into a folder that is not there makes that folder',
    have: { 'a.txt': 'A' },
    from: 'a.txt',
    into: 'x/y',
    gives: { 'a.txt': 'A', 'x/': '', 'x/y/': '', 'x/y/a.txt': 'A' },
  },
  {
    title: 'A folder into a folder becomes a folder in it',
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
    title: 'A folder with a new name gets that name',
    have: { 'f/': '', 'f/a': 'A', 'to/': '' },
    from: 'f',
    into: 'to',
    as: 'g',
    gives: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/g/': '', 'to/g/a': 'A' },
  },
  {
    title: 'The contents of a folder go into the folder itself',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'to/': '' },
    from: 'f/',
    into: 'to',
    gives: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'to/': '', 'to/a': 'A', 'to/g/': '' },
  },
  {
    title: 'A folder onto a folder of that name is merged: nothing the source lacks is deleted',
    have: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/f/': '', 'to/f/old': 'O' },
    from: 'f',
    into: 'to',
    gives: { 'f/': '', 'f/a': 'A', 'to/': '', 'to/f/': '', 'to/f/a': 'A', 'to/f/old': 'O' },
  },
  {
    title: 'A file onto a file with overwrite replaces it',
    have: { a: 'new', 'to/': '', 'to/a': 'old' },
    from: 'a',
    into: 'to',
    onConflict: 'overwrite',
    gives: { a: 'new', 'to/': '', 'to/a': 'new' },
    items: ['done to/a'],
  },
  {
    title: 'A file onto a file with skip leaves it',
    have: { a: 'new', 'to/': '', 'to/a': 'old' },
    from: 'a',
    into: 'to',
    onConflict: 'skip',
    gives: { a: 'new', 'to/': '', 'to/a': 'old' },
    items: ['skipped to/a'],
  },
  {
    title: 'A file onto a file with keep-both gets a number',
    have: { 'a.txt': 'new', 'to/': '', 'to/a.txt': 'old', 'to/a (2).txt': '2' },
    from: 'a.txt',
    into: 'to',
    onConflict: 'keep-both',
    gives: { 'a.txt': 'new', 'to/': '', 'to/a (2).txt': '2', 'to/a (3).txt': 'new', 'to/a.txt': 'old' },
    items: ['done to/a (3).txt'],
  },
  {
    title: 'A file onto a file with fail fails, and leaves it',
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
    title: 'A file onto itself is refused',
    have: { a: 'A' },
    from: 'a',
    into: '',
    onConflict: 'overwrite',
    gives: { a: 'A' },
    items: ['bad-input a'],
  },
  {
    title: 'A file onto itself with keep-both makes a second one',
    have: { a: 'A' },
    from: 'a',
    into: '',
    onConflict: 'keep-both',
    gives: { a: 'A', 'a (2)': 'A' },
  },
  {
    title: 'A folder into itself or below is refused',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '' },
    from: 'f',
    into: 'f/g',
    gives: { 'f/': '', 'f/a': 'A', 'f/g/': '' },
    items: ['bad-input f/g/f'],
  },
  {
    title: 'A source that is not there fails, and the others go on',
    have: { a: 'A', 'to/': '' },
    from: ['no', 'a'],
    into: 'to',
    gives: { a: 'A', 'to/': '', 'to/a': 'A' },
    items: ['not-found to/no', 'done to/a'],
  },
  {
    title: 'A moved file is gone from where it was',
    have: { a: 'A', 'to/': '' },
    from: 'a',
    into: 'to',
    move: true,
    gives: { 'to/': '', 'to/a': 'A' },
  },
  {
    title: 'A moved folder is gone from where it was',
    have: { 'f/': '', 'f/a': 'A', 'f/g/': '', 'f/g/b': 'B', 'to/': '' },
    from: 'f',
    into: 'to',
    move: true,
    gives: { 'to/': '', 'to/f/': '', 'to/f/a': 'A', 'to/f/g/': '', 'to/f/g/b': 'B' },
  },
  {
    title: 'A folder moved onto a folder is merged, and what was skipped stays where it was',
    have: { 'f/': '', 'f/a': 'new', 'f/b': 'B', 'to/': '', 'to/f/': '', 'to/f/a': 'old' },
    from: 'f',
    into: 'to',
    move: true,
    onConflict: 'skip',
    gives: { 'f/': '', 'f/a': 'new', 'to/': '', 'to/f/': '', 'to/f/a': 'old', 'to/f/b': 'B' },
    items: ['skipped to/f/a', 'done to/f/b', 'skipped to/f'],
  },
  {
    title: 'The moved contents of a folder leave the folder itself, empty',
    have: { 'f/': '', 'f/a': 'A', 'to/': '' },
    from: 'f/',
    into: 'to',
    move: true,
    gives: { 'f/': '', 'to/': '', 'to/a': 'A' },
  },
]

let folder: string
let opened: Map<string, Backend>

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'portolan-copy-')))
  const local = await localDescriptor.open({ path: folder }, {}, { signal })
  opened = new Map([
    ['memory', standardStack(createMemoryBackend(), { mount: 'memory', readOnly: false })],
    ['other', standardStack(createMemoryBackend(), { mount: 'other', readOnly: false })],
    ['local', standardStack(local, { mount: 'local', readOnly: false })],
  ])
})
afterEach(async () => {
  await Promise.all([...opened.values()].map((backend) => backend.close()))
  await rm(folder, { recursive: true })
})

const mounts: Pick<Mounts, 'open'> = {
  async open(name) {
    const backend = opened.get(name)
    if (!backend) throw new Error(`no mount ${name}`)
    const info = { name, type: 'memory', group: 'other', readOnly: false, builtIn: false } as const
    return { info, backend }
  },
}
function backendOf(mount: string): Backend {
  const backend = opened.get(mount)
  if (!backend) throw new Error(`no mount ${mount}`)
  return backend
}

function bodyOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream() as ReadableStream<Uint8Array>
}
async function build(mount: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    if (path.endsWith('/')) await backendOf(mount).makeFolder(path.slice(0, -1), { signal })
    else
      await backendOf(mount).write(path, bodyOf(content), { ifExists: 'fail', signal, modifiedMs: 1_600_000_000_123 })
  }
}
async function textOf(mount: string, path: string): Promise<string> {
  const stream = await backendOf(mount).read(path, { signal })
  return new Response(stream as ConstructorParameters<typeof Response>[0]).text()
}
async function treeOf(mount: string): Promise<Tree> {
  const tree: Record<string, string> = {}
  for await (const item of walk(backendOf(mount), '', { signal })) {
    if ('failure' in item) throw new Error(item.failure.message)
    for (const { name, kind } of unpackEntries(item.page)) {
      const path = item.path === '' ? name : `${item.path}/${name}`
      tree[kind === 'folder' ? `${path}/` : path] = kind === 'file' ? await textOf(mount, path) : ''
    }
  }
  return Object.fromEntries(Object.entries(tree).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
async function run(request: Partial<CopyRequest> & Pick<CopyRequest, 'sources' | 'into'>): Promise<CopyEvent[]> {
  const events: CopyEvent[] = []
  for await (const event of copy(mounts, { move: false, onConflict: 'fail', ...request }, { signal }))
    events.push(event)
  return events
}
function requestOf({ from, into, as, move, onConflict }: Scenario, mount: string): CopyRequest {
  const sources = [from].flat().map((path) => {
    const contents = path.endsWith('/')
    return { location: { mount, path: contents ? path.slice(0, -1) : path }, contents }
  })
  return {
    sources,
    into: { mount, path: into },
    move: move ?? false,
    onConflict: onConflict ?? 'fail',
    ...(as && { as }),
  }
}
function outcomes(events: readonly CopyEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'item' ? [`${event.failure?.kind ?? event.outcome} ${event.to.path}`] : [],
  )
}

describe.each(['memory', 'local'])('copying within %s', (mount) => {
  for (const [index, scenario] of scenarios.entries()) {
    it(`${index + 1}. ${scenario.title}`, async () => {
      await build(mount, scenario.have)
      const told = outcomes(await run(requestOf(scenario, mount))).toSorted()
      expect(await treeOf(mount)).toEqual(scenario.gives)
      expect(told).toEqual(scenario.items?.toSorted() ?? told.filter((item) => item.startsWith('done ')))
    })
  }
})

describe('the table of copy scenarios', () => {
  it('is the same in the docs', () => {
    const docs = readFileSync(new URL('../../../docs/copy-semantics.md', import.meta.url), 'utf8')
    const rows = [...docs.matchAll(/^\| *(\d+) *\| *(.*?) *\|/gm)].map(([, number, title]) => `${number}. ${title}`)
    expect(rows).toEqual(scenarios.map(({ title }, index) => `${index + 1}. ${title}`))
  })
})

describe('copying between mounts', () => {
  it('keeps the time, and counts what it did', async () => {
    await build('memory', { 'f/': '', 'f/a': 'hello', 'f/b': 'you' })
    const events = await run({ sources: [{ location: at('memory:f') }], into: at('local:') })
    expect((await backendOf('local').stat('f/a', { signal })).modifiedMs).toBe(1_600_000_000_123)
    expect(events.at(-1)).toEqual({ kind: 'end', done: 3, skipped: 0, failed: 0, doneBytes: 8 })
    expect(events.at(-2)).toMatchObject({ kind: 'progress', doneItems: 3, doneBytes: 8 })
  })

  it('moves by copying, checking and then deleting', async () => {
    await build('memory', { 'f/': '', 'f/a': 'hello' })
    await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(await treeOf('memory')).toEqual({})
    expect(await treeOf('other')).toEqual({ 'f/': '', 'f/a': 'hello' })
  })

  it('keeps the source of a move when the copy fails', async () => {
    await build('memory', { 'f/': '', 'f/a': 'A', 'f/b': 'B' })
    const failing = withFaults(backendOf('other'), [{ operation: 'write', path: 'f/a', failure: 'no-space' }])
    opened.set('other', failing)
    const events = await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(outcomes(events)).toEqual(['no-space f/a', 'done f/b', 'skipped f'])
    expect(await treeOf('memory')).toEqual({ 'f/': '', 'f/a': 'A' })
  })

  it('has moved a folder that was gone by itself once it was empty', async () => {
    await build('memory', { 'f/': '', 'f/a': 'A' })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'remove', path: 'f', failure: 'not-found' }]))
    const events = await run({ sources: [{ location: at('memory:f') }], into: at('other:'), move: true })
    expect(outcomes(events)).toEqual(['done f/a', 'done f'])
  })

  it('leaves no half file when reading breaks off', async () => {
    await build('memory', { a: 'x'.repeat(600_000) })
    opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'read', failure: 'unreachable', afterBytes: 300_000 }]),
    )
    const events = await run({ sources: [{ location: at('memory:a') }], into: at('local:') })
    expect(outcomes(events)).toEqual(['unreachable a'])
    expect(await treeOf('local')).toEqual({})
  })

  it('lets a store copy by itself what stays in it, and reads none of its bytes', async () => {
    await build('memory', { 'a.txt': 'A', 'to/': '' })
    await backendOf('memory').properties?.change('a.txt', { metadata: { colour: 'red' } }, { signal })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', failure: 'denied' }]))
    const events = await run({
      sources: [{ location: { mount: 'memory', path: 'a.txt' } }],
      into: { mount: 'memory', path: 'to' },
    })
    expect(outcomes(events)).toEqual(['done to/a.txt'])
    expect(await backendOf('memory').properties?.read('to/a.txt', { signal })).toMatchObject({
      metadata: { colour: 'red' },
    })
  })

  it('takes the bytes through here where a store turns out not to copy by itself', async () => {
    await build('memory', { 'a.txt': 'A', 'to/': '' })
    opened.set(
      'memory',
      withFaults(backendOf('memory'), [{ operation: 'serverCopy.copyFrom', failure: 'unsupported' }]),
    )
    await run({ sources: [{ location: { mount: 'memory', path: 'a.txt' } }], into: { mount: 'memory', path: 'to' } })
    expect(await textOf('memory', 'to/a.txt')).toBe('A')
  })

  it('leaves no file at all when the source ends too soon without saying so', async () => {
    await build('memory', { a: 'x'.repeat(600_000) })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', cutAfterBytes: 300_000 }]))
    const events = await run({ sources: [{ location: at('memory:a') }], into: at('local:'), move: true })
    expect(outcomes(events)).toEqual(['changed a'])
    expect(await treeOf('local')).toEqual({})
    expect(Object.keys(await treeOf('local'))).toEqual([])
  })

  it('goes on after a folder that can’t be read', async () => {
    await build('memory', { 'f/': '', 'f/g/': '', 'f/g/x': 'X', 'f/h/': '', 'f/h/y': 'Y' })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'list', path: 'f/g', failure: 'denied' }]))
    const events = await run({ sources: [{ location: at('memory:f') }], into: at('other:') })
    expect(outcomes(events)).toContain('denied f/g')
    expect(Object.keys(await treeOf('other'))).toContain('f/h/y')
  })

  it('skips links and says so', async () => {
    await writeFile(join(folder, 'real'), 'R')
    await symlink('real', join(folder, 'link'))
    const events = await run({ sources: [{ location: at('local:link') }], into: at('memory:') })
    expect(events[0]).toMatchObject({ outcome: 'skipped', entry: 'link', reason: 'Links are not copied.' })
    await mkdir(join(folder, 'to'))
    await run({ sources: [{ location: at('local:link') }], into: at('local:to'), move: true })
    expect((await backendOf('local').stat('to/link', { signal })).kind).toBe('link')
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('R')
  })

  it('sees that another mount or a link leads to the very same place', async () => {
    await mkdir(join(folder, 'f/g'), { recursive: true })
    await writeFile(join(folder, 'f/a'), 'A')
    await symlink('f', join(folder, 'link'))
    opened.set('again', await localDescriptor.open({ path: folder }, {}, { signal }))
    const onto = await run({ sources: [{ location: at('local:f/a') }], into: at('again:f'), onConflict: 'overwrite' })
    const below = await run({ sources: [{ location: at('local:f') }], into: at('again:link/g') })
    expect([...outcomes(onto), ...outcomes(below)]).toEqual(['bad-input f/a', 'bad-input link/g/f'])
    expect(await readFile(join(folder, 'f/a'), 'utf8')).toBe('A')
  })

  it('stops when nobody listens any more, and leaves nothing half done', async () => {
    await build('memory', { a: 'x'.repeat(3_000_000), b: 'B' })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', delayMs: 30 }]))
    for await (const event of copy(
      mounts,
      {
        sources: [{ location: at('memory:a') }, { location: at('memory:b') }],
        into: at('local:'),
        move: false,
        onConflict: 'fail',
      },
      { signal },
    )) {
      if (event.kind === 'item') break
    }
    const left = await treeOf('local')
    expect(Object.keys(left).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('ends with the caller’s own reason when it is aborted', async () => {
    await build('memory', { a: 'A' })
    opened.set('memory', withFaults(backendOf('memory'), [{ operation: 'read', delayMs: 5000 }]))
    const abort = new AbortController()
    const events = copy(
      mounts,
      { sources: [{ location: at('memory:a') }], into: at('local:'), move: false, onConflict: 'fail' },
      { signal: abort.signal },
    )
    setTimeout(() => abort.abort(new Error('enough')), 20)
    await expect(events.next()).rejects.toThrow('enough')
    expect(await treeOf('local')).toEqual({})
  })

  it('refuses a request without sense', async () => {
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

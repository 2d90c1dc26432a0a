import { execFile, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import { localDescriptor } from './index.ts'
import probePath from './testing/nobody-probe.ts?modulePath'
import { watchFolder } from './read/watch.ts'

const { signal } = new AbortController()
const isPosix = process.platform !== 'win32'
const isRoot = process.geteuid?.() === 0

let base: string
let root: string
let backend: Backend

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'portolan-real-')))
  root = join(base, 'root')
  await fs.mkdir(root)
  await fs.mkdir(join(base, 'outside'))
  await fs.writeFile(join(base, 'outside', 'secret'), 'S')
  const trashItem = (path: string) => fs.rename(path, join(base, 'trashed'))
  backend = await localDescriptor.open({ path: root }, { trashItem }, { signal })
})
afterEach(async () => {
  await backend.close()
  await fs.rm(base, { recursive: true, force: true })
})

async function list(path = '', of: Backend = backend): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of of.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
const failing = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
const kindOf = async (work: Promise<unknown>) => (await failing(work))?.kind
function bodyOf(text: string): ReadableStream<Uint8Array> {
  return new Blob([text]).stream() as ReadableStream<Uint8Array>
}
async function read(path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await backend.read(path, { signal })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
function must<T>(facet: T | undefined): T {
  if (facet === undefined) throw new Error('this ability is missing')
  return facet
}
const write = (path: string, text: string, ifExists: 'replace' | 'fail' = 'replace') =>
  backend.write(path, bodyOf(text), { ifExists, signal })

describe.runIf(isPosix)('symbolic links', () => {
  beforeEach(async () => {
    await fs.mkdir(join(root, 'folder'))
    await fs.writeFile(join(root, 'folder/file'), 'F')
    await fs.symlink('folder/file', join(root, 'to-file'))
    await fs.symlink(join(root, 'folder'), join(root, 'to-folder'))
    await fs.symlink('../outside', join(root, 'out'))
    await fs.symlink(join(base, 'outside/secret'), join(root, 'out-file'))
    await fs.symlink('nothing', join(root, 'dangling'))
    await fs.symlink('loop-b', join(root, 'loop-a'))
    await fs.symlink('loop-a', join(root, 'loop-b'))
    await fs.symlink('..', join(root, 'folder/up'))
    await fs.symlink('../..', join(root, 'folder/up-and-out'))
  })

  it('have their target staged beside the target, and are not accepted as a stage', async () => {
    const staging = must(backend.staging)
    const options = { ifExists: 'replace', signal } as const
    const { token } = await staging.begin('to-file', { id: 'abc', expectedBytes: 3, ...options })
    expect(await fs.readdir(join(root, 'folder'))).toContain(token)
    const piece = await staging.writePiece('to-file', token, 0, Buffer.from('new'), { signal })
    await staging.publish('to-file', token, { sizeBytes: 3, pieces: [piece], ...options })
    expect([await read('folder/file'), (await fs.lstat(join(root, 'to-file'))).isSymbolicLink()]).toEqual(['new', true])
    await fs.symlink(join(base, 'outside/secret'), join(root, token))
    expect(await kindOf(staging.writePiece('x', token, 0, Buffer.from('gone'), { signal }))).toBe('not-found')
    expect(await kindOf(staging.begin('out/x', { id: 'abc', expectedBytes: 3, ...options }))).toBe('outside')
    expect(await fs.readFile(join(base, 'outside/secret'), 'utf8')).toBe('S')
  })

  it('are shown with their target, in a listing as in a lookup', async () => {
    const leads = Object.fromEntries((await list()).map((entry) => [entry.name, entry.link?.leadsTo]))
    expect(leads).toEqual({
      dangling: 'nothing',
      folder: undefined,
      'loop-a': 'nothing',
      'loop-b': 'nothing',
      out: 'outside',
      'out-file': 'outside',
      'to-file': 'file',
      'to-folder': 'folder',
    })
    for (const entry of await list()) expect(await backend.stat(entry.name, { signal })).toEqual(entry)
    expect((await list('folder')).map(({ link }) => link?.leadsTo)).toEqual([undefined, 'folder', 'outside'])
  })

  it('are followed inside the mount', async () => {
    expect(await read('to-file')).toBe('F')
    expect(await read('to-folder/file')).toBe('F')
    expect(await read('folder/up/folder/file')).toBe('F')
    expect((await list('to-folder')).map(({ name }) => name)).toContain('file')
    await write('to-file', 'new')
    expect(await fs.readFile(join(root, 'folder/file'), 'utf8')).toBe('new')
    expect((await backend.stat('to-file', { signal })).kind).toBe('link')
    await write('to-folder/second', '2')
    expect(await fs.readFile(join(root, 'folder/second'), 'utf8')).toBe('2')
  })

  it('are never followed out of the mount, as last part or within a path', async () => {
    const works = [
      list('out'),
      read('out-file'),
      read('out/secret'),
      read('folder/up-and-out/outside/secret'),
      backend.stat('out/secret', { signal }),
      write('out-file', 'X'),
      write('out/secret', 'X'),
      write('out/new', 'X'),
      backend.makeFolder('out/new', { signal }),
      backend.remove('out/secret', { signal }),
      backend.rename?.rename('out/secret', 'taken', { signal, ifExists: 'fail' }) ?? Promise.resolve(),
      backend.rename?.rename('folder', 'out/folder', { signal, ifExists: 'fail' }) ?? Promise.resolve(),
      backend.trash?.moveToTrash('out/secret', { signal }) ?? Promise.resolve(),
    ]
    const kinds = await Promise.all(works.map(kindOf))
    expect(kinds).toEqual(works.map(() => 'outside'))
    expect(await fs.readdir(join(base, 'outside'))).toEqual(['secret'])
    expect(await fs.readFile(join(base, 'outside/secret'), 'utf8')).toBe('S')
  })

  it('are themselves removed or moved to the trash, not their targets', async () => {
    await backend.remove('out', { signal })
    await backend.remove('to-folder', { signal })
    await backend.trash?.moveToTrash('to-file', { signal })
    expect((await fs.lstat(join(base, 'trashed'))).isSymbolicLink()).toBe(true)
    expect(await fs.readFile(join(root, 'folder/file'), 'utf8')).toBe('F')
    expect(await fs.readdir(join(base, 'outside'))).toEqual(['secret'])
  })

  it('fail without a hang if they form a loop or have no target', async () => {
    expect(await kindOf(read('loop-a'))).toBe('not-found')
    expect(await kindOf(list('loop-a'))).toBe('not-found')
    expect(await kindOf(list('loop-a/x'))).toBe('not-found')
    expect(await kindOf(read('dangling'))).toBe('not-found')
    expect(await kindOf(write('dangling', 'x'))).toBe('not-found')
  })

  it('show the odd bytes of their target escaped', async () => {
    await fs.symlink(Buffer.from([0x61, 0xff]), join(root, 'odd'))
    expect((await backend.stat('odd', { signal })).link?.target).toBe('a‛FF')
  })
})

describe('paths with `..`', () => {
  it('are refused by every operation', async () => {
    for (const path of ['..', '../outside/secret', 'a/../../outside', './x', 'a//b', 'a\0b']) {
      const kinds = await Promise.all([
        kindOf(list(path)),
        kindOf(read(path)),
        kindOf(write(path, 'x')),
        kindOf(backend.stat(path, { signal })),
        kindOf(backend.makeFolder(path, { signal })),
        kindOf(backend.remove(path, { signal })),
      ])
      expect(new Set(kinds)).toEqual(new Set(['bad-name']))
    }
  })
})

describe.runIf(process.platform === 'linux')('names that are not valid UTF-8', () => {
  const bytes = Buffer.from([0x61, 0xff, 0xe2, 0x80, 0x9b, 0x62])
  const name = 'a‛FF‛‛b'

  it('can be listed, read, written, renamed and removed', async () => {
    await fs.writeFile(Buffer.concat([Buffer.from(`${root}/`), bytes]), 'odd')
    expect((await list()).map((entry) => entry.name)).toEqual([name])
    expect(await backend.stat(name, { signal })).toMatchObject({ name, sizeBytes: 3 })
    expect(await read(name)).toBe('odd')
    await write(name, 'new')
    await backend.rename?.rename(name, 'fine', { signal, ifExists: 'fail' })
    expect(await read('fine')).toBe('new')
    await backend.rename?.rename('fine', name, { signal, ifExists: 'fail' })
    expect(await fs.readdir(root, { encoding: 'buffer' })).toEqual([bytes])
    await backend.remove(name, { signal })
    expect(await list()).toEqual([])
  })

  it('are valid for folders', async () => {
    await backend.makeFolder(name, { signal })
    await write(`${name}/in‛FE`, 'x')
    expect((await list(name)).map((entry) => entry.name)).toEqual(['in‛FE'])
    expect(await read(`${name}/in‛FE`)).toBe('x')
    expect(await kindOf(backend.trash?.moveToTrash(name, { signal }) ?? Promise.resolve())).toBe('unsupported')
  })
})

describe.runIf(isPosix)('special files', () => {
  it('are shown, and reading and writing them fails at once', async () => {
    execFileSync('mkfifo', [join(root, 'fifo')])
    const server = createServer().listen(join(root, 'socket'))
    await once(server, 'listening')
    expect((await list()).map(({ kind }) => kind)).toEqual(['special', 'special'])
    expect(await kindOf(read('fifo'))).toBe('not-a-file')
    expect(await kindOf(read('socket'))).toBe('not-a-file')
    expect(await kindOf(write('fifo', 'x'))).toBe('not-a-file')
    server.close()
    const devices = await localDescriptor.open({ path: '/dev' }, {}, { signal })
    expect(await kindOf(devices.read('null', { signal }))).toBe('not-a-file')
    await devices.close()
  })
})

describe.runIf(isPosix)('entries without read permission', () => {
  it('fail only for that folder or row', async () => {
    for (const name of ['open', 'closed', 'names-only', 'secret-folder']) await fs.mkdir(join(root, name))
    for (const name of ['closed/x', 'names-only/x', 'secret']) await fs.writeFile(join(root, name), 'x')
    await fs.mkdir(join(root, 'names-only/folder'))
    await fs.chmod(base, 0o755)
    await fs.chmod(root, 0o755)
    await fs.chmod(join(root, 'closed'), 0o311)
    await fs.chmod(join(root, 'secret-folder'), 0o700)
    await fs.chmod(join(root, 'names-only'), 0o744)
    await fs.chmod(join(root, 'secret'), 0o600)
    // if not run as root, remove the permissions for everyone, so that the owner lacks them too
    if (!isRoot) {
      for (const [name, mode] of [
        ['closed', 0o100],
        ['secret-folder', 0],
        ['names-only', 0o400],
        ['secret', 0],
      ] as const) {
        await fs.chmod(join(root, name), mode)
      }
      await fs.chmod(root, 0o555)
    }
    const { stdout } = await promisify(execFile)(process.execPath, [probePath, root])
    if (!isRoot)
      for (const name of ['.', 'closed', 'secret-folder', 'names-only']) await fs.chmod(join(root, name), 0o700)
    const seen = JSON.parse(stdout) as { top: Entry[]; closed: Failure; names: Entry[]; read: Failure; make: Failure }
    expect(Object.fromEntries(seen.top.map((entry) => [entry.name, entry.failure]))).toEqual({
      closed: 'denied',
      'names-only': undefined,
      open: undefined,
      secret: undefined,
      'secret-folder': 'denied',
    })
    expect(seen.closed.kind).toBe('denied')
    expect(seen.names.map(({ name, kind, failure }) => `${name} ${kind} ${failure}`).toSorted()).toEqual([
      'folder folder denied',
      'x file denied',
    ])
    expect(seen.read).toMatchObject({ kind: 'denied', message: expect.stringContaining('“secret”') as string })
    expect(seen.make.kind).toBe('denied')
  })
})

describe('writing', () => {
  it.runIf(isPosix)('keeps the permissions of the file it replaces', async () => {
    await fs.writeFile(join(root, 'script'), 'old', { mode: 0o750 })
    await fs.chmod(join(root, 'script'), 0o750)
    await write('script', 'new')
    expect((await fs.stat(join(root, 'script'))).mode & 0o7777).toBe(0o750)
  })

  it('cancels the body that it did not read', async () => {
    await write('file', 'old')
    let cancelled = 0
    const body = () => new ReadableStream<Uint8Array>({ cancel: () => void (cancelled += 1) })
    expect(await kindOf(backend.write('file', body(), { ifExists: 'fail', signal }))).toBe('exists')
    expect(await kindOf(backend.write('no/file', body(), { ifExists: 'fail', signal }))).toBe('not-found')
    expect(cancelled).toBe(2)
  })

  it.runIf(isPosix)('tolerates the staging file of a killed writer, which has a recognisable name', async () => {
    const script = `
      const fs = require('fs'); const path = process.argv[1]
      fs.writeFileSync(path + '/.portolan-0011223344556677.part', 'half'); process.stdout.write('ready'); setInterval(() => {}, 1000)`
    const writer = spawn(process.execPath, ['-e', script, root])
    await once(writer.stdout, 'data')
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    await write('file', 'whole', 'fail')
    expect((await list()).map(({ name }) => name)).toEqual(['.portolan-0011223344556677.part', 'file'])
    expect(await read('file')).toBe('whole')
  })

  it.runIf(process.platform === 'linux' && isRoot)(
    'reports that the disk is full, and keeps the old file',
    async (context) => {
      const small = join(root, 'small')
      await fs.mkdir(small)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'pipe' })
      } catch (error) {
        context.skip(`no tmpfs can be mounted here: ${String(error)}`)
      }
      try {
        await write('small/file', 'old')
        const failure = await failing(write('small/file', 'x'.repeat(3_000_000)))
        expect(failure).toMatchObject({ kind: 'no-space', message: 'The disk has no space left for “file”.' })
        expect(await read('small/file')).toBe('old')
        expect((await list('small')).map(({ name }) => name)).toEqual(['file'])
        await write('across', 'x')
        const rename = backend.rename?.rename('across', 'small/across', { ifExists: 'fail', signal })
        expect(await kindOf(rename ?? Promise.resolve())).toBe('unsupported')
      } finally {
        execFileSync('umount', [small])
      }
    },
  )
})

describe('reading', () => {
  it('fails if the file shrinks or changes meanwhile', async () => {
    const big = Buffer.alloc(1_500_000, 'x')
    for (const [name, change] of [
      ['shrinks', () => fs.truncate(join(root, 'shrinks'), 700_000)],
      ['changes', () => fs.appendFile(join(root, 'changes'), 'more')],
    ] as const) {
      await fs.writeFile(join(root, name), big)
      const reader = (await backend.read(name, { signal })).getReader()
      await reader.read()
      await change()
      const rest = async () => {
        while (!(await reader.read()).done);
      }
      expect(await kindOf(rest())).toBe('changed')
    }
  })

  it.runIf(process.platform === 'linux')('closes its file descriptors after a cancellation and an abort', async () => {
    await fs.writeFile(join(root, 'file'), Buffer.alloc(2_000_000))
    const open = async () => (await fs.readdir('/proc/self/fd', { encoding: 'utf8' })).length
    const before = await open()
    for (let round = 0; round < 20; round += 1) {
      const abort = new AbortController()
      const reader = (await backend.read('file', { signal: abort.signal })).getReader()
      await reader.read()
      if (round % 2) await reader.cancel()
      else abort.abort(new Error('enough'))
      await reader.closed.catch(() => {})
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(await open()).toBeLessThanOrEqual(before + 1)
  })
})

describe('listing', () => {
  it('frees its thread for the next listing when it ends early', async () => {
    for (let number = 0; number < 30; number += 1) await fs.mkdir(join(root, `d${number}`))
    const slow = backend.list('', { signal })[Symbol.asyncIterator]()
    expect((await slow.next()).done).toBe(false)
    await slow.return?.()
    expect(await list()).toHaveLength(30)
  })

  it.runIf(process.platform === 'linux')(
    'ends with the entries that are left if others disappear meanwhile',
    async () => {
      await fs.mkdir(join(root, 'many'))
      for (let number = 0; number < 4000; number += 1) await fs.mkdir(join(root, 'many', `d${number}`))
      const pages = backend.list('many', { signal })[Symbol.asyncIterator]()
      await pages.next()
      await fs.rm(join(root, 'many'), { recursive: true })
      let rest = 0
      for (let step = await pages.next(); !step.done; step = await pages.next()) rest += step.value.count
      expect(rest).toBeLessThan(4000)
      expect(await kindOf(list('many'))).toBe('not-found')
    },
  )

  it('gives modification times that can be set again exactly', async () => {
    await write('a', 'x')
    const [entry] = await list()
    const { modifiedMs = 0 } = entry ?? {}
    await backend.write('b', bodyOf('x'), { ifExists: 'fail', signal, modifiedMs })
    expect((await backend.stat('b', { signal })).modifiedMs).toBe(modifiedMs)
  })
})

describe('watching', () => {
  it('polls the folder if the system cannot report changes', async () => {
    const changes = watchFolder(root, '', { signal }, { quietMs: 20, pollMs: 50, useNotices: false })
    expect(await changes.next()).toMatchObject({ value: { kind: 'changed' } })
    setTimeout(() => void fs.writeFile(join(root, 'file'), 'x'), 30)
    expect(await changes.next()).toMatchObject({ value: { kind: 'changed' } })
    setTimeout(() => void fs.rename(root, join(base, 'moved')), 30)
    let step = await changes.next()
    while (!step.done && step.value.kind === 'changed') step = await changes.next()
    expect(step.value).toEqual({ kind: 'gone' })
  })
})

describe('opening', () => {
  it('fails if the path is not a folder', async () => {
    await fs.writeFile(join(root, 'file'), 'x')
    expect(await kindOf(localDescriptor.open({ path: join(root, 'file') }, {}, { signal }))).toBe('not-a-folder')
    expect(await kindOf(localDescriptor.open({ path: join(root, 'no') }, {}, { signal }))).toBe('not-found')
  })

  it('expands `~`, and accepts only absolute paths', () => {
    expect(localDescriptor.config.parse({ path: '~/x' }).path).toMatch(/[/\\]x$/)
    expect(() => localDescriptor.config.parse({ path: 'x' })).toThrow('full path')
  })

  it('offers no trash if the system has none', async () => {
    const plain = await localDescriptor.open({ path: root }, {}, { signal })
    expect(plain.trash).toBeUndefined()
    expect(plain.capabilities.facets).not.toContain('trash')
    await plain.close()
  })

  it('accepts a root that is a symbolic link', async () => {
    await fs.symlink(root, join(base, 'link'))
    const linked = await localDescriptor.open({ path: join(base, 'link') }, {}, { signal })
    await write('file', 'x')
    expect(await list('', linked)).toHaveLength(1)
    await linked.close()
  })
})

describe('a stage', () => {
  it('can be published again if the process ended while publishing', async () => {
    const staging = must(backend.staging)
    const { token } = await staging.begin('file', { id: 'abc', expectedBytes: 3, ifExists: 'fail', signal })
    const piece = await staging.writePiece('file', token, 0, Buffer.from('new'), { signal })
    await fs.link(join(root, token), join(root, 'file'))
    const options = { sizeBytes: 3, pieces: [piece], signal } as const
    expect(await staging.publish('file', token, { ifExists: 'fail', ...options })).toMatchObject({ sizeBytes: 3 })
    expect(await fs.readdir(root)).toEqual(['file'])
    expect(await kindOf(staging.discard('other', 'file', { signal }))).toBe('bad-input')
    expect(await kindOf(staging.publish('file', token, { ifExists: 'fail', ...options }))).toBe('not-found')
  })
})

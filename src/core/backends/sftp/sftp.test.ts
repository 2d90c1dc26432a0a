import { execFile, execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Backend } from '../backend.ts'
import type { SftpConfig } from './config.ts'
import { openSftp, type SftpOptions } from './index.ts'
import { type Proxy, startProxy } from './testing/proxy.ts'
import { type Sshd, startSshd, whyNoSshd } from './testing/sshd.ts'

const { signal } = new AbortController()
setMaxListeners(100, signal) // many requests of a test run in parallel
const isRoot = process.geteuid?.() === 0
const missing = await whyNoSshd()

function bodyOf(text: string | Uint8Array): ReadableStream<Uint8Array> {
  return new Blob([typeof text === 'string' ? text : Buffer.from(text)]).stream() as ReadableStream<Uint8Array>
}
const failing = (work: Promise<unknown>): Promise<Failure | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  )
const kindOf = async (work: Promise<unknown>) => (await failing(work))?.kind
async function list(of: Backend, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of of.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
async function drain(bytes: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return Buffer.concat(chunks)
}
const read = async (of: Backend, path: string) => (await drain(await of.read(path, { signal }))).toString()
const write = (of: Backend, path: string, text: string, ifExists: 'replace' | 'fail' = 'replace') =>
  of.write(path, bodyOf(text), { ifExists, signal })
const rename = (of: Backend, from: string, to: string, ifExists: 'replace' | 'fail' = 'fail') =>
  of.rename?.rename(from, to, { ifExists, signal }) ?? Promise.resolve()

describe.runIf(missing === undefined)('a folder over SFTP', () => {
  let sshd: Sshd
  let base: string
  let root: string
  let backend: Backend
  const cleanUps: (() => Promise<void>)[] = []

  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    base = await fs.mkdtemp(join(sshd.files, 'base-'))
    root = join(base, 'root')
    await fs.mkdir(root)
    backend = await openAt(sshd)
  })
  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
  })
  async function openAt(server: Sshd, options: SftpOptions = {}, more: Partial<SftpConfig> = {}): Promise<Backend> {
    const [hostKey = ''] = server.hostKeys
    const opened = await openSftp(server.config(root, { hostKey, ...more }), { ...server.options, ...options }, signal)
    cleanUps.push(() => opened.close())
    return opened
  }
  async function startWith(subsystem: string): Promise<Sshd> {
    const server = await startSshd({ subsystem })
    cleanUps.push(() => server.stop())
    return server
  }

  describe('reads and sets', () => {
    const odd = ['plain', 'two words', 'it\'s "quoted" $HOME `x` \\n %s', 'ümlaut 日本', '-rf', 'a\tb']

    it('checksums that the server computes, for files with any name', async () => {
      for (const name of odd) {
        await write(backend, name, name)
        const sums = await backend.checksums?.checksums(name, { signal })
        expect(sums).toEqual({ sha256: createHash('sha256').update(name).digest('hex') })
      }
    })

    it('no checksums if commands are not allowed, and does not try again', async () => {
      const server = await startWith('internal-sftp\nForceCommand internal-sftp')
      const opened = await openAt(server)
      await write(opened, 'file', 'x')
      expect(await opened.checksums?.checksums('file', { signal })).toEqual({})
      expect(await opened.checksums?.checksums('file', { signal })).toEqual({})
      expect(await kindOf(opened.checksums?.checksums('no', { signal }) ?? Promise.resolve())).toBe('not-found')
    })

    it('permissions and times, and lists permissions', async () => {
      await write(backend, 'file', 'x')
      const after = await backend.permissions?.change('file', { mode: 0o4710 }, { signal })
      expect(after).toMatchObject({ mode: 0o4710, owner: { id: process.getuid?.() } })
      const properties = await backend.properties?.change('file', { modifiedMs: 1_600_000_000_000 }, { signal })
      expect(properties).toMatchObject({ modifiedMs: 1_600_000_000_000 })
      const { mode, mtimeMs } = await fs.stat(join(root, 'file'))
      expect([mode & 0o7777, mtimeMs]).toEqual([0o4710, 1_600_000_000_000])
      expect(await list(backend)).toMatchObject([{ name: 'file', mode: 'rws--x---' }])
    })

    it('nothing through a symbolic link', async () => {
      await fs.writeFile(join(base, 'outside'), 'x', { mode: 0o600 })
      await fs.symlink('../outside', join(root, 'link'))
      const change = backend.permissions?.change('link', { mode: 0o777 }, { signal }) ?? Promise.resolve()
      expect(await kindOf(change)).toBe('not-a-file')
      const touch = backend.properties?.change('link', { modifiedMs: 1 }, { signal }) ?? Promise.resolve()
      expect(await kindOf(touch)).toBe('not-a-file')
      expect((await fs.stat(join(base, 'outside'))).mode & 0o777).toBe(0o600)
      expect(await kindOf(backend.checksums?.checksums('link', { signal }) ?? Promise.resolve())).toBe('outside')
    })
  })

  describe('has symbolic links that', () => {
    beforeEach(async () => {
      await fs.mkdir(join(base, 'outside'))
      await fs.writeFile(join(base, 'outside/secret'), 'S')
      await fs.mkdir(join(root, 'folder'))
      await fs.writeFile(join(root, 'folder/file'), 'F')
      for (const [name, target] of Object.entries({
        'to-file': 'folder/file',
        'to-folder': join(root, 'folder'),
        out: '../outside',
        'out-file': join(base, 'outside/secret'),
        dangling: 'nothing',
        'loop-a': 'loop-b',
        'loop-b': 'loop-a',
        'folder/up-and-out': '../..',
      })) {
        await fs.symlink(target, join(root, name))
      }
    })

    it('are listed with their targets, and resolved when looked up alone', async () => {
      const links = (await list(backend)).filter(({ kind }) => kind === 'link')
      expect(links.map(({ name, link }) => [name, link?.target, link?.leadsTo])).toEqual([
        ['dangling', 'nothing', 'unknown'],
        ['loop-a', 'loop-b', 'unknown'],
        ['loop-b', 'loop-a', 'unknown'],
        ['out', '../outside', 'unknown'],
        ['out-file', join(base, 'outside/secret'), 'unknown'],
        ['to-file', 'folder/file', 'unknown'],
        ['to-folder', join(root, 'folder'), 'unknown'],
      ])
      const asked = await Promise.all(links.map(({ name }) => backend.stat(name, { signal })))
      expect(asked.map(({ link }) => link?.leadsTo)).toEqual([
        'nothing',
        'nothing',
        'nothing',
        'outside',
        'outside',
        'file',
        'folder',
      ])
    })

    it('are followed inside the mount', async () => {
      expect(await read(backend, 'to-file')).toBe('F')
      expect(await read(backend, 'to-folder/file')).toBe('F')
      expect((await list(backend, 'to-folder')).map(({ name }) => name)).toContain('file')
      await write(backend, 'to-file', 'new')
      expect(await fs.readFile(join(root, 'folder/file'), 'utf8')).toBe('new')
      expect((await backend.stat('to-file', { signal })).kind).toBe('link')
      await write(backend, 'to-folder/second', '2')
      expect(await fs.readFile(join(root, 'folder/second'), 'utf8')).toBe('2')
    })

    it('are never followed out of the mount, as last part or within a path', async () => {
      const works = [
        list(backend, 'out'),
        read(backend, 'out-file'),
        read(backend, 'out/secret'),
        read(backend, 'folder/up-and-out/outside/secret'),
        backend.stat('out/secret', { signal }),
        write(backend, 'out-file', 'X'),
        write(backend, 'out/secret', 'X'),
        write(backend, 'out/new', 'X'),
        backend.makeFolder('out/new', { signal }),
        backend.remove('out/secret', { signal }),
        rename(backend, 'out/secret', 'taken'),
        rename(backend, 'folder', 'out/folder'),
      ]
      expect(await Promise.all(works.map(kindOf))).toEqual(works.map(() => 'outside'))
      expect(await fs.readdir(join(base, 'outside'))).toEqual(['secret'])
      expect(await fs.readFile(join(base, 'outside/secret'), 'utf8')).toBe('S')
    })

    it('are themselves removed, not their targets', async () => {
      await backend.remove('out', { signal })
      await backend.remove('to-folder', { signal })
      expect(await fs.readdir(join(base, 'outside'))).toEqual(['secret'])
      expect(await fs.readFile(join(root, 'folder/file'), 'utf8')).toBe('F')
      expect((await list(backend)).map(({ name }) => name)).not.toContain('out')
    })

    it('fail without a hang if they form a loop or have no target', async () => {
      expect(await kindOf(read(backend, 'loop-a'))).toBe('not-found')
      expect(await kindOf(list(backend, 'loop-a'))).toBe('not-found')
      expect(await kindOf(read(backend, 'dangling'))).toBe('not-found')
      expect(await kindOf(write(backend, 'dangling', 'x'))).toBe('not-found')
    })
  })

  it('refuses paths with `..` in every operation', async () => {
    for (const path of ['..', '../x', 'a/../../x', './x', 'a//b', 'a\0b', 'a/‛2F']) {
      const kinds = await Promise.all([
        kindOf(list(backend, path)),
        kindOf(read(backend, path)),
        kindOf(write(backend, path, 'x')),
        kindOf(backend.stat(path, { signal })),
        kindOf(backend.makeFolder(path, { signal })),
        kindOf(backend.remove(path, { signal })),
      ])
      expect(new Set(kinds)).toEqual(new Set(['bad-name']))
    }
  })

  it.runIf(process.platform === 'linux')('supports names that are not valid UTF-8', async () => {
    const bytes = Buffer.from([0x61, 0xff, 0xe2, 0x80, 0x9b, 0x62])
    const name = 'a‛FF‛‛b'
    await fs.writeFile(Buffer.concat([Buffer.from(`${root}/`), bytes]), 'odd')
    await fs.symlink(bytes, join(root, 'link'))
    expect((await list(backend)).map((entry) => [entry.name, entry.link?.target])).toEqual([
      [name, undefined],
      ['link', name],
    ])
    expect(await backend.stat(name, { signal })).toMatchObject({ name, sizeBytes: 3 })
    expect(await read(backend, 'link')).toBe('odd')
    await write(backend, name, 'new')
    await rename(backend, name, 'fine')
    expect(await read(backend, 'fine')).toBe('new')
    await rename(backend, 'fine', name)
    await backend.remove('link', { signal })
    expect(await fs.readdir(root, { encoding: 'buffer' })).toEqual([bytes])
  })

  it('shows pipes, and refuses to open them because that would block the server', async () => {
    execFileSync('mkfifo', [join(root, 'pipe')])
    expect((await list(backend)).map(({ kind }) => kind)).toEqual(['special'])
    expect(await kindOf(read(backend, 'pipe'))).toBe('not-a-file')
    expect(await kindOf(write(backend, 'pipe', 'x'))).toBe('not-a-file')
    expect(await kindOf(list(backend, 'pipe'))).toBe('not-a-folder')
  })

  it.runIf(process.platform === 'linux')('reads files whose reported size is zero', async () => {
    const opened = await openSftp(sshd.config('/proc/self'), sshd.options, signal)
    cleanUps.push(() => opened.close())
    expect(await read(opened, 'status')).toContain('VmRSS')
  })

  it('fails with `changed` if the file shrinks or grows during a read', async () => {
    for (const [name, change] of [
      ['shrinks', () => fs.truncate(join(root, 'shrinks'), 5_000_000)],
      ['grows', () => fs.appendFile(join(root, 'grows'), 'more')],
    ] as const) {
      await fs.writeFile(join(root, name), Buffer.alloc(40_000_000, 'x'))
      const reader = (await backend.read(name, { signal })).getReader()
      await reader.read()
      await change()
      const rest = async () => {
        while (!(await reader.read()).done);
      }
      expect(await kindOf(rest())).toBe('changed')
    }
  })

  it('keeps the permissions of the file it replaces', async () => {
    await fs.writeFile(join(root, 'script'), 'old')
    await fs.chmod(join(root, 'script'), 0o750)
    await write(backend, 'script', 'new')
    expect((await fs.stat(join(root, 'script'))).mode & 0o7777).toBe(0o750)
  })

  it('tolerates the staging file of a lost writer, which has a recognisable name', async () => {
    await fs.writeFile(join(root, '.portolan-0011223344556677.part'), 'half')
    await write(backend, 'file', 'whole', 'fail')
    expect((await list(backend)).map(({ name }) => name)).toEqual(['.portolan-0011223344556677.part', 'file'])
  })

  it('sends only listing requests for a folder with any number of entries', async () => {
    const program = '/usr/lib/openssh/sftp-server'
    const log = join(base, 'requests')
    const logging = await startWith(`${program} -e -l DEBUG3 2>>${log}`)
    const opened = await openAt(logging)
    for (let number = 0; number < 1000; number += 1) await fs.writeFile(join(root, `file ${number}`), '')
    const requests = async () => (await fs.readFile(log, 'utf8')).match(/debug3: request \d+: \w+/g)?.length ?? 0
    const before = await requests()
    expect(await list(opened)).toHaveLength(1000)
    const names = 1000 / 100
    expect((await requests()) - before).toBeLessThan(names + 10)
  })

  it('flushes many small files together, or one by one if commands are not allowed', async () => {
    const log = join(base, 'requests')
    const program = `/usr/lib/openssh/sftp-server -e -l DEBUG3 2>>${log}`
    const flushes = async () => (await fs.readFile(log, 'utf8')).match(/debug3: request \d+: fsync/g)?.length ?? 0
    const servers = [await startWith(program), await startWith(`${program}\nForceCommand ${program}`)]
    const counts: number[] = []
    for (const [at, server] of servers.entries()) {
      await fs.rm(log, { force: true })
      const opened = await openAt(server)
      const bytes = Buffer.from('text')
      const writes = Array.from({ length: 40 }, (_, number) => ({
        path: `${at} ${number}`,
        bytes,
        ifExists: 'fail' as const,
      }))
      for await (const ends of opened.bulk?.write(writes, { signal, id: 'bulk' }) ?? []) {
        for (const { path, stored } of ends) expect(stored, path).toMatchObject({ sizeBytes: 4, proof: 'size' })
      }
      counts.push(await flushes())
    }
    expect(await fs.readdir(root)).toHaveLength(80)
    expect(counts[1]).toBe(40)
    const { type } = await fs.statfs(root)
    const isFlushable = [0xef53, 0x9123683e, 0x58465342, 0x794c7630].includes(type)
    expect(counts[0]).toBe(process.platform === 'linux' && isFlushable ? 0 : 40)
  })

  describe('agrees with OpenSSH’s own client', () => {
    const sftp = (...lines: string[]) => {
      const args = [...sshd.clientArguments, '-b', '-', '127.0.0.1']
      const running = promisify(execFile)('sftp', args)
      running.child.stdin?.end(`${lines.join('\n')}\n`)
      return running
    }

    it('on a file stored by Portolan, and on its modification time', async () => {
      const bytes = randomBytes(3_000_001)
      const modifiedMs = 1_234_567_890_000
      await backend.write('ours', bodyOf(bytes), { ifExists: 'fail', signal, modifiedMs })
      await sftp(`get -p ${root}/ours ${base}/got`)
      expect((await fs.readFile(`${base}/got`)).equals(bytes)).toBe(true)
      expect((await fs.stat(`${base}/got`)).mtimeMs).toBe(modifiedMs)
    })

    it('on files stored by OpenSSH', async () => {
      const bytes = randomBytes(3_000_001)
      await fs.writeFile(`${base}/theirs`, bytes)
      await fs.utimes(`${base}/theirs`, 1_234_567_890, 1_234_567_890)
      await sftp(`put -p ${base}/theirs ${root}/theirs`, `symlink theirs ${root}/link`, `mkdir ${root}/folder`)
      const stream = await backend.read('theirs', { signal })
      expect((await drain(stream)).equals(bytes)).toBe(true)
      expect(await list(backend)).toMatchObject([
        { name: 'folder', kind: 'folder' },
        { name: 'link', kind: 'link', link: { target: 'theirs' } },
        { name: 'theirs', kind: 'file', sizeBytes: bytes.length, modifiedMs: 1_234_567_890_000 },
      ])
    })
  })

  describe('on a server that', () => {
    it('supports no extensions, still replaces no file that it must keep', async () => {
      const denied = ['posix-rename', 'hardlink', 'fsync', 'statvfs', 'limits'].join(',')
      const plain = await openAt(await startWith(`internal-sftp -P ${denied}`))
      const bytes = randomBytes(1_000_001)
      await plain.write('file', bodyOf(bytes), { ifExists: 'replace', signal })
      const stream = await plain.read('file', { signal })
      expect((await drain(stream)).equals(bytes)).toBe(true)
      const ends = await Promise.all(['a', 'b', 'c'].map((text) => kindOf(write(plain, 'new', text, 'fail'))))
      expect(ends.filter((end) => end === 'exists')).toHaveLength(2)
      expect(ends.filter((end) => end === undefined)).toHaveLength(1)
      expect(await kindOf(write(plain, 'new', 'other'))).toBe('unsupported')
      expect(await kindOf(rename(plain, 'new', 'file', 'replace'))).toBe('unsupported')
      expect(await kindOf(rename(plain, 'new', 'file'))).toBe('exists')
      await rename(plain, 'new', 'newer')
      expect((await list(plain)).map(({ name }) => name)).toEqual(['file', 'newer'])
      expect(plain.capabilities.limits).toEqual({})
    })

    it('is read-only, fails with `denied`', async () => {
      const closed = await openAt(await startWith('internal-sftp -R'))
      await fs.writeFile(join(root, 'file'), 'x')
      const works = [
        write(closed, 'new', 'x'),
        write(closed, 'file', 'x'),
        closed.makeFolder('folder', { signal }),
        closed.remove('file', { signal }),
        rename(closed, 'file', 'other'),
      ]
      const failures = await Promise.all(works.map(failing))
      expect(failures.map((failure) => failure?.kind)).toEqual(works.map(() => 'denied'))
      expect(failures[0]?.message).toBe('Your user has no permission on the server to do this with “new”.')
      expect(await read(closed, 'file')).toBe('x')
    })

    it.runIf(!isRoot)('grants no read permission, fails with `denied` for that folder or file', async () => {
      await fs.mkdir(join(root, 'closed'), { mode: 0 })
      await fs.writeFile(join(root, 'secret'), 'x', { mode: 0 })
      expect(await kindOf(list(backend, 'closed'))).toBe('denied')
      expect(await kindOf(read(backend, 'secret'))).toBe('denied')
      await fs.rmdir(join(root, 'closed'))
    })

    it.runIf(process.platform === 'linux' && isRoot)('is full, reports it and keeps the old file', async (context) => {
      const small = join(root, 'small')
      await fs.mkdir(small)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small], { stdio: 'pipe' })
      } catch (error) {
        context.skip(`no tmpfs can be mounted here: ${String(error)}`)
      }
      cleanUps.push(async () => void execFileSync('umount', ['-l', small]))
      await write(backend, 'small/file', 'old')
      const failure = await failing(write(backend, 'small/file', 'x'.repeat(3_000_000)))
      expect(failure).toMatchObject({
        kind: 'no-space',
        message: 'The server has no space left for “file”.',
      })
      expect(await read(backend, 'small/file')).toBe('old')
      expect((await list(backend, 'small')).map(({ name }) => name)).toEqual(['file'])
      await write(backend, 'across', 'x')
      expect(await kindOf(rename(backend, 'across', 'small/across'))).toBe('unsupported')
    })
  })

  describe.each(['ssh', 'built-in'] as const)('with a connection by %s that', (transport) => {
    let proxy: Proxy
    const openThrough = (options: SftpOptions = {}) => openAt(sshd, options, { port: proxy.port, transport })
    beforeEach(async () => {
      proxy = await startProxy(sshd.port)
      cleanUps.push(() => proxy.close())
      await fs.writeFile(join(root, 'large'), Buffer.alloc(60_000_000, 'x'))
    })

    it('is busy with a transfer, lists over another one', async () => {
      const opened = await openThrough()
      const readers = await Promise.all(
        ['large', 'large', 'large', 'large', 'large'].map(async (path) => {
          const reader = (await opened.read(path, { signal })).getReader()
          await reader.read()
          return reader
        }),
      )
      const connections = transport === 'ssh' ? 1 : 4 // ssh carries several sessions over one connection
      expect(proxy.opened()).toBe(connections)
      expect(await list(opened)).toHaveLength(1)
      expect(proxy.opened()).toBe(connections)
      await Promise.all(readers.map((reader) => reader.cancel()))
    })

    it('is the only one allowed, uses it for everything and does not keep asking for more', async () => {
      proxy.limit(1)
      const opened = await openThrough()
      for (let round = 0; round < 3; round += 1) {
        expect((await drain(await opened.read('large', { signal }))).length).toBe(60_000_000)
      }
      await write(opened, 'new', 'x')
      expect(await read(opened, 'new')).toBe('x')
      expect(proxy.opened()).toBe(transport === 'ssh' ? 1 : 2)
    })

    it('breaks, fails with `unreachable` and reconnects for the next call', async () => {
      const opened = await openThrough()
      const reader = (await opened.read('large', { signal })).getReader()
      await reader.read()
      let pulled = 0
      const endless = new ReadableStream<Uint8Array>({
        pull(to) {
          to.enqueue(new Uint8Array(100_000))
          if ((pulled += 1) === 100) proxy.cut() // by now the connection exists; a connection made after the cut would not be cut
        },
      })
      const writing = opened.write('new', endless, { ifExists: 'fail', signal })
      expect(await failing(writing)).toMatchObject({ kind: 'unreachable', retry: 'later' })
      const rest = async () => {
        while (!(await reader.read()).done);
      }
      expect(await kindOf(rest())).toBe('unreachable')
      // the connection for short requests may not have noticed the cut yet
      const names = async () => (await list(opened)).map(({ name }) => name)
      await vi.waitFor(async () => expect(await names()).toEqual(['large']), { timeout: 5000 })
      expect((await drain(await opened.read('large', { signal }))).length).toBe(60_000_000)
    })

    it('falls silent, fails with `timeout` after three unanswered keep-alive messages', async () => {
      const opened = await openThrough({ keepAliveMs: 100 })
      expect(await list(opened)).toHaveLength(1)
      proxy.freeze()
      expect(await failing(opened.stat('large', { signal }))).toMatchObject({ kind: 'timeout', retry: 'later' })
      expect((await opened.stat('large', { signal })).sizeBytes).toBe(60_000_000)
    })

    it('falls silent, ends at once when the caller aborts', async () => {
      const opened = await openThrough()
      const reader = (await opened.read('large', { signal })).getReader()
      await reader.read()
      proxy.freeze()
      const abort = new AbortController()
      setTimeout(() => abort.abort(new Error('enough')), 30)
      const works = [
        opened.stat('large', { signal: abort.signal }),
        opened.read('large', { signal: abort.signal }),
        opened.write('new', bodyOf('x'), { ifExists: 'fail', signal: abort.signal }),
        opened.makeFolder('new', { signal: abort.signal }),
        opened.list('', { signal: abort.signal })[Symbol.asyncIterator]().next(),
      ]
      await Promise.all(works.map((work) => expect(work).rejects.toThrow('enough')))
      await reader.cancel()
    })
  })
})

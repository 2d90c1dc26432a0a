/** Two mounts may lead to the same place. A move between them must never delete the only copy. */
import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../backends/backend.ts'
import { createCryptBackend } from '../backends/crypt/crypt-backend.ts'
import { keysOf } from '../backends/crypt/cipher/keys.ts'
import { localDescriptor } from '../backends/local/index.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { openS3 } from '../backends/s3/index.ts'
import { describeWithService } from '../backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../backends/s3/testing/test-bucket.ts'
import { createScopedBackend } from '../backends/scoped/scoped-backend.ts'
import { hdfsConfigSchema } from '../backends/hdfs/config.ts'
import { openHdfs } from '../backends/hdfs/index.ts'
import { startStandIn as startHdfs } from '../backends/hdfs/testing/stand-in.ts'
import { openFtp } from '../backends/ftp/index.ts'
import { startFtpServer, whyNoFtpServer } from '../backends/ftp/testing/ftp-server.ts'
import { openSftp } from '../backends/sftp/index.ts'
import { startSshd, whyNoSshd } from '../backends/sftp/testing/sshd.ts'
import { openWebdav } from '../backends/webdav/index.ts'
import { startRcloneServer, whyNoRclone } from '../backends/webdav/testing/rclone-server.ts'
import { standardStack } from '../layers/standard-stack.ts'
import { createRig, type Rig } from './transfers.test-support.ts'

const { signal } = new AbortController()
let rig: Rig
let server: { stop(): Promise<unknown> } | undefined
const opened: Backend[] = []
beforeEach(async () => {
  rig = await createRig()
})
afterEach(async () => {
  await rig.close()
  for (const backend of opened.splice(0)) await backend.close()
  await server?.stop()
  server = undefined
})

function mount(name: string, backend: Backend): void {
  opened.push(backend)
  rig.opened.set(name, standardStack(backend, { mount: name, readOnly: false }))
}

/** Moves `a:path` into a folder of `b`, and overwrites an entry that has the name. */
async function move(path: string, folder: string) {
  const { items } = await rig.run({
    verb: 'move',
    sources: [{ location: { mount: 'a', path } }],
    into: { mount: 'b', path: folder },
    policy: { skip: 'never', onConflict: 'overwrite' },
  })
  return items.map(({ state, failure }) => failure?.kind ?? state)
}

const allow = ['list', 'read', 'write', 'delete'] as const

describe('folders of this computer', () => {
  it('keep a file that is moved onto itself through a window of another mount', async () => {
    const again = await localDescriptor.open({ path: rig.folder }, {}, { signal })
    await mkdir(join(rig.folder, 'in'))
    await writeFile(join(rig.folder, 'in', 'x'), 'kept')
    rig.opened.set('a', rig.backendOf('local'))
    mount('b', createScopedBackend(again, { mount: 'again', path: 'in', allow }))
    expect(await move('in/x', '')).toEqual(['bad-input'])
    expect(await move('in', '')).toEqual(['bad-input'])
    expect(await readFile(join(rig.folder, 'in', 'x'), 'utf8')).toBe('kept')
    await again.close()
  })

  it('keep a file that is moved onto itself through a symbolic link in the target', async () => {
    await rig.build('local', { 'in/': '', 'in/sub/': '', 'in/sub/x': 'kept', 'out/': '', 'out/in/': '' })
    const { symlink } = await import('node:fs/promises')
    await symlink('../../in/sub', join(rig.folder, 'out', 'in', 'sub'))
    rig.opened.set('a', rig.backendOf('local'))
    mount('b', await localDescriptor.open({ path: rig.folder }, {}, { signal }))
    expect(await move('in', 'out')).toContain('bad-input')
    expect(await readFile(join(rig.folder, 'in', 'sub', 'x'), 'utf8')).toBe('kept')
  })

  it('keep a file that is moved onto itself through encryption', async () => {
    await rig.build('local', { 'in/': '' })
    const config = { mount: 'local', path: '', password: 'secret', filenameEncryption: 'standard' } as const
    const whole = { ...config, filenameEncoding: 'base32', directoryNameEncryption: true, suffix: '.bin' } as never
    const keys = await keysOf('secret', '')
    for (const name of ['a', 'b']) {
      const below = await localDescriptor.open({ path: rig.folder }, {}, { signal })
      mount(name, createCryptBackend({ below, folder: 'in', config: whole, keys }))
    }
    await rig.build('a', { x: 'kept' })
    expect(await move('x', '')).toEqual(['bad-input'])
    expect(await rig.textOf('a', 'x')).toBe('kept')
  })
})

describe('stores that cannot be told apart', () => {
  /** Mounts one store under two names. */
  function open(other: (backend: Backend) => Backend = (backend) => backend): void {
    const { identity: _, ...store } = createMemoryBackend()
    mount('a', store)
    mount('b', other(store))
  }

  it('keep a file that is moved onto itself', async () => {
    open()
    await rig.build('a', { 'in/': '', 'in/x': 'kept', 'in/y/': '', 'in/y/z': 'too' })
    expect(await move('in/x', 'in')).toEqual(['bad-input'])
    expect(await move('in', '')).toContain('bad-input')
    expect(await rig.treeOf('a')).toEqual({ 'in/': '', 'in/x': 'kept', 'in/y/': '', 'in/y/z': 'too' })
  })

  it('move a file to another place if the name is taken', async () => {
    open()
    mount('b', createMemoryBackend())
    await rig.build('a', { x: 'new' })
    await rig.build('b', { x: 'old' })
    expect(await move('x', '')).toEqual(['done'])
    expect(await rig.treeOf('a')).toEqual({})
    expect(await rig.treeOf('b')).toEqual({ x: 'new' })
  })

  it('keep no probe file if the program is killed while it compares them', async () => {
    let die = () => {}
    const dying = new Promise<void>((resolve) => (die = resolve))
    let isDead = false
    const { identity: _, ...source } = createMemoryBackend()
    const { identity: __, ...target } = createMemoryBackend()
    mount('a', {
      ...source,
      async stat(path, options) {
        if (!path.endsWith('.tmp') || isDead) return source.stat(path, options)
        isDead = true
        die()
        return new Promise((_resolve, reject) =>
          options.signal.addEventListener('abort', () => reject(options.signal.reason as Error)),
        )
      },
    })
    let mayRemove = false
    mount('b', {
      ...target,
      async remove(path, options) {
        if (mayRemove) return target.remove(path, options)
        throw new Error('a dead program removes nothing')
      },
    })
    await rig.build('a', { x: 'new' })
    await rig.build('b', { x: 'old' })
    const { id } = rig.transfers.start({
      verb: 'move',
      sources: [{ location: { mount: 'a', path: 'x' } }],
      into: { mount: 'b', path: '' },
      policy: { skip: 'never', onConflict: 'overwrite' },
    })
    await dying
    await rig.transfers.close()
    expect(Object.keys(await rig.treeOf('b'))).toHaveLength(2)
    mayRemove = true
    rig.reopen()
    await rig.untilEnded(id)
    expect(await rig.treeOf('b')).toEqual({ x: 'new' })
    expect(await rig.treeOf('a')).toEqual({})
  })
})

await describeWithService('two mounts of one bucket', (service) => {
  describe('two mounts of one bucket', () => {
    let bucket: TestBucket
    beforeEach(async () => {
      bucket = await createTestBucket(service)
    })
    afterEach(() => bucket.remove())

    it.each([
      ['with another prefix', { prefix: 'in' }, ''],
      ['of all buckets', {}, 'bucket'],
      ['by another name of the host', { endpoint: service.endpoint.replace('127.0.0.1', 'localhost') }, 'in'],
    ] as const)('keep a file that is moved onto itself, one %s', async (_, more, folder) => {
      await bucket.put('in/x', 'kept')
      const base = { ...service, region: 'us-east-1' }
      mount('a', await openS3({ ...base, bucket: bucket.name }, { signal }))
      const own = folder === 'bucket' ? {} : { bucket: bucket.name }
      mount('b', await openS3({ ...base, ...own, ...more }, { signal }))
      expect(await move('in/x', folder === 'bucket' ? `${bucket.name}/in` : folder)).toEqual(['bad-input'])
      expect(await bucket.keys()).toEqual(['in/x'])
    })
  })
})

const missing = await whyNoSshd()
describe.runIf(missing === undefined)('two mounts of one SFTP server', () => {
  it.each([
    ['of the folder above', {}],
    ['by another name of the host', { host: 'localhost' }],
  ] as const)('keep a file that is moved onto itself, one %s', async (_, more) => {
    const sshd = (server = await startSshd())
    const folder = await mkdtemp(join(sshd.files, 'ground-'))
    await mkdir(join(folder, 'in'))
    await writeFile(join(folder, 'in', 'x'), 'kept')
    const config = { transport: 'built-in' as const, hostKey: [...sshd.hostKeys] }
    mount('a', await openSftp(sshd.config(folder, config), sshd.options, signal))
    mount('b', await openSftp(sshd.config(join(folder, 'in'), { ...config, ...more }), sshd.options, signal))
    expect(await move('in/x', '')).toEqual(['bad-input'])
    expect(await readFile(join(folder, 'in', 'x'), 'utf8')).toBe('kept')
  })
})

/** One server for a folder of this computer, reached by two mounts through two host names. */
interface TwoNames {
  readonly files: string
  open(host: '127.0.0.1' | 'localhost', path: string): Promise<Backend>
}

function describeTwoNames(what: string, missingServer: string | undefined, start: () => Promise<TwoNames>): void {
  describe.runIf(missingServer === undefined)(`two mounts of one ${what}`, () => {
    let names: TwoNames
    beforeEach(async () => {
      names = await start()
      await mkdir(join(names.files, 'in', 'sub'), { recursive: true })
      await writeFile(join(names.files, 'in', 'x'), 'kept')
      await writeFile(join(names.files, 'in', 'sub', 'y'), 'too')
      mount('a', await names.open('127.0.0.1', ''))
    })
    const expectKept = async () => {
      expect(await readFile(join(names.files, 'in', 'x'), 'utf8')).toBe('kept')
      expect(await readFile(join(names.files, 'in', 'sub', 'y'), 'utf8')).toBe('too')
    }

    it.each([
      ['of the folder itself', '127.0.0.1', 'in', ''],
      ['by another name of the host', 'localhost', '', 'in'],
    ] as const)('keep a file that is moved onto itself, one %s', async (_, host, path, folder) => {
      mount('b', await names.open(host, path))
      expect(await move('in/x', folder)).toEqual(['bad-input'])
      await expectKept()
    })

    it.each([
      ['of the whole server', '', 'in/sub'],
      ['of a folder in it', 'in/sub', ''],
    ] as const)('refuse to move a folder into itself by another name of the host, one %s', async (_, path, folder) => {
      mount('b', await names.open('localhost', path))
      expect(await move('in', folder)).toEqual(['bad-input'])
      expect((await readdir(join(names.files, 'in'), { recursive: true })).toSorted()).toEqual(['sub', 'sub/y', 'x'])
      await expectKept()
    })
  })
}

describeTwoNames('FTP server', await whyNoFtpServer(), async () => {
  const ftp = await startFtpServer()
  server = ftp
  return { files: ftp.files, open: (host, path) => openFtp(ftp.config(path, { host }), {}, signal) }
})

describeTwoNames('WebDAV server', await whyNoRclone(), async () => {
  const dav = await startRcloneServer()
  server = dav
  const open = (host: string, path: string) =>
    openWebdav(dav.config(path, { url: dav.url.replace('127.0.0.1', host) }), { signal })
  return { files: dav.files, open }
})

describeTwoNames('Hadoop file system', undefined, async () => {
  const hdfs = await startHdfs()
  server = hdfs
  const open = (host: string, path: string) =>
    openHdfs(hdfsConfigSchema.parse({ url: String(hdfs.urls[0]).replace('127.0.0.1', host), path }), { signal })
  return { files: hdfs.files.folder, open }
})

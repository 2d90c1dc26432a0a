import * as fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Backend } from '../../backend.ts'
import type { BulkCopy, BulkStored } from '../../facets/bulk.ts'
import { localDescriptor } from '../index.ts'

const { signal } = new AbortController()

let base: string
let root: string
let backend: Backend

beforeEach(async () => {
  base = await fs.realpath(await fs.mkdtemp(join(tmpdir(), 'portolan-many-')))
  root = join(base, 'root')
  for (const name of ['root', 'from', 'outside']) await fs.mkdir(join(base, name))
  backend = await localDescriptor.open({ path: root }, {}, { signal })
})
afterEach(async () => {
  await backend.close()
  await fs.rm(base, { recursive: true, force: true })
})

async function source(name: string, bytes: string | Buffer, mode = 0o644): Promise<BulkCopy> {
  const fromLocalPath = join(base, 'from', name)
  await fs.writeFile(fromLocalPath, bytes)
  await fs.chmod(fromLocalPath, mode)
  return { path: name, fromLocalPath, sizeBytes: bytes.length, ifExists: 'replace' }
}
async function copy(copies: readonly BulkCopy[]): Promise<string[]> {
  const ends: BulkStored[] = []
  for await (const some of backend.bulk?.copy?.(copies, { signal, id: 'bulk' }) ?? []) ends.push(...some)
  return ends.map(({ path, failure }) => `${path}: ${failure?.kind ?? 'done'}`).toSorted()
}
const modeOf = async (path: string) => ((await fs.stat(join(root, path))).mode & 0o777).toString(8)
const textOf = async (path: string) => (await fs.readFile(join(root, path))).toString()

const ways = [
  { way: 'with calls of the system', calls: '' },
  { way: 'with those of Node alone', calls: 'off' },
]

describe.runIf(process.platform !== 'win32').each(ways)('copying many files $way', ({ calls }) => {
  beforeEach(() => vi.stubEnv('PORTOLAN_SYSTEM_CALLS', calls)) // threads start with the environment that is set here
  afterEach(() => vi.unstubAllEnvs())

  it('replaces no file that must be new, and leaves nothing behind', async () => {
    await fs.writeFile(join(root, 'file'), 'old')
    await fs.mkdir(join(root, 'folder'))
    const copies = [await source('file', 'new'), await source('folder', 'new'), await source('free', 'new')]
    const mustBeNew = copies.map((request): BulkCopy => Object.assign(request, { ifExists: 'fail' as const }))
    expect(await copy(mustBeNew)).toEqual(['file: exists', 'folder: not-a-file', 'free: done'])
    expect(await Promise.all(['file', 'free'].map(textOf))).toEqual(['old', 'new'])
    expect((await fs.readdir(root)).toSorted()).toEqual(['file', 'folder', 'free'])
  })

  it('keeps the permissions of a replaced file, and gives a new file those of its source', async () => {
    const large = Buffer.alloc(700_000, 'L')
    for (const name of ['private', 'large-private']) await fs.writeFile(join(root, name), 'old', { mode: 0o600 })
    const copies = [
      await source('private', 'new'),
      await source('large-private', large),
      await source('program', 'run', 0o755),
      await source('large-program', large, 0o755),
    ]
    expect(await copy(copies)).toEqual(['large-private: done', 'large-program: done', 'private: done', 'program: done'])
    expect(await Promise.all(['private', 'large-private', 'program', 'large-program'].map(modeOf))).toEqual([
      '600',
      '600',
      '755',
      '755',
    ])
    expect(await textOf('large-private')).toBe(large.toString())
    expect(await fs.readdir(root)).toHaveLength(4)
  })

  it('follows no link that replaced a source', async () => {
    const link = await source('link', 'x')
    await fs.rm(link.fromLocalPath)
    await fs.symlink(join(base, 'outside', 'secret'), link.fromLocalPath)
    await fs.writeFile(join(base, 'outside', 'secret'), 'S')
    const folder = { ...(await source('folder', '')), fromLocalPath: join(base, 'outside') }
    expect(await copy([link, folder])).toEqual(['folder: changed', 'link: changed'])
    expect(await fs.readdir(root)).toEqual([])
  })

  it('refuses a folder link that leads out of the mount, and writes through links inside', async () => {
    await fs.symlink('../outside', join(root, 'out'))
    await fs.mkdir(join(root, 'in'))
    await fs.writeFile(join(root, 'in', 'target'), 'old')
    await fs.symlink('in/target', join(root, 'link'))
    await fs.symlink('../outside/secret', join(root, 'out-file'))
    const request = await source('link', 'new')
    expect(await copy([request, { ...request, path: 'out/file' }, { ...request, path: 'out-file' }])).toEqual([
      'link: done',
      'out-file: not-found',
      'out/file: outside',
    ])
    expect(await textOf('in/target')).toBe('new')
    expect((await fs.lstat(join(root, 'link'))).isSymbolicLink()).toBe(true)
    expect([await fs.readdir(join(root, 'in')), await fs.readdir(join(base, 'outside'))]).toEqual([['target'], []])
  })

  it('refuses files that are too large and invalid names, one by one', async () => {
    const request = await source('file', 'x')
    const most = backend.bulk?.mostCopyBytes ?? 0
    expect(
      await copy([
        request,
        { ...request, path: 'large', sizeBytes: most + 1 },
        { ...request, path: 'odd‛2F' },
        { ...request, path: '' },
      ]),
    ).toEqual([': not-a-file', 'file: done', 'large: too-large', 'odd‛2F: bad-name'])
  })

  it('reads more bytes than fit into one response, in several responses', async () => {
    const paths = Array.from({ length: 24 }, (_, at) => `file-${at}`)
    for (const path of paths) await fs.writeFile(join(root, path), Buffer.alloc(600_000, path))
    const seen: string[] = []
    let answers = 0
    for await (const some of backend.bulk?.read(paths, { signal }) ?? []) {
      answers += 1
      const sum = some.reduce((all, { bytes }) => all + (bytes?.length ?? 0), 0)
      expect(sum).toBeLessThan(6_000_000)
      for (const { path, bytes } of some) {
        expect(Buffer.alloc(600_000, path).equals(bytes ?? Buffer.of())).toBe(true)
        seen.push(path)
      }
    }
    expect(answers).toBeGreaterThan(2)
    expect(seen.toSorted()).toEqual(paths.toSorted())
  })
})

import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import type { Version } from '../../../contract/facets.ts'
import type { Backend } from '../backend.ts'
import { openShelf, shelfDescriptor } from './index.ts'

const { signal } = new AbortController()
let root: string
const opened: Backend[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'portolan-shelf-'))
})
afterEach(async () => {
  await closeAll()
  await rm(root, { recursive: true })
})

async function open(): Promise<Backend> {
  const backend = await shelfDescriptor.open({ path: root }, {}, { signal })
  opened.push(backend)
  return backend
}
async function closeAll(): Promise<void> {
  for (const backend of opened.splice(0)) await backend.close()
}
const write = (backend: Backend, path: string, text: string) =>
  backend.write(path, new Blob([text]).stream(), { ifExists: 'replace', signal })
async function versionsOf(backend: Backend, path: string): Promise<Version[]> {
  const found: Version[] = []
  for await (const page of backend.versions?.list(path, { signal }) ?? []) found.push(...page)
  return found
}
async function textsOf(backend: Backend, path: string): Promise<string[]> {
  const texts: string[] = []
  for (const { id, kind, author } of await versionsOf(backend, path)) {
    const by = author === undefined ? '' : ` (${author})`
    if (kind === 'deleted') texts.push(`deleted${by}`)
    else texts.push((await new Response(await backend.versions?.read(path, id, { signal })).text()) + by)
  }
  return texts
}
async function namesIn(backend: Backend, path = ''): Promise<string[]> {
  const names: string[] = []
  for await (const page of backend.list(path, { signal })) names.push(...unpackEntries(page).map(({ name }) => name))
  return names.toSorted()
}
async function deletedIn(backend: Backend, path = ''): Promise<string[]> {
  const names: string[] = []
  for await (const page of backend.deleted?.list(path, { signal }) ?? [])
    names.push(...page.map(({ entry }) => entry.name))
  return names
}
/** Queries the index directly, because the backend would scan the files first. */
function count(sql: string): number {
  const db = new Database(join(root, '.portolan/index.db'), { timeout: 5000 })
  try {
    return (db.prepare(sql).get() as { n: number }).n
  } finally {
    db.close()
  }
}
async function contents(): Promise<string[]> {
  const folder = join(root, '.portolan/content')
  const inside = await Promise.all((await readdir(folder)).map((name) => readdir(join(folder, name))))
  return inside.flat()
}

describe('a change by another program', () => {
  it('is recorded for 1,000 files that changed while the shelf was closed', { timeout: 120_000 }, async () => {
    await mkdir(join(root, 'folder'))
    const paths = Array.from({ length: 1000 }, (_, at) => `${at % 2 ? 'folder/' : ''}file ${at}`)
    const backend = await open()
    const writes = paths.map((path) => ({ path, bytes: Buffer.from(`first ${path}`), ifExists: 'fail' as const }))
    for await (const ends of backend.bulk?.write(writes, { signal, id: 'some' }) ?? [])
      expect(ends.filter(({ failure }) => failure)).toEqual([])
    await closeAll()
    for (const path of paths.slice(1)) await writeFile(join(root, path), `other ${path}`)
    await unlink(join(root, 'file 0'))
    const again = await open()
    const outside = "select count(*) as n from versions where author = 'outside'"
    await vi.waitFor(() => expect(count(outside)).toBe(1000), { timeout: 90_000, interval: 200 })
    expect(await textsOf(again, 'folder/file 501')).toEqual([
      'other folder/file 501 (outside)',
      'first folder/file 501',
    ])
    expect(await textsOf(again, 'file 0')).toEqual(['deleted (outside)', 'first file 0'])
  })

  it('starts the history of a folder that had none', async () => {
    await mkdir(join(root, 'a/b'), { recursive: true })
    await writeFile(join(root, 'a/b/old'), 'from before')
    const backend = await open()
    await vi.waitFor(() => expect(count('select count(*) as n from versions')).toBe(1), 10_000)
    expect(await textsOf(backend, 'a/b/old')).toEqual(['from before (outside)'])
    expect(await namesIn(backend)).toEqual(['a'])
  })

  it('is kept as a version before Portolan overwrites, removes or renames over the file', async () => {
    const backend = await open()
    for (const path of ['written', 'removed', 'replaced', 'other']) await write(backend, path, 'ours')
    for (const path of ['written', 'removed', 'replaced']) await writeFile(join(root, path), 'theirs')
    await write(backend, 'written', 'ours again')
    await backend.remove('removed', { signal })
    await backend.rename?.rename('other', 'replaced', { ifExists: 'replace', signal })
    expect(await textsOf(backend, 'written')).toEqual(['ours again', 'theirs (outside)', 'ours'])
    expect(await textsOf(backend, 'removed')).toEqual(['deleted', 'theirs (outside)', 'ours'])
    expect(await textsOf(backend, 'replaced')).toContain('theirs (outside)')
  })

  it('is no version if the bytes are the same', async () => {
    const backend = await open()
    await write(backend, 'file', 'same')
    await chmod(join(root, 'file'), 0o600)
    await utimes(join(root, 'file'), 5, 5)
    expect(await textsOf(backend, 'file')).toEqual(['same'])
  })
})

describe('history', () => {
  it('stores the same content once', async () => {
    const backend = await open()
    for (const path of ['a', 'b', 'c']) await write(backend, path, 'the same')
    await write(backend, 'a', 'another')
    await write(backend, 'a', 'the same')
    expect(await contents()).toHaveLength(2)
    const [first] = await versionsOf(backend, 'b')
    await backend.versions?.remove('b', first?.id ?? '', { signal })
    expect(await contents()).toHaveLength(2)
    for await (const ends of backend.versions?.removeAll?.([{ path: 'a', kind: 'file' }], { signal }) ?? [])
      expect(ends).toEqual([{ path: 'a', versions: 3, failures: [] }])
    expect(await contents()).toHaveLength(1)
    expect(await textsOf(backend, 'c')).toEqual(['the same'])
  })

  it('follows a file and a folder that are renamed', async () => {
    const backend = await open()
    await backend.makeFolder('folder', { signal })
    for (const text of ['one', 'two']) await write(backend, 'folder/ü', text)
    await write(backend, 'folder/gone', 'x')
    await backend.remove('folder/gone', { signal })
    await backend.rename?.rename('folder/ü', 'folder/b', { ifExists: 'fail', signal })
    await backend.rename?.rename('folder', 'other', { ifExists: 'fail', signal })
    expect(await textsOf(backend, 'other/b')).toEqual(['two', 'one'])
    expect(await deletedIn(backend, 'other')).toEqual(['gone'])
    expect(await deletedIn(backend)).toEqual([])
    expect(count("select count(*) as n from versions where author = 'outside'")).toBe(0)
  })

  it.each([
    ['a file', 'file', 'other'],
    ['a folder', 'folder', 'another'],
  ])('follows %s if the program was killed after the rename', async (_, from, to) => {
    const backend = await open()
    await backend.makeFolder('folder', { signal })
    for (const path of ['file', 'folder/file']) for (const text of ['one', 'two']) await write(backend, path, text)
    await closeAll()
    const plain = await openShelf(root, signal)
    plain.shelf.history.beginRename(from, to)
    plain.shelf.history.beginRename('never', 'done')
    await plain.close()
    await rename(join(root, from), join(root, to))
    const again = await open()
    const path = from === 'file' ? to : `${to}/file`
    await vi.waitFor(() => expect(count('select count(*) as n from renames')).toBe(0), 10_000)
    expect(await textsOf(again, path)).toEqual(['two', 'one'])
  })

  it('stays with the old name if the program was killed before the rename', async () => {
    const backend = await open()
    for (const path of ['a', 'b']) await write(backend, path, path)
    await closeAll()
    const plain = await openShelf(root, signal)
    plain.shelf.history.beginRename('a', 'b')
    await plain.close()
    await unlink(join(root, 'a'))
    const again = await open()
    await vi.waitFor(() => expect(count('select count(*) as n from renames')).toBe(0), 10_000)
    expect(await textsOf(again, 'b')).toEqual(['b'])
    expect(await textsOf(again, 'a')).toEqual(['deleted (outside)', 'a'])
  })

  it('has the versions of both files if one replaces the other', async () => {
    const backend = await open()
    await write(backend, 'a', 'A')
    for (const text of ['B1', 'B2']) await write(backend, 'b', text)
    await backend.rename?.rename('a', 'b', { ifExists: 'replace', signal })
    expect(await textsOf(backend, 'b')).toEqual(['A', 'B2', 'B1', 'A'])
    expect((await versionsOf(backend, 'b')).map(({ isCurrent }) => isCurrent)).toEqual([true, false, false, false])
  })

  it('has no deletion after that deletion was removed', async () => {
    const backend = await open()
    await write(backend, 'file', 'x')
    for (let times = 0; times < 3; times += 1) {
      await backend.remove('file', { signal })
      const [deletion] = await versionsOf(backend, 'file')
      await backend.versions?.remove('file', deletion?.id ?? '', { signal })
      expect(await textsOf(backend, 'file')).toEqual(['x'])
    }
  })

  it('restores a folder with its contents', async () => {
    const backend = await open()
    const paths = ['folder/a', 'folder/inner/b', 'folder/inner/deep/c']
    for (const folder of ['folder', 'folder/inner', 'folder/inner/deep']) await backend.makeFolder(folder, { signal })
    for (const path of paths) await write(backend, path, path)
    await backend.trash?.moveToTrash('folder', { signal })
    expect(await namesIn(backend)).toEqual([])
    expect(await deletedIn(backend)).toEqual(['folder'])
    expect(await backend.deleted?.restore('folder', { signal })).toMatchObject({ name: 'folder', kind: 'folder' })
    for (const path of paths) expect(await readFile(join(root, path), 'utf8')).toBe(path)
    expect(await deletedIn(backend)).toEqual([])
  })

  it('restores the permissions and the modification time of a private file', async () => {
    const backend = await open()
    await write(backend, 'secret', 'x')
    await utimes(join(root, 'secret'), 1_234_567_890, 1_234_567_890)
    await chmod(join(root, 'secret'), 0o600)
    await backend.remove('secret', { signal })
    await backend.deleted?.restore('secret', { signal })
    const { mode, mtimeMs } = await stat(join(root, 'secret'))
    expect([mode & 0o777, mtimeMs]).toEqual([0o600, 1_234_567_890_000])
  })

  it('is that of the target if it is read through a symbolic link', async () => {
    const backend = await open()
    await write(backend, 'file', 'one')
    await symlink('file', join(root, 'link'))
    await write(backend, 'link', 'two')
    expect(await textsOf(backend, 'link')).toEqual(['two', 'one'])
    expect(await textsOf(backend, 'file')).toEqual(['two', 'one'])
  })
})

it('aborts a write whose source is silent, and accepts the next one', async () => {
  const backend = await open()
  const abort = new AbortController()
  const silent = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new Uint8Array(10)),
    pull: () => new Promise(() => {}),
    cancel: () => new Promise(() => {}),
  })
  const writing = backend.write('file', silent, { ifExists: 'fail', signal: abort.signal })
  setTimeout(() => abort.abort(new Error('enough')), 50)
  await expect(writing).rejects.toThrow('enough')
  await write(backend, 'file', 'x')
  expect(await textsOf(backend, 'file')).toEqual(['x'])
  expect(await readdir(join(root, '.portolan/staged'))).toEqual([])
})

describe('the folder of the history', () => {
  it('is not listed and cannot be reached', async () => {
    const backend = await open()
    await write(backend, 'file', 'x')
    await mkdir(join(root, 'sub'))
    await symlink('.portolan', join(root, 'to own'))
    await symlink('..', join(root, 'sub/up'))
    expect(await namesIn(backend)).toEqual(['file', 'sub', 'to own'])
    expect(await namesIn(backend, 'sub/up')).toEqual(['file', 'sub', 'to own'])
    const ways = [
      '.portolan',
      '.portolan/index.db',
      'to own/index.db',
      'sub/up/.portolan/index.db',
      '.PORTOLAN/index.db',
    ]
    const works: readonly ((path: string) => Promise<unknown>)[] = [
      (path) => backend.read(path, { signal }),
      (path) => write(backend, path, 'x'),
      (path) => backend.remove(path, { signal }),
      (path) => backend.makeFolder(`${path}/new`, { signal }),
      (path) => namesIn(backend, path),
      async (path) => backend.rename?.rename('file', path, { ifExists: 'replace', signal }),
      async (path) => backend.rename?.rename(path, 'stolen', { ifExists: 'replace', signal }),
      async (path) => backend.staging?.begin(path, { id: 'a', expectedBytes: 1, ifExists: 'replace', signal }),
      async (path) => versionsOf(backend, path),
    ]
    for (const path of ways) {
      for (const work of works) {
        const failure = await work(path).then(
          () => undefined,
          (error: unknown) => failureOf(error).kind,
        )
        expect([path, works.indexOf(work), failure]).toEqual([path, works.indexOf(work), 'bad-name'])
      }
    }
    expect(await readdir(join(root, '.portolan'))).toContain('index.db')
  })

  it.each([
    ['damaged', (path: string) => writeFile(path, 'this is no database at all, but a text of somebody')],
    [
      'of another program',
      async (path: string) => {
        await unlink(path)
        const db = new Database(path)
        db.exec('create table versions (something text)')
        db.close()
      },
    ],
    [
      'written by a later Portolan',
      async (path: string) => {
        const db = new Database(path)
        db.exec('pragma user_version = 99')
        db.close()
      },
    ],
  ])('is given a new index if the old one is %s', async (_, spoil) => {
    const backend = await open()
    await write(backend, 'file', 'kept')
    await closeAll()
    for (const end of ['-wal', '-shm']) await rm(join(root, `.portolan/index.db${end}`), { force: true })
    await spoil(join(root, '.portolan/index.db'))
    const again = await open()
    expect(await textsOf(again, 'file')).toEqual(['kept (outside)'])
    expect((await readdir(join(root, '.portolan'))).some((name) => name.endsWith('.aside'))).toBe(true)
    const plain = await openShelf(root, signal)
    expect(plain.shelf.history.notice).toContain('is kept as')
    await plain.close()
  })
})

it('keeps the writes of two programs that use it at the same time', { timeout: 60_000 }, async () => {
  const backends = [await open(), await open()]
  await Promise.all(
    backends.map(async (backend, who) => {
      for (let at = 0; at < 25; at += 1) await write(backend, 'file', `${who} wrote ${at}`)
    }),
  )
  const [backend] = backends
  const texts = backend ? await textsOf(backend, 'file') : []
  expect(texts.toSorted()).toEqual(
    [0, 1].flatMap((who) => Array.from({ length: 25 }, (_, at) => `${who} wrote ${at}`)).toSorted(),
  )
  expect(await readFile(join(root, 'file'), 'utf8')).toBe(texts[0])
})

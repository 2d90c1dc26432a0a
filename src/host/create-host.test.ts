import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contract, type Contract } from '../contract/contract.ts'
import { unpackEntries } from '../contract/entry-page.ts'
import { type Failure, failureOf } from '../contract/failure.ts'
import type { Connection } from '../rpc/client.ts'
import { connectInProcess } from './connect-in-process.ts'
import { createHost } from './create-host.ts'
import type { Host, HostDeps } from './host.ts'

let folder: string
let host: Host
let connection: Connection<Contract>
let trashed: string[]

const client = () => connection.client
const at = (path: string, mount = 'Home') => ({ mount, path })

async function start(more: Partial<HostDeps> = {}) {
  host = await createHost({
    version: '1.2.3',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env: {},
    trashItem: async (path) => {
      trashed.push(path)
      rmSync(path, { recursive: true })
    },
    ...more,
  })
  connection = connectInProcess(host)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-host-'))
  mkdirSync(join(folder, 'home', 'papers'), { recursive: true })
  writeFileSync(join(folder, 'home', 'note.md'), 'hello')
  trashed = []
  await start()
})

afterEach(async () => {
  connection.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

async function* bytes(...texts: string[]) {
  for (const text of texts) yield new TextEncoder().encode(text)
}

async function textOf(location: { mount: string; path: string }, range: { offset?: number; length?: number } = {}) {
  return Buffer.concat(await collect(client().files.read({ location, ...range }))).toString()
}

describe('a host with nothing configured', () => {
  test('has Home and Shelf, and lists them as the contract defines', async () => {
    const { mounts, problems } = contract.mounts.list.output.parse(await client().mounts.list({}))
    expect(mounts.map(({ name, builtIn }) => [name, builtIn])).toEqual([
      ['Home', true],
      ['Shelf', true],
    ])
    expect(problems).toEqual([])
    const pages = await collect(client().listing.list({ location: at('') }))
    for (const page of pages) contract.listing.list.output.parse(page)
    expect(
      pages
        .flatMap(unpackEntries)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['note.md', 'papers'])
    expect(await collect(client().listing.list({ location: at('', 'Shelf') }))).toEqual([])
  })

  test('writes a file atomically and reads ranges of it', async () => {
    const entry = await client().files.write(
      { location: at('new.txt'), ifExists: 'fail' },
      { body: bytes('one ', 'two') },
    )
    expect(contract.files.write.output.parse(entry)).toMatchObject({ name: 'new.txt', kind: 'file', sizeBytes: 7 })
    expect(await textOf(at('new.txt'))).toBe('one two')
    expect(await textOf(at('new.txt'), { offset: 4, length: 2 })).toBe('tw')
    const again = client().files.write({ location: at('new.txt'), ifExists: 'fail' }, { body: bytes('x') })
    await expect(again).rejects.toMatchObject({ failure: { kind: 'exists' } })
  })

  test('an aborted upload leaves nothing behind', async () => {
    async function* broken() {
      yield new Uint8Array(100_000)
      throw new Error('the pipe broke')
    }
    const write = client().files.write({ location: at('half.bin'), ifExists: 'replace' }, { body: broken() })
    await expect(write).rejects.toThrow('the pipe broke')
    const names = async () => {
      const pages = await collect(client().listing.list({ location: at('') }))
      return pages.flatMap(unpackEntries).map(({ name }) => name)
    }
    await expect.poll(async () => (await names()).toSorted()).toEqual(['note.md', 'papers'])
  })

  test('creates, renames and removes, with a result for each item', async () => {
    await client().files.makeFolder({ location: at('papers/2026') })
    await client().files.rename({ from: at('note.md'), to: at('papers/2026/note.md'), ifExists: 'fail' })
    const outcomes = await collect(client().files.remove({ locations: [at('gone'), at('papers')], to: 'nowhere' }))
    expect(outcomes).toMatchObject([
      { location: at('gone'), failure: { kind: 'not-found' } },
      { location: at('papers') },
    ])
    expect(outcomes[1]?.failure).toBeUndefined()
    expect(existsSync(join(folder, 'home', 'papers'))).toBe(false)
  })

  test('moves a deleted folder to the trash as a whole', async () => {
    writeFileSync(join(folder, 'home', 'papers', 'inside.txt'), 'x')
    const outcomes = await collect(client().files.remove({ locations: [at('papers')], to: 'trash' }))
    expect(outcomes).toEqual([{ location: at('papers') }])
    expect(trashed).toEqual([join(folder, 'home', 'papers')])
  })

  test('refuses to move to the trash if there is none, and removes nothing', async () => {
    connection.close()
    await host.close()
    host = await createHost({
      version: '1',
      configFolder: join(folder, 'config'),
      dataFolder: join(folder, 'data'),
      homeFolder: join(folder, 'home'),
      env: {},
    })
    connection = connectInProcess(host)
    const outcomes = await collect(client().files.remove({ locations: [at('note.md')], to: 'trash' }))
    expect(outcomes).toMatchObject([{ failure: { kind: 'unsupported' } }])
    expect(existsSync(join(folder, 'home', 'note.md'))).toBe(true)
  })

  test('reports a missing mount in a plain sentence', async () => {
    const list = collect(client().listing.list({ location: at('', 'nowhere') }))
    await expect(list).rejects.toMatchObject({
      failure: { kind: 'not-found', message: expect.stringContaining('nowhere') },
    })
  })

  test('can show a folder only with a desktop', async () => {
    expect((await client().host.about({})).abilities).toEqual([])
    const shown = client().host.showInFolder({ location: at('note.md') })
    await expect(shown).rejects.toMatchObject({ failure: { kind: 'unsupported' } })
  })

  test('the doctor checks folders, mounts and trash', async () => {
    const { checks } = contract.host.doctor.output.parse(await client().host.doctor({}))
    expect(checks.filter(({ state }) => state !== 'ok')).toEqual([])
    expect(checks.map(({ name }) => name)).toContain('Mount Shelf')
    const log = checks.find(({ name }) => name === 'Log')
    expect(log?.message).toBe(join(folder, 'data', 'logs', 'portolan.log'))
  })

  test('watching first confirms that it started, then reports changes', async () => {
    const watching = client().listing.watch({ location: at('papers') })
    const changes = watching[Symbol.asyncIterator]()
    expect((await changes.next()).value).toEqual({ kind: 'changed' })
    writeFileSync(join(folder, 'home', 'papers', 'new.txt'), 'x')
    expect((await changes.next()).value).toEqual({ kind: 'changed' })
    rmSync(join(folder, 'home', 'papers'), { recursive: true })
    let last = await changes.next()
    while (!last.done && last.value.kind === 'changed') last = await changes.next()
    expect(last.value).toEqual({ kind: 'gone' })
    await changes.return?.()
  })
})

test('closing ends running calls and leaves no partial file', async () => {
  let sent = 0
  async function* endless() {
    for (; ; sent += 1) {
      yield new Uint8Array(1000)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const write = client().files.write({ location: at('papers/half.bin'), ifExists: 'fail' }, { body: endless() })
  const ended = write.catch((error: unknown) => error)
  const watching = client().listing.watch({ location: at('papers') })
  const changes = watching[Symbol.asyncIterator]()
  await changes.next()
  await expect.poll(() => sent).toBeGreaterThan(3)
  await host.close()
  expect(readdirSync(join(folder, 'home', 'papers'))).toEqual([])
  connection.close()
  expect(await ended).toBeInstanceOf(Error)
  await changes.return?.()
  await start()
})

describe('activity of mounts', () => {
  test('is reported to watchers, first past entries, then new ones', async () => {
    await client().listing.stat({ location: at('note.md') })
    const leaving = new AbortController()
    const batches = client().activity.watch({}, { signal: leaving.signal })[Symbol.asyncIterator]()
    const first = contract.activity.watch.output.parse((await batches.next()).value)
    expect(first.entries.map(({ operation }) => operation)).toEqual(['open', 'stat'])
    await client().files.makeFolder({ location: at('new') })
    const next = contract.activity.watch.output.parse((await batches.next()).value)
    expect(next.entries).toMatchObject([{ mount: 'Home', operation: 'makeFolder', paths: ['new'], outcome: 'done' }])
    expect(next.entries[0]?.number).toBeGreaterThan(first.entries[1]?.number ?? Infinity)
    await batches.return?.()
  })

  test('is logged under the id of its failure, together with the rest of the call', async () => {
    const stat = client().listing.stat({ location: at('no') })
    const failed = await stat.catch((error: unknown) => failureOf(error))
    expect(failed).toMatchObject({ kind: 'not-found', location: 'Home:no', id: expect.stringMatching(/^[0-9a-f]{8}$/) })
    await collect(client().files.remove({ locations: [at('note.md'), at('gone')], to: 'nowhere' }))
    const unknown = await collect(client().listing.list({ location: at('', 'nowhere') })).catch(failureOf)
    expect(unknown).toMatchObject({ kind: 'not-found', id: expect.any(String) })
    connection.close()
    await host.close()
    const lines = readFileSync(join(folder, 'data', 'logs', 'portolan.log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; operation: string; outcome: string; time: string })
    expect(lines[0]).toMatchObject({ operation: 'open', outcome: 'done', time: expect.stringMatching(/^20.*Z$/) })
    expect(lines.find(({ id }) => id === (failed as Failure).id)).toBeDefined()
    const removing = new Set(lines.filter(({ operation }) => operation === 'remove').map(({ id }) => id))
    expect(removing.size).toBe(1)
    await start()
  })
})

describe('settings', () => {
  test('are stored and read by the next host', async () => {
    const value = { tabs: [{ mount: 'Home', path: 'ä' }], wide: true, size: 0.5, none: null }
    await client().settings.write({ name: 'window', value })
    connection.close()
    await host.close()
    await start()
    expect(await client().settings.read({ name: 'window' })).toEqual({ value })
    expect(await client().settings.read({ name: 'other' })).toEqual({})
  })

  test('that are damaged read as empty', async () => {
    await client().settings.write({ name: 'window', value: 1 })
    writeFileSync(join(folder, 'config', 'window.json'), '{"half')
    expect(await client().settings.read({ name: 'window' })).toEqual({})
  })

  test('refuse a name that is a path, and a value that is too large', async () => {
    const bad = client().settings.write({ name: '../mounts', value: 1 })
    await expect(bad).rejects.toMatchObject({ failure: { kind: 'bad-input' } })
    const large = client().settings.write({ name: 'window', value: 'x'.repeat(1_100_000) })
    await expect(large).rejects.toMatchObject({ failure: { kind: 'too-large' } })
  })

  test('written concurrently end with the last value', async () => {
    await Promise.all([1, 2, 3, 4, 5].map((value) => client().settings.write({ name: 'window', value })))
    expect(JSON.parse(readFileSync(join(folder, 'config', 'window.json'), 'utf8'))).toBe(5)
  })
})

/** A past mount behaves like any other read-only mount. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Contract } from '../contract/contract.ts'
import { unpackEntries } from '../contract/entry-page.ts'
import { failureOf } from '../contract/failure.ts'
import { pastMountName } from '../contract/location.ts'
import type { CopyTransferRequest, Transfer } from '../contract/transfer.ts'
import type { Connection } from '../rpc/client.ts'
import { connectInProcess } from './connect-in-process.ts'
import { createHost } from './create-host.ts'
import type { Host } from './host.ts'

let folder: string
let host: Host
let connection: Connection<Contract>
const client = () => connection.client
const shelf = () => join(folder, 'data', 'shelf')

async function start() {
  host = await createHost({
    version: '1.2.3',
    configFolder: join(folder, 'config'),
    dataFolder: join(folder, 'data'),
    homeFolder: join(folder, 'home'),
    env: {},
  })
  connection = connectInProcess(host)
}
async function stop() {
  connection.close()
  await host.close()
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-past-host-'))
  mkdirSync(join(folder, 'home'))
  await start()
})
afterEach(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

async function* bytes(text: string) {
  yield new TextEncoder().encode(text)
}
async function write(path: string, text: string) {
  await client().files.write({ location: { mount: 'Shelf', path }, ifExists: 'replace' }, { body: bytes(text) })
}
async function remove(path: string) {
  for await (const { failure } of client().files.remove({ locations: [{ mount: 'Shelf', path }], to: 'trash' }))
    if (failure) throw new Error(failure.message)
}
async function textOf(mount: string, path: string): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of client().files.read({ location: { mount, path } })) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
async function moment(): Promise<string> {
  const atMs = Date.now()
  await vi.waitUntil(() => Date.now() > atMs, { interval: 1 })
  return pastMountName({ mount: 'Shelf', atMs })
}
async function walked(mount: string): Promise<string[]> {
  const paths: string[] = []
  for await (const item of client().listing.walk({ location: { mount, path: '' } }))
    if ('page' in item) paths.push(...unpackEntries(item.page).map(({ name }) => `${item.path}/${name}`))
  return paths.toSorted()
}
async function endOf(id: number): Promise<Transfer> {
  for await (const { transfers } of client().transfers.watch({})) {
    const transfer = transfers.find((each) => each.id === id)
    if (transfer?.state === 'ended') return transfer
  }
  throw new Error('it never ended')
}
async function messageOf(work: Promise<unknown>): Promise<string> {
  return failureOf(await work.catch((error: unknown) => error)).message
}
const restoreOf = (mount: string): CopyTransferRequest => ({
  verb: 'copy',
  sources: [{ location: { mount, path: '' }, contents: true }],
  into: { mount: 'Shelf', path: '' },
  policy: { skip: 'hash', onConflict: 'overwrite' },
})

it('a past mount can be read by its name, is not listed, and refuses every change', async () => {
  await write('file', 'one')
  await write('gone', 'two')
  const past = await moment()
  await write('file', 'changed')
  await remove('gone')
  expect(await walked(past)).toEqual(['/file', '/gone'])
  expect([await textOf(past, 'file'), await textOf(past, 'gone')]).toEqual(['one', 'two'])
  expect(await client().listing.stat({ location: { mount: past, path: 'gone' } })).toMatchObject({ since: 'deleted' })
  const { mounts } = await client().mounts.list({})
  expect(mounts.map(({ name }) => name)).toEqual(['Home', 'Shelf'])
  const location = { mount: past, path: 'new' }
  const refusal = 'This mount is shown as it was at a moment in the past, so it can only be read.'
  expect(await messageOf(client().files.makeFolder({ location }))).toBe(refusal)
  expect(await messageOf(client().files.write({ location, ifExists: 'fail' }, { body: bytes('x') }))).toBe(refusal)
  const info = await client().mounts.open({ name: past })
  expect(info).toMatchObject({ name: past, readOnly: true, capabilities: { canWrite: false, entryFacts: ['since'] } })
})

it('reports why a mount has no past', async () => {
  const stat = (mount: string) => client().listing.stat({ location: { mount, path: '' } })
  expect(await messageOf(stat('Home@2026-01-01T000000Z'))).toBe(
    '“Home” does not keep versions, so its past can’t be shown.',
  )
  expect(await messageOf(stat('no@2026-01-01T000000Z'))).toBe('There is no mount named “no”.')
  expect(await messageOf(stat('Shelf@2026-01-01T000000Z@2026-01-01T000000Z'))).toContain('There is no mount named')
})

it('restores a tree as a transfer, keeps equal and newer files, and loses nothing', async () => {
  for (const name of ['same', 'changed', 'gone']) {
    await client().files.makeFolder({ location: { mount: 'Shelf', path: name } })
    await write(`${name}/file`, name)
  }
  const past = await moment()
  await write('changed/file', 'later')
  await write('changed/added', 'later')
  await remove('gone')
  const { id } = await client().transfers.start(restoreOf(past))
  const { counts, skips } = await endOf(id)
  expect(counts).toMatchObject({ failed: 0, skipped: 1 })
  expect(skips).toEqual({ hash: 1 })
  const read = (path: string) => readFileSync(join(shelf(), path), 'utf8')
  expect(['same/file', 'changed/file', 'changed/added', 'gone/file'].map(read)).toEqual([
    'same',
    'changed',
    'later',
    'gone',
  ])
  const states: string[] = []
  for await (const page of client().versions.list({ location: { mount: 'Shelf', path: 'changed/file' } }))
    states.push(...page.map(({ kind }) => kind))
  expect(states).toEqual(['version', 'version', 'version'])
  const again = await endOf((await client().transfers.start(restoreOf(past))).id)
  expect(again.skips).toEqual({ hash: 3 })
})

it('a restore can be undone', async () => {
  await write('changed', 'one')
  await write('gone', 'two')
  const past = await moment()
  await write('changed', 'later')
  await remove('gone')
  const { id } = await client().transfers.start(restoreOf(past))
  await endOf(id)
  expect(readdirSync(shelf()).toSorted()).toEqual(['.portolan', 'changed', 'gone'])
  const undo = await endOf((await client().transfers.undo({ id })).id)
  expect(undo.counts).toMatchObject({ failed: 0, skipped: 0 })
  expect(readdirSync(shelf()).toSorted()).toEqual(['.portolan', 'changed'])
  expect(readFileSync(join(shelf(), 'changed'), 'utf8')).toBe('later')
})

it('a transfer opens its past mount again after a restart', async () => {
  const text = 'one'.repeat(1000)
  await write('file', text)
  const past = await moment()
  await remove('file')
  // At this rate it can't end before the program does.
  const { id } = await client().transfers.start({ ...restoreOf(past), limits: { bytesPerSecond: 1 } })
  await client().transfers.pause({ id })
  await stop()
  expect(readdirSync(shelf())).not.toContain('file')
  await start()
  await client().transfers.setLimits({ id, limits: {} })
  await client().transfers.resume({ id })
  await vi.waitUntil(() => readdirSync(shelf()).includes('file'), { timeout: 20_000, interval: 20 })
  expect(readFileSync(join(shelf(), 'file'), 'utf8')).toBe(text)
})

it('lists deleted entries after existing ones on request, and deletes them permanently', async () => {
  for (const path of ['folder', 'folder/deep']) await client().files.makeFolder({ location: { mount: 'Shelf', path } })
  for (const path of ['a', 'b', 'folder/one', 'folder/deep/two']) await write(path, path)
  for (const path of ['b', 'folder']) await remove(path)
  const location = { mount: 'Shelf', path: '' }
  const listed = async (withDeleted: boolean) => {
    const entries = []
    for await (const page of client().listing.list({ location, withDeleted })) entries.push(...unpackEntries(page))
    return entries
  }
  expect((await listed(false)).map(({ name, since }) => `${name} ${since}`)).toEqual(['a undefined'])
  const all = await listed(true)
  expect(all.map(({ name, kind, since }) => `${name} ${kind} ${since}`)).toEqual([
    'a file undefined',
    'b file deleted',
    'folder folder deleted',
  ])
  expect(all[1]).toMatchObject({ sizeBytes: 1, deleted: { deletedMs: expect.any(Number) } })

  const { id } = await client().transfers.start({
    verb: 'delete',
    to: 'nowhere',
    sources: [
      { location: { mount: 'Shelf', path: 'b' } },
      { location: { mount: 'Shelf', path: 'folder' }, kind: 'folder' },
    ],
  })
  // The earlier version of each file, and its deletion.
  expect(await endOf(id)).toMatchObject({ counts: { failed: 0, done: 2 }, versions: 6 })
  expect((await listed(true)).map(({ name }) => name)).toEqual(['a'])
})

import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Link } from '../../contract/facets.ts'
import { failureOf } from '../../contract/failure.ts'
import type { OwnLink } from './own-link.ts'
import { createLinkLedger, type LinkLedger } from './link-ledger.ts'

const dayMs = 24 * 3600_000
let folder: string
let now: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-links-'))
  now = 1_700_000_000_000
})
afterEach(async () => {
  for (const ledger of opened.splice(0)) ledger.close()
  await rm(folder, { recursive: true })
})

const data = () => join(folder, 'data')
const opened: LinkLedger[] = []
function open(): LinkLedger {
  const ledger = createLinkLedger(data(), () => now)
  opened.push(ledger)
  return ledger
}
const linkFor = (lastsMs: number): Link => ({
  url: 'https://store.example.org/file?X-Amz-Signature=geheim',
  method: 'get',
  endsMs: now + lastsMs,
  headers: {},
  revocation: 'policy',
  revocationId: 'policy-1',
})
const location = { mount: 'reports', path: 'q3.pdf' }

it('stores links in a private file, newest first, without their URLs', async () => {
  await open().note(linkFor(dayMs), location)
  now += 1000
  await open().note({ ...linkFor(dayMs), method: 'put' }, { mount: 'inbox', path: 'new' })
  expect((await open().list()).map(({ location: { mount }, method }) => [mount, method])).toEqual([
    ['inbox', 'put'],
    ['reports', 'get'],
  ])
  const files = (await readdir(data())).map((name) => join(data(), name))
  for (const file of files) {
    expect(await readFile(file, 'latin1')).not.toMatch(/geheim|https/)
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
  }
})

it('records revoked links, and forgets those that expired long ago', async () => {
  const short = await open().note(linkFor(dayMs), location)
  const long = await open().note(linkFor(200 * dayMs), location)
  await open().noteRevoked(long.id)
  expect((await open().list()).map(({ id, revokedMs }) => [id, revokedMs])).toEqual([
    [long.id, now],
    [short.id, undefined],
  ])
  now += 100 * dayMs
  expect((await open().list()).map(({ id }) => id)).toEqual([long.id])
})

it('imports the older list once, except for a line that a crash truncated', async () => {
  const made = { id: 'a', location, method: 'get', madeMs: now, endsMs: now + dayMs, revocation: 'key' }
  const lines = [made, { ...made, id: 'b', revocation: 'policy', revocationId: 'p' }, { id: 'a', revokedMs: now + 1 }]
  await mkdir(data())
  await writeFile(join(data(), 'links.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"id":"half\n`)
  const two = [open(), open()]
  for (const ledger of two) {
    expect((await ledger.list()).map(({ id, revokedMs, revocationId }) => [id, revokedMs, revocationId])).toEqual([
      ['b', undefined, 'p'],
      ['a', now + 1, undefined],
    ])
  }
  expect(await readdir(data())).not.toContain('links.jsonl')
})

it('starts a new list if the old one is damaged, and keeps the old file', async () => {
  await mkdir(data())
  await writeFile(join(data(), 'links.db'), 'no database'.repeat(500))
  await open().note(linkFor(dayMs), location)
  expect(await open().list()).toHaveLength(1)
  expect((await readdir(data())).some((name) => name.endsWith('.aside'))).toBe(true)
})

const own: OwnLink = {
  mount: 'notes',
  paths: ['a.txt'],
  places: ['/a.txt'],
  method: 'get',
  kind: 'file',
  endsMs: 1_700_000_000_000 + dayMs,
  mostUses: 3,
}

it('limits the uses of a link across several programs', () => {
  const ledgers = [open(), open(), open()]
  ledgers[0]?.noteOwn('x', own, JSON.stringify(own))
  const used = Array.from({ length: 12 }, (_, at) => ledgers[at % 3]?.use('x'))
  expect(used.filter(Boolean)).toHaveLength(3)
  expect(open().find('x')?.state).toBe('used-up')
})

it('refuses a link that expired or was revoked', async () => {
  for (const id of ['x', 'y']) open().noteOwn(id, { ...own, mostUses: 9 }, JSON.stringify(own))
  await open().noteRevoked('y')
  expect([open().use('x'), open().use('y'), open().find('y')?.state]).toEqual([true, false, 'revoked'])
  now += dayMs
  expect([open().use('x'), open().find('x')?.state]).toEqual([false, 'ended'])
})

it('delays attempts after wrong passwords, each time longer', () => {
  open().noteOwn('x', own, JSON.stringify(own))
  const tries = Array.from({ length: 5 }, () => open().beginAttempt('x'))
  expect(tries).toEqual([0, 0, 0, 0, 0])
  const rests: number[] = []
  for (let at = 0; at < 15; at += 1) {
    const rest = open().beginAttempt('x')
    rests.push(rest)
    now += rest
    expect(open().beginAttempt('x')).toBe(0)
  }
  expect(rests.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
  expect(rests.at(-1)).toBe(3600_000)
  open().notePasswordRight('x')
  expect(open().beginAttempt('x')).toBe(0)
})

it('creates no link that it cannot store', async () => {
  await writeFile(join(folder, 'data'), 'a file where the folder should be')
  const failure = await open()
    .note(linkFor(dayMs), location)
    .then(
      () => undefined,
      (error: unknown) => failureOf(error),
    )
  expect(failure).toMatchObject({ kind: 'denied', operation: 'files.own' })
})

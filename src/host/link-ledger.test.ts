import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Link } from '../contract/facets.ts'
import { failureOf } from '../contract/failure.ts'
import { createLinkLedger } from './link-ledger.ts'

const dayMs = 24 * 3600_000
let folder: string
let now: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portolan-links-'))
  now = 1_700_000_000_000
})
afterEach(() => rm(folder, { recursive: true }))

const file = () => join(folder, 'data', 'links.jsonl')
const open = () => createLinkLedger(file(), () => now)
const linkFor = (lastsMs: number): Link => ({
  url: 'https://store.example.org/file?X-Amz-Signature=geheim',
  method: 'get',
  endsMs: now + lastsMs,
  headers: {},
  revocation: 'policy',
  revocationId: 'policy-1',
})
const location = { mount: 'reports', path: 'q3.pdf' }

it('keeps links in a file of the user alone, newest first, without their addresses', async () => {
  await open().note(linkFor(dayMs), location)
  now += 1000
  await open().note({ ...linkFor(dayMs), method: 'put' }, { mount: 'inbox', path: 'new' })
  expect((await open().list()).map(({ location: { mount }, method }) => [mount, method])).toEqual([
    ['inbox', 'put'],
    ['reports', 'get'],
  ])
  expect(await readFile(file(), 'utf8')).not.toMatch(/geheim|https/)
  if (process.platform !== 'win32') expect((await stat(file())).mode & 0o777).toBe(0o600)
})

it('knows which were taken back, and forgets those long ended', async () => {
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

it('reads on after a line that a crash cut off', async () => {
  await open().note(linkFor(dayMs), location)
  await appendFile(file(), '{"id":"half\n')
  await open().note(linkFor(dayMs), location)
  expect(await open().list()).toHaveLength(2)
})

it('hands out no link that it can’t write down', async () => {
  await writeFile(join(folder, 'data'), 'a file where the folder should be')
  const failure = await open()
    .note(linkFor(dayMs), location)
    .then(
      () => undefined,
      (error: unknown) => failureOf(error),
    )
  expect(failure).toMatchObject({ kind: 'denied', operation: 'files.own' })
})

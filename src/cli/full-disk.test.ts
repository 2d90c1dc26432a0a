/** Portolan's own files on a full disk: each command prints a message that tells what to do. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest'
import type { Link } from '../contract/facets.ts'
import { failureOf } from '../contract/failure.ts'
import { mountSmallDisk, type SmallDisk } from '../core/files/small-disk.test-support.ts'
import { createLinkLedger } from '../core/links/link-ledger.ts'
import { createSettingsStore } from '../host/settings-store.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
let disk: SmallDisk | undefined
beforeEach(() => {
  cli = createCliHarness()
})
afterEach(async () => {
  cli.close()
  await disk?.unmount()
  disk = undefined
})

const filler = () => join(disk?.folder ?? '', 'filler')

/** Returns the folder of a full disk that Portolan uses as its home. */
async function fullDisk(context: TestContext): Promise<string> {
  disk = await mountSmallDisk(context, '4m')
  cli.env['PORTOLAN_HOME'] = join(disk.folder, 'portolan')
  return disk.folder
}
function fill() {
  try {
    writeFileSync(filler(), 'x'.repeat(8 * 1024 ** 2))
  } catch {
    // The disk is full now.
  }
}

const sentence = /Portolan can’t write .+, because the disk is full\. Free some space there, then try again\./

it.for([
  ['cp', 'a.txt', 'b.txt'],
  ['rm', '--forever', 'a.txt'],
  ['transfers'],
  ['mount', 'add', 'lab', 's3://acme/2026?region=eu-west-1'],
])('%j reports a full disk', async (argv, context) => {
  await fullDisk(context)
  writeFileSync(join(cli.cwd, 'a.txt'), 'a')
  fill()
  const { code, err } = await cli.run(argv)
  expect(err).toMatch(sentence)
  expect(err).not.toMatch(/inside Portolan|ENOSPC|SQLITE/)
  expect(code).toBe(1)
  rmSync(filler())
  expect((await cli.run(argv)).code).toBe(0)
})

it('a full disk pauses a running transfer with that message', async (context) => {
  const folder = await fullDisk(context)
  mkdirSync(join(folder, 'from'))
  for (let number = 0; number < 300; number += 1) writeFileSync(join(folder, `from/${number}`), 'x'.repeat(8000))
  const { code, err } = await cli.run(['cp', join(folder, 'from'), join(folder, 'to')])
  expect(err).not.toMatch(/inside Portolan|SQLITE/)
  expect(err).toMatch(/disk is full|no space/)
  expect(code).toBe(1)
  expect(readdirSync(folder, { recursive: true }).filter((name) => String(name).includes('.part'))).toEqual([])
})

it('stores of other files report a full disk', async (context) => {
  const folder = await fullDisk(context)
  fill()
  const link = { url: '', method: 'get', endsMs: Date.now() + 1000, revocation: 'none' } as unknown as Link
  const writes = [
    () => createSettingsStore(join(folder, 'settings')).write('window', 'x'.repeat(100_000)),
    () => createLinkLedger(folder).note(link, { mount: 'm', path: 'p'.repeat(10_000) }),
  ]
  for (const write of writes) {
    const failure = await write().then(() => undefined, failureOf)
    expect(failure).toMatchObject({ kind: 'no-space', message: expect.stringMatching(sentence) as string })
  }
})

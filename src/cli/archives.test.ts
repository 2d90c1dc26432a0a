/** Archives on the command line: their contents are listed, read and copied like other files. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeZipBytes, tarEnd, tarEntry } from '../core/archives/testing/make-zip.test-support.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
const home = (...names: string[]) => join(cli.home, ...names)
beforeEach(() => {
  cli = createCliHarness()
  mkdirSync(home('papers'))
  const inner = makeZipBytes([{ name: 'deep.txt', bytes: 'deep' }])
  const entries = [
    { name: 'plan.txt', bytes: 'a plan' },
    { name: 'sub/one', bytes: 'one' },
    { name: 'sub/two', bytes: 'two'.repeat(9000), isDeflated: true },
    { name: 'inner.zip', bytes: inner },
  ]
  writeFileSync(home('papers', 'all.zip'), makeZipBytes(entries))
  const tar = [tarEntry('t/a', { bytes: 'a' }), tarEntry('t/b', { bytes: 'b' }), tarEnd]
  writeFileSync(home('papers', 'all.tgz'), gzipSync(Buffer.concat(tar)))
})
afterEach(() => cli.close())

async function done(...argv: string[]): Promise<string> {
  const { code, out, err } = await cli.run(argv)
  expect([code, err]).toEqual([0, ''])
  return out
}

it('lists and reads archives, even nested ones, by typed path and by mount name', async () => {
  const named = async (loc: string) =>
    (await done('ls', loc, '--json'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name)
  expect(await named('Home:papers/all.zip/')).toEqual(['plan.txt', 'sub', 'inner.zip'])
  expect(await named('Home:papers/all.zip!/sub')).toEqual(['one', 'two'])
  expect(await named('Home!papers%2Fall.zip:sub')).toEqual(['one', 'two'])
  expect(await named(`${home('papers', 'all.tgz')}!/t`)).toEqual(['a', 'b'])
  expect(await done('cat', 'Home:papers/all.zip!/inner.zip!/deep.txt')).toBe('deep')
  const [row] = (await done('ls', 'Home:papers/all.zip!/sub/one', '--json')).trim().split('\n')
  expect(JSON.parse(row ?? '')).toMatchObject({ location: 'Home:papers/all.zip!/sub/one', sizeBytes: 3 })
})

it('copies out of archives, folders and files', async () => {
  await done('cp', 'Home:papers/all.zip!/sub', 'Home:papers/all.tgz!/t', 'Home:')
  expect(readFileSync(home('sub', 'two'), 'utf8')).toBe('two'.repeat(9000))
  expect(readFileSync(home('t', 'b'), 'utf8')).toBe('b')
  await done('cp', 'Home:papers/all.zip/', 'Home:out')
  expect(readFileSync(home('out', 'plan.txt'), 'utf8')).toBe('a plan')
})

it('refuses every change in an archive, and reports missing entries and other files', async () => {
  const failing = async (...argv: string[]) => {
    const { code, err } = await cli.run(argv)
    return [code, err.trim()]
  }
  expect(await failing('mkdir', 'Home:papers/all.zip!/new')).toEqual([
    expect.any(Number),
    expect.stringContaining('An archive can only be read. Nothing in it can be changed.'),
  ])
  expect((await failing('cat', 'Home:papers/all.zip!/no'))[1]).toContain('“no”.')
  expect((await failing('ls', 'Home:papers/none.zip!/'))[1]).toContain('none.zip')
  writeFileSync(home('text.zip'), 'text')
  expect((await failing('ls', 'Home:text.zip/'))[1]).toContain('not an archive that Portolan can open')
})

it('creates and extracts archives', async () => {
  expect(await done('zip', 'Home:papers', 'Home:made.zip')).toContain('packed 2 files')
  expect(JSON.parse(await done('zip', home('papers'), home('again.zip'), '--json'))).toMatchObject({
    isStored: true,
    files: 2,
    leftOutCount: 0,
  })
  expect((await done('ls', '-r', 'Home:made.zip/')).split('\n')).toHaveLength(4)
  expect((await cli.run(['zip', 'Home:papers', 'Home:made.zip'])).err).toContain('of that name already exists')
  expect((await cli.run(['zip', 'Home:papers', 'Home:made.tar'])).code).toBe(2)
  await done('unzip', 'Home:papers/all.zip', 'Home:there')
  expect(readFileSync(home('there', 'sub', 'one'), 'utf8')).toBe('one')
  await done('unzip', home('papers', 'all.tgz'))
  expect(readFileSync(join(cli.cwd, 'all', 't', 'b'), 'utf8')).toBe('b')
  expect((await cli.run(['zip', 'Home:none', 'Home:x.zip'])).code).toBe(4)
})

it('reports a missing archive by the path as given', async () => {
  const { code, err } = await cli.run(['unzip', join(cli.cwd, 'missing.zip')])
  const location = join(cli.cwd, 'missing.zip!/')
  expect([code, err]).toEqual([4, `portolan: ${location}: Nothing was found at “missing.zip”.\n`])
})

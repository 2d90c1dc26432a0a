/** Files built from others on the command line: joined files and differences, read and stored. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeZipBytes } from '../core/archives/testing/make-zip.test-support.ts'
import { describeWithService } from '../core/backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../core/backends/s3/testing/test-bucket.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
const here = (name: string) => join(cli.cwd, name)
beforeEach(() => {
  cli = createCliHarness()
})
afterEach(() => cli.close())

async function done(...argv: string[]): Promise<string> {
  const { code, out, err } = await cli.run(argv)
  expect([code, err]).toEqual([0, ''])
  return out
}

describe('cat --to', () => {
  it('joins files of any mount into one, including archives and unusual names', async () => {
    const odd = '50% of a+b; #1? "ü"!@.txt'
    writeFileSync(here(odd), 'one ')
    mkdirSync(join(cli.home, 'papers'))
    writeFileSync(join(cli.home, 'papers', 'all.zip'), makeZipBytes([{ name: 'sub/two.txt', bytes: 'two ' }]))
    writeFileSync(here('three'), 'three'.repeat(100_000))
    await done('cat', odd, 'Home:papers/all.zip!/sub/two.txt', 'three', '--to', 'Home:papers/joined.txt')
    const joined = readFileSync(join(cli.home, 'papers', 'joined.txt'), 'utf8')
    expect(joined).toBe(`one two ${'three'.repeat(100_000)}`)
    const again = await cli.run(['cat', odd, 'three', '--to', 'Home:papers/joined.txt'])
    expect(again.code).toBe(1)
    await done('cat', odd, '--to', 'Home:papers/joined.txt', '--on-conflict', 'overwrite')
    expect(readFileSync(join(cli.home, 'papers', 'joined.txt'), 'utf8')).toBe('one ')
  })

  it('names a missing part, and stores nothing', async () => {
    writeFileSync(here('one'), 'one')
    const { code, err } = await cli.run(['cat', 'one', 'Home:nowhere.txt', '--to', 'all'])
    expect(code).toBe(4)
    expect(err).toContain('Home:nowhere.txt')
    expect(existsSync(here('all'))).toBe(false)
    expect(readdirSync(cli.cwd)).toEqual(['one'])
  })

  it('refuses too many files, and an invalid target name', async () => {
    writeFileSync(here('one'), '')
    const many = Array.from({ length: 250 }, () => `Home:${'a-long-name/'.repeat(80)}x`)
    const tooMany = await cli.run(['cat', ...many, '--to', 'all'])
    expect([tooMany.code, tooMany.err]).toEqual([2, expect.stringContaining('too many files')])
    expect((await cli.run(['cat', 'one', '--to', 'folder/'])).code).toBe(2)
  })
})

describe('diff --text', () => {
  it('prints how two files differ, and exits with 1 if they do and 0 if not', async () => {
    writeFileSync(here('a'), 'one\ntwo\n')
    writeFileSync(join(cli.home, 'b'), 'one\nthree\n')
    const { code, out } = await cli.run(['diff', '--text', 'a', 'Home:b'])
    expect(code).toBe(1)
    expect(out.split('\n').slice(1)).toEqual(['+++ Home:b', '@@ -1,2 +1,2 @@', ' one', '-two', '+three', ''])
    expect(await done('diff', '--text', 'a', 'a')).toBe('')
    await done('diff', '--text', 'a', 'Home:b', '--to', 'Home:changes.diff')
    expect(readFileSync(join(cli.home, 'changes.diff'), 'utf8')).toBe(out)
    expect((await cli.run(['diff', '--text', 'a'])).code).toBe(2)
    expect((await cli.run(['diff', 'a', 'b', '--to', 'c'])).code).toBe(2)
    expect((await cli.run(['diff', '--text', 'a', 'Home:gone'])).code).toBe(4)
  })

  it('compares a version with the current file, and two versions', async () => {
    for (const text of ['first\n', 'second\n', 'third\n']) {
      writeFileSync(here('note'), text)
      await done('cp', 'note', 'Shelf:note', '--on-conflict', 'overwrite')
    }
    const listed = (await done('versions', 'Shelf:note', '--json')).trim().split('\n')
    const ids = listed.map((line) => (JSON.parse(line) as { id: string }).id)
    const [, second = '', first = ''] = ids
    expect((await cli.run(['diff', '--text', 'Shelf:note', '--version', first])).out).toContain('-first\n+third\n')
    const both = await cli.run(['diff', '--text', 'Shelf:note', '--version', first, '--version', second])
    expect(both.out).toContain('-first\n+second\n')
  })
})

await describeWithService('joined files and differences with an S3 store', (service) => {
  let bucket: TestBucket
  beforeEach(async () => {
    bucket = await createTestBucket(service, {})
    const { endpoint, accessKeyId, secretAccessKey } = service
    const mount = { name: 'bucket', type: 's3', bucket: bucket.name, endpoint, accessKeyId, secretAccessKey }
    mkdirSync(cli.configFolder, { recursive: true })
    writeFileSync(join(cli.configFolder, 'mounts.yaml'), JSON.stringify([mount]))
  })
  afterEach(() => bucket.remove())

  it('joins remote and local files in the store, and compares them', async () => {
    writeFileSync(here('a b'), 'a\n'.repeat(500_000))
    writeFileSync(here('empty'), '')
    await done('cp', 'a b', 'empty', 'bucket:')
    await done('cat', 'bucket:a b', 'bucket:empty', 'empty', 'a b', '--to', 'bucket:joined')
    expect(await done('cat', 'bucket:joined')).toBe('a\n'.repeat(1_000_000))
    await done('zip', 'bucket:a b', 'empty', 'bucket:both.zip')
    expect(await done('cat', 'bucket:both.zip!/a b')).toBe('a\n'.repeat(500_000))
    expect(await done('diff', '--text', 'a b', 'bucket:a b')).toBe('')
    const { code, out } = await cli.run(['diff', '--text', 'bucket:a b', 'bucket:joined'])
    expect([code, out.slice(0, 40)]).toEqual([1, expect.stringContaining('--- bucket:a b\n+++ bucket:joined\n')])
  })
})

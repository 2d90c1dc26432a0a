import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeWithService } from '../core/backends/s3/testing/service.ts'
import { createTestBucket, type TestBucket } from '../core/backends/s3/testing/test-bucket.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
})
afterEach(() => cli.close())

function put(path: string, text: string, time = '2026-03-01T12:00:00Z') {
  const at = join(cli.cwd, path)
  mkdirSync(join(at, '..'), { recursive: true })
  writeFileSync(at, text)
  utimesSync(at, new Date(time), new Date(time))
}

describe('diff', () => {
  it('prints how each name differs, and counts equal ones', async () => {
    for (const top of ['a', 'b']) put(`${top}/deep/same.txt`, 'same')
    put('a/left.txt', 'l')
    put('b/right/only.txt', 'r')
    put('a/edited.txt', 'older')
    put('b/edited.txt', 'newer!', '2026-03-02T12:00:00Z')
    put('a/swap', 'file')
    mkdirSync(join(cli.cwd, 'b/swap'))
    const { code, out, err } = await cli.run(['diff', 'a', 'b'])
    expect([code, err]).toEqual([1, ''])
    expect(out.split('\n')).toEqual([
      'newer right    edited.txt  (5 B and 6 B)',
      'only left      left.txt',
      'only right     right/',
      'other kind     swap',
      'only right     right/only.txt',
      '2 names the same, 1 only left, 2 only right, 1 newer right, 1 other kind',
      '',
    ])
    expect((await cli.run(['diff', 'a', 'a'])).code).toBe(0)
  })

  it('compares content with --by hash, regardless of times', async () => {
    put('a/f', 'one')
    put('b/f', 'one', '2026-03-05T12:00:00Z')
    put('a/g', 'one')
    put('b/g', 'two')
    expect((await cli.run(['diff', 'a', 'b'])).out).toContain('newer right    f\n')
    const { code, out } = await cli.run(['diff', 'a', 'b', '--by', 'hash'])
    expect([code, out]).toEqual([1, 'differs        g\n1 name the same, 1 differs\n'])
    const rule = await cli.run(['diff', 'a', 'b', '--rule', 'src.size == dst.size'])
    expect(rule.code).toBe(0)
  })

  it('applies filters to both sides', async () => {
    put('a/node_modules/x/index.js', '1')
    put('a/.hidden/x', '1')
    put('a/big.ts', 'x'.repeat(3000))
    put('b/big.ts', 'x')
    put('a/one.ts', '1')
    put('a/one.md', '1')
    const options = ['--ignore', 'node_modules/', '--no-hidden', '--filter', '*.ts size<2kb']
    expect((await cli.run(['diff', 'a', 'b', ...options])).out).toBe(
      'only left      one.ts\n0 names the same, 1 only left\n',
    )
    const bad = await cli.run(['diff', 'a', 'b', '--filter', 'size>huge'])
    expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('“huge” is not a size')])
  })

  it('prints one JSON object per row', async () => {
    put('a/only', '1')
    mkdirSync(join(cli.cwd, 'b'))
    const { out } = await cli.run(['diff', 'a', 'b', '--json', '--only', 'left-only'])
    const [row, end] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(row).toMatchObject({ path: 'only', difference: 'left-only', left: { name: 'only', sizeBytes: 1 } })
    expect(end).toMatchObject({ kind: 'end', counts: { 'left-only': 1, same: 0 } })
  })

  it('fails if one of the two does not exist', async () => {
    put('a/f', '1')
    expect((await cli.run(['diff', 'a', 'none'])).code).toBe(4)
    expect((await cli.run(['diff', 'a'])).code).toBe(2)
  })

  it.skipIf(process.platform === 'win32')('compares symbolic links by target', async () => {
    put('a/f', '1')
    put('b/f', '1')
    symlinkSync('f', join(cli.cwd, 'a/link'))
    symlinkSync('g', join(cli.cwd, 'b/link'))
    expect((await cli.run(['diff', 'a', 'b'])).out).toContain('differs        link\n')
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'does not treat an unreadable folder as empty',
    async () => {
      put('a/shut/f', '1')
      put('b/shut/f', '1')
      chmodSync(join(cli.cwd, 'b/shut'), 0)
      const { code, out, err } = await cli.run(['diff', 'a', 'b'])
      chmodSync(join(cli.cwd, 'b/shut'), 0o755)
      expect(code).toBe(1)
      expect(out).toBe('1 name the same, 1 could not be compared\n')
      expect(err).toContain('shut')
    },
  )
})

await describeWithService('diff with S3', (service) => {
  let bucket: TestBucket
  beforeEach(async () => {
    bucket = await createTestBucket(service, {})
    const { endpoint, accessKeyId, secretAccessKey } = service
    const mount = { name: 'bucket', type: 's3', bucket: bucket.name, endpoint, accessKeyId, secretAccessKey }
    mkdirSync(cli.configFolder, { recursive: true })
    writeFileSync(join(cli.configFolder, 'mounts.yaml'), JSON.stringify([mount]))
  })
  afterEach(() => bucket.remove())

  it('finds no difference after an upload, and then what changed', async () => {
    put('a/x/f.txt', 'one')
    put('a/x-y.txt', 'two')
    expect((await cli.run(['cp', 'a', 'bucket:'])).code).toBe(0)
    const after = await cli.run(['diff', 'a', 'bucket:a'])
    expect([after.code, after.out, after.err]).toEqual([0, '3 names the same\n', ''])
    put('a/x/f.txt', 'eno')
    expect((await cli.run(['diff', 'a', 'bucket:a', '--by', 'hash'])).out).toContain('x/f.txt')
    put('a/x/f.txt', 'longer')
    const { code, out } = await cli.run(['diff', 'a', 'bucket:a'])
    expect([code, out]).toEqual([1, expect.stringContaining('x/f.txt  (6 B and 3 B)')])
  })
})

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
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

const at = (path: string) => join(cli.cwd, path)
function put(path: string, text: string, time = '2026-03-01T12:00:00Z') {
  mkdirSync(join(at(path), '..'), { recursive: true })
  writeFileSync(at(path), text)
  utimesSync(at(path), new Date(time), new Date(time))
}
const textOf = (path: string) => readFileSync(at(path), 'utf8')
/** Returns files and folders below a folder, without entries that were put aside. */
function treeOf(top: string): string[] {
  return readdirSync(at(top), { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.startsWith('.portolan-archive'))
    .toSorted()
}
const sync = (...argv: string[]) => cli.run(['sync', ...argv])

describe('sync', () => {
  it('updates: adds and replaces, keeps newer files, deletes nothing, and repeats without changes', async () => {
    put('a/new.txt', 'new')
    put('a/deep/er/f', 'deep')
    put('a/edited', 'edited', '2026-03-05T12:00:00Z')
    put('b/edited', 'old')
    put('a/older', 'older')
    put('b/older', 'newer!', '2026-03-05T12:00:00Z')
    put('b/only', 'right')
    const dry = await sync('a', 'b', '--dry-run')
    expect([dry.code, dry.out.split('\n')]).toEqual([
      0,
      [
        'add right      deep/',
        'replace right  edited  (6 B)',
        'add right      new.txt  (3 B)',
        'leave          older  (the right file is newer)',
        'add right      deep/er/',
        'add right      deep/er/f  (4 B)',
        'right: 2 added, 1 replaced, 2 folders made (13 B); 1 left alone; 0 names the same',
        '',
      ],
    ])
    expect(existsSync(at('b/new.txt'))).toBe(false)
    const done = await sync('a', 'b', '--archive')
    expect([done.code, done.err]).toEqual([0, ''])
    expect(done.out).toContain('5 items synced (13 B)')
    expect(done.out).toMatch(/^3 copied \(13 B\), 2 folders made; \d+ calls in \d+ s$/m)
    expect(treeOf('b')).toEqual(['deep', 'deep/er', 'deep/er/f', 'edited', 'new.txt', 'older', 'only'].toSorted())
    expect([textOf('b/edited'), textOf('b/older')]).toEqual(['edited', 'newer!'])
    const [time = ''] = readdirSync(at('b/.portolan-archive'))
    expect(textOf(`b/.portolan-archive/${time}/edited`)).toBe('old')
    const again = await sync('a', 'b')
    expect([again.code, again.out]).toEqual([
      0,
      'leave          older  (the right file is newer)\n1 left alone; 5 names the same\n',
    ])
  })

  it('mirrors, stops before many deletions, and is undone', async () => {
    put('a/keep', 'keep')
    for (const name of ['x', 'y', 'z/deep']) put(`b/${name}`, name)
    put('b/keep', 'was another', '2026-02-01T12:00:00Z')
    const stopped = await sync('a', 'b', '--mode', 'mirror', '--archive')
    expect(stopped.code).toBe(1)
    expect(stopped.err).toContain('4 of 5 names on the right side would be deleted.')
    expect(treeOf('b')).toEqual(['keep', 'x', 'y', 'z', 'z/deep'])
    expect((await sync('a', 'b', '--mode', 'mirror', '--archive', '--despite', 'deletions')).code).toBe(0)
    expect(treeOf('b')).toEqual(['keep'])
    expect(textOf('b/keep')).toBe('keep')
    const undone = await cli.run(['transfers', 'undo', '1'])
    expect([undone.code, undone.err]).toEqual([0, ''])
    expect(treeOf('b')).toEqual(['keep', 'x', 'y', 'z', 'z/deep'])
    expect([textOf('b/keep'), textOf('b/z/deep')]).toEqual(['was another', 'z/deep'])
  })

  it('archives each of many small files before it replaces them, and undo restores them', async () => {
    const names = Array.from({ length: 130 }, (_, each) => `f${each}`)
    for (const name of names) {
      put(`a/${name}`, `${name} is new`)
      put(`b/${name}`, name, '2026-02-01T12:00:00Z')
    }
    const done = await sync('a', 'b', '--mode', 'mirror', '--archive')
    expect([done.code, done.err]).toEqual([0, ''])
    const [time = ''] = readdirSync(at('b/.portolan-archive'))
    const texts = (top: string) => names.map((name) => textOf(`${top}/${name}`))
    expect(texts('b')).toEqual(texts('a'))
    expect(texts(`b/.portolan-archive/${time}`)).toEqual(names)
    const undone = await cli.run(['transfers', 'undo', '1'])
    expect([undone.code, undone.err]).toEqual([0, ''])
    expect(texts('b')).toEqual(names)
  })

  it('skips deletions on request, and contribute mode copies only new files', async () => {
    put('a/f', 'f')
    put('b/g', 'g')
    expect((await sync('a', 'b', '--mode', 'mirror', '--without-deletions')).code).toBe(0)
    expect(treeOf('b')).toEqual(['f', 'g'])
    put('a/f', 'edited', '2026-04-01T12:00:00Z')
    put('a/h', 'h')
    expect((await sync('a', 'b', '--mode', 'contribute')).code).toBe(0)
    expect([textOf('b/f'), textOf('b/h')]).toEqual(['f', 'h'])
  })

  it('moves into: the left side is empty at the end', async () => {
    put('a/deep/f', 'f')
    put('a/g', 'g')
    const { code, err } = await sync('a', 'b', '--mode', 'move-into')
    expect([code, err]).toEqual([0, ''])
    expect([treeOf('a'), treeOf('b')]).toEqual([[], ['deep', 'deep/f', 'g']])
  })

  it('syncs both ways: moves as moves, deletions to the trash, both versions of conflicts', async () => {
    for (const name of ['moved', 'gone', 'both.txt', 'same']) put(`a/${name}`, name)
    expect((await sync('a', 'b', '--mode', 'two-way')).code).toBe(0)
    expect((await sync('a', 'b', '--mode', 'two-way')).out).toBe('4 names the same\n')
    mkdirSync(at('a/in'))
    renameSync(at('a/moved'), at('a/in/moved'))
    rmSync(at('b/gone'))
    put('a/both.txt', 'left edit', '2026-04-01T12:00:00Z')
    put('b/both.txt', 'right', '2026-04-02T12:00:00Z')
    const dry = await sync('a', 'b', '--mode', 'two-way', '--dry-run')
    expect(dry.out.split('\n').slice(0, 4)).toEqual([
      'keep both      both.txt',
      'add right      in/',
      'move right     in/moved  (from moved)',
      'delete left    gone',
    ])
    const done = await sync('a', 'b', '--mode', 'two-way', '--archive')
    expect([done.code, done.err]).toEqual([0, ''])
    const all = ['both (right).txt', 'both.txt', 'in', 'in/moved', 'same']
    expect([treeOf('a'), treeOf('b')]).toEqual([all, all])
    expect([textOf('a/both (right).txt'), textOf('b/both.txt')]).toEqual(['right', 'left edit'])
    expect((await sync('a', 'b', '--mode', 'two-way')).out).toBe('5 names the same\n')
    expect((await cli.run(['transfers', 'undo', '2'])).code).toBe(0)
    expect([treeOf('a'), treeOf('b')]).toEqual([
      ['both.txt', 'gone', 'in', 'in/moved', 'same'],
      ['both.txt', 'moved', 'same'],
    ])
    // The undo restored the file, and the next sync does not delete it again.
    const after = await sync('a', 'b', '--mode', 'two-way', '--dry-run')
    expect(after.out).not.toContain('delete')
  })

  it('leaves conflicts to decide on request, and does not treat a missing side as empty', async () => {
    put('a/f', 'left')
    put('b/f', 'right!', '2026-04-01T12:00:00Z')
    const asks = await sync('a', 'b', '--mode', 'two-way', '--on-conflict', 'ask')
    expect([asks.code, asks.out]).toEqual([1, 'to decide      f\n1 to decide; 0 names the same\n'])
    rmSync(at('a'), { recursive: true })
    const { code, err } = await sync('a', 'b', '--mode', 'mirror', '--despite', 'deletions')
    expect([code, textOf('b/f')]).toEqual([1, 'right!'])
    expect(err).toContain('The left side is empty.')
    expect((await sync('b', 'b/c')).code).toBe(2)
    mkdirSync(join(cli.home, 'top/in'), { recursive: true })
    expect((await sync('Home:top', join(cli.home, 'top/in'))).code).toBe(2)
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'changes nothing in a folder that cannot be listed',
    async () => {
      put('a/shut/f', '1')
      put('b/shut/f', '1')
      put('b/shut/g', '1')
      chmodSync(at('a/shut'), 0)
      const { code, out } = await sync('a', 'b', '--mode', 'mirror')
      chmodSync(at('a/shut'), 0o755)
      expect(code).toBe(1)
      expect(out).toContain('leave          shut')
      expect(treeOf('b')).toEqual(['shut', 'shut/f', 'shut/g'])
    },
  )

  it('prints rows, the end and items as JSON', async () => {
    put('a/f', '1')
    const { out } = await sync('a', 'b', '--json')
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object)
    expect(lines[0]).toMatchObject({ number: 1, path: 'f', way: 'right', left: { sizeBytes: 1 } })
    expect(lines[1]).toMatchObject({ kind: 'end', isFirst: true, totals: { right: { added: 1, bytes: 1 } } })
    expect(lines).toContainEqual(expect.objectContaining({ outcome: 'synced' }))
    const steps = { copy: { count: 1, bytes: 1 } }
    const [calls, seconds] = [expect.any(Number) as number, expect.any(Number) as number]
    expect(lines.at(-1)).toEqual({ kind: 'statistics', steps, calls, seconds })
    const again = (await sync('a', 'b', '--json')).out.trim().split('\n').at(-1) ?? ''
    expect(JSON.parse(again)).toMatchObject({ kind: 'statistics', steps: {} })
  })

  it('counts actions by kind', async () => {
    put('a/f', '1')
    put('a/new', '2')
    put('b/gone', '3')
    put('b/more', '4')
    const { code, out } = await sync('a', 'b', '--mode', 'mirror', '--archive', '--max-delete', '2')
    expect(code).toBe(0)
    expect(out).toMatch(/^2 copied \(2 B\), 2 deleted; /m)
  })
})

await describeWithService('sync with S3', (service) => {
  let bucket: TestBucket
  beforeEach(async () => {
    bucket = await createTestBucket(service, {})
    const { endpoint, accessKeyId, secretAccessKey } = service
    const mount = { name: 'bucket', type: 's3', bucket: bucket.name, endpoint, accessKeyId, secretAccessKey }
    mkdirSync(cli.configFolder, { recursive: true })
    writeFileSync(join(cli.configFolder, 'mounts.yaml'), JSON.stringify([mount]))
  })
  afterEach(() => bucket.remove())

  it('syncs both ways, and then has nothing to do', async () => {
    for (let each = 0; each < 20; each++) put(`a/many/${each}`, `content ${each}`)
    put('a/large', 'x'.repeat(3_000_000))
    put('a/f', 'one')
    const first = await sync('a', 'bucket:top', '--mode', 'two-way')
    expect([first.code, first.err]).toEqual([0, ''])
    const same = await sync('a', 'bucket:top', '--mode', 'two-way')
    expect([same.code, same.out]).toEqual([0, '23 names the same\n'])
    put('a/f', 'two and more', '2026-04-01T12:00:00Z')
    renameSync(at('a/large'), at('a/renamed'))
    rmSync(at('a/many/3'))
    expect((await cli.run(['rm', 'bucket:top/many/4', '--forever'])).code).toBe(0)
    const dry = await sync('a', 'bucket:top', '--mode', 'two-way', '--dry-run')
    expect(dry.out.split('\n').slice(0, 4)).toEqual([
      'replace right  f  (12 B)',
      'move right     renamed  (from large)',
      'delete left    many/4',
      'delete right   many/3',
    ])
    const done = await sync('a', 'bucket:top', '--mode', 'two-way', '--archive')
    expect([done.code, done.err]).toEqual([0, ''])
    expect((await sync('a', 'bucket:top', '--mode', 'two-way')).out).toBe('21 names the same\n')
    expect((await cli.run(['cat', 'bucket:top/f'])).out).toBe('two and more')
    expect((await cli.run(['diff', 'a', 'bucket:top', '--by', 'hash', '--ignore', '.portolan-archive'])).code).toBe(0)
  })

  it('downloads a bucket, and mirrors to it', async () => {
    put('a/f', 'one')
    expect((await sync('a', 'bucket:', '--mode', 'mirror')).code).toBe(0)
    expect((await sync('bucket:', 'b')).code).toBe(0)
    expect(textOf('b/f')).toBe('one')
    put('a/g', 'new')
    rmSync(at('a/f'))
    expect((await sync('a', 'bucket:', '--mode', 'mirror', '--despite', 'deletions')).code).toBe(0)
    const listed = await cli.run(['ls', 'bucket:'])
    expect(listed.out).toContain('g')
    expect(listed.out).not.toContain('f\n')
  })
})

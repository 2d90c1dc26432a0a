import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sumLine } from '../lib/sums/sums-file.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  writeFileSync(join(cli.cwd, 'a.txt'), 'abc')
  writeFileSync(join(cli.cwd, 'large.bin'), Buffer.alloc(3_000_000, 7))
})
afterEach(() => cli.close())

describe('sum', () => {
  it.runIf(process.platform === 'linux').each(['sha256', 'sha1', 'md5'])('is verified by %ssum', async (algorithm) => {
    const { code, out } = await cli.run(['sum', 'a.txt', 'large.bin', '--algorithm', algorithm])
    expect(code).toBe(0)
    const checked = execFileSync(`${algorithm}sum`, ['--check', '--strict'], {
      cwd: cli.cwd,
      input: out,
      encoding: 'utf8',
    })
    expect(checked).toBe('a.txt: OK\nlarge.bin: OK\n')
  })

  it('prints details as JSON', async () => {
    const { out } = await cli.run(['sum', 'a.txt', '--algorithm', 'crc32', '--json'])
    expect(JSON.parse(out)).toMatchObject({ algorithm: 'crc32', sum: '352441c2' })
  })

  it('reports a file that cannot be read, and continues', async () => {
    const { code, out, err } = await cli.run(['sum', 'none.txt', 'a.txt'])
    expect(code).not.toBe(0)
    expect(err).toContain('none.txt')
    expect(out).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n')
    expect((await cli.run(['sum', '.'])).code).not.toBe(0)
  })

  it('compares with a given checksum, whose kind its length determines', async () => {
    const same = await cli.run(['sum', 'a.txt', '--is', 'kAFQmDzST7DWlj99KOF/cg=='])
    expect([same.code, same.out]).toEqual([0, 'a.txt: the same\n'])
    const other = await cli.run(['sum', 'large.bin', '--is', '900150983CD24FB0D6963F7D28E17F72'])
    expect([other.code, other.out]).toEqual([1, expect.stringContaining('large.bin: different, it is ')])
    expect((await cli.run(['sum', 'a.txt', '--is', 'nothing'])).code).toBe(2)
  })

  it('verifies the files listed in a checksum file', async () => {
    mkdirSync(join(cli.cwd, 'sub'))
    writeFileSync(join(cli.cwd, 'sub/b.txt'), 'b')
    const { out } = await cli.run(['sum', 'a.txt', 'sub', '-r'])
    expect(out.trim().split('\n')).toHaveLength(2)
    writeFileSync(join(cli.cwd, 'SHA256SUMS'), out)
    expect(await cli.run(['sum', '--check', 'SHA256SUMS'])).toEqual({
      code: 0,
      out: 'a.txt: OK\nsub/b.txt: OK\n',
      err: '',
    })
    writeFileSync(join(cli.cwd, 'a.txt'), 'abd')
    rmSync(join(cli.cwd, 'sub/b.txt'))
    const { code, out: told, err } = await cli.run(['sum', '--check', 'SHA256SUMS'])
    expect([code, told]).toEqual([1, 'a.txt: DIFFERENT\nsub/b.txt: MISSING\n'])
    expect(err).toContain('1 different, 1 missing, 0 could not be read.')
    expect((await cli.run(['sum', '--check', 'large.bin'])).code).toBe(2)
  })

  it('escapes names as sha256sum does', () => {
    expect(sumLine('00', 'a\nb\\c')).toBe(String.raw`\00  a\nb\\c`)
  })
})

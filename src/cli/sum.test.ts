import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sumLine } from './commands/files/sum.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  writeFileSync(join(cli.cwd, 'a.txt'), 'abc')
  writeFileSync(join(cli.cwd, 'large.bin'), Buffer.alloc(3_000_000, 7))
})
afterEach(() => cli.close())

describe('sum', () => {
  it.runIf(process.platform === 'linux').each(['sha256', 'sha1', 'md5'])('is checked by %ssum', async (algorithm) => {
    const { code, out } = await cli.run(['sum', 'a.txt', 'large.bin', '--algorithm', algorithm])
    expect(code).toBe(0)
    const checked = execFileSync(`${algorithm}sum`, ['--check', '--strict'], {
      cwd: cli.cwd,
      input: out,
      encoding: 'utf8',
    })
    expect(checked).toBe('a.txt: OK\nlarge.bin: OK\n')
  })

  it('tells a program more', async () => {
    const { out } = await cli.run(['sum', 'a.txt', '--algorithm', 'crc32', '--json'])
    expect(JSON.parse(out)).toMatchObject({ algorithm: 'crc32', sum: '352441c2' })
  })

  it('says what can’t be read, and goes on', async () => {
    const { code, out, err } = await cli.run(['sum', 'none.txt', 'a.txt'])
    expect(code).not.toBe(0)
    expect(err).toContain('none.txt')
    expect(out).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.txt\n')
    expect((await cli.run(['sum', '.'])).code).not.toBe(0)
  })

  it('escapes names as sha256sum does', () => {
    expect(sumLine('00', 'a\nb\\c')).toBe(String.raw`\00  a\nb\\c`)
  })
})

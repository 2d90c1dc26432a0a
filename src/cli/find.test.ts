import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  mkdirSync(join(cli.cwd, 'reports/2026'), { recursive: true })
  writeFileSync(join(cli.cwd, 'reports/2026/Q3 statement.pdf'), 'x'.repeat(2000))
  writeFileSync(join(cli.cwd, 'reports/q3.txt'), 'one\nthe open sea\n')
})
afterEach(() => cli.close())

describe('find', () => {
  it('prints matches with their path below the folder', async () => {
    const { code, out } = await cli.run(['find', 'reports', 'q3', 'size>1kb', 'type:pdf'])
    expect(code).toBe(0)
    expect(out).toMatch(/2\.0 KB .* {2}2026\/Q3 statement\.pdf\n$/)
    const json = await cli.run(['find', 'reports', 'Q3 statement', '--json'])
    expect(JSON.parse(json.out)).toMatchObject({
      location: join(cli.cwd, 'reports/2026/Q3 statement.pdf'),
      name: 'Q3 statement.pdf',
    })
  })

  it('prints the line in which text was found', async () => {
    const { code, out } = await cli.run(['find', 'reports', '--contents', 'open sea'])
    expect(code).toBe(0)
    expect(out).toContain('q3.txt:2: the open sea\n')
  })

  it('reports where a query is wrong', async () => {
    const { code, err } = await cli.run(['find', 'reports', 'q3', 'size>huge'])
    expect(code).toBe(2)
    expect(err).toContain('“huge” is not a size')
    expect(err).toContain('at character 4')
    expect((await cli.run(['find', 'reports'])).code).toBe(2)
    expect((await cli.run(['find', 'reports/none', 'a'])).code).toBe(4)
  })

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'continues past folders it cannot read',
    async () => {
      chmodSync(join(cli.cwd, 'reports/2026'), 0)
      const { code, out, err } = await cli.run(['find', 'reports', 'q3'])
      chmodSync(join(cli.cwd, 'reports/2026'), 0o755)
      expect(code).toBe(1)
      expect(out).toContain('q3.txt')
      expect(err).toContain('1 place could not be searched.')
    },
  )
})

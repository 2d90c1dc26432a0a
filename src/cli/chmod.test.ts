import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { userInfo } from 'node:os'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { octalMode } from '../lib/file-mode.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

describe.skipIf(process.platform === 'win32')('chmod', () => {
  let cli: CliHarness
  beforeEach(() => {
    cli = createCliHarness()
    mkdirSync(join(cli.home, 'site/inner'), { recursive: true })
    for (const name of ['a.txt', 'site/b.txt', 'site/inner/c.txt']) {
      writeFileSync(join(cli.home, name), 'x')
      chmodSync(join(cli.home, name), 0o644)
    }
  })
  afterEach(() => cli.close())
  const modeOf = (name: string) => octalMode(statSync(join(cli.home, name)).mode)

  it('changes one file and prints the old and new mode, which stat shows', async () => {
    const { code, out, err } = await cli.run(['chmod', 'u+x,go=', 'Home:a.txt'])
    const me = userInfo().username
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain(`rw-r--r-- ${me} `)
    expect(out).toContain('-> rwx------')
    expect(modeOf('a.txt')).toBe('700')
    const stat = await cli.run(['stat', 'Home:a.txt'])
    expect(stat.out).toContain('Mode       rwx------ (700)\n')
    expect(stat.out).toContain(`Owner      ${me}\n`)
    const json = JSON.parse((await cli.run(['stat', 'Home:a.txt', '--json'])).out) as { permissions: unknown }
    expect(json.permissions).toMatchObject({ mode: 0o700, owner: { name: me } })
  })

  it('changes the content of folders only on request, files separately from folders', async () => {
    await cli.run(['chmod', '700', 'Home:site'])
    expect(['site', 'site/inner', 'site/b.txt'].map(modeOf)).toEqual(['700', '755', '644'])
    symlinkSync('../a.txt', join(cli.home, 'site/link'))
    const { code, out } = await cli.run(['chmod', '750', 'Home:site', '-r', '--files', '640', '--json'])
    expect(code).toBe(0)
    expect(out.trim().split('\n')).toHaveLength(4)
    expect(['site', 'site/inner', 'site/b.txt', 'site/inner/c.txt', 'a.txt'].map(modeOf)).toEqual([
      '750',
      '750',
      '640',
      '640',
      '644',
    ])
  })

  it('refuses an invalid mode, and reports files that cannot be changed', async () => {
    expect(await cli.run(['chmod', 'wide', 'Home:a.txt'])).toMatchObject({ code: 2 })
    expect(await cli.run(['chmod', '640', 'Home:a.txt', '--files', '600'])).toMatchObject({ code: 2 })
    expect(await cli.run(['chmod', '640', 'Home:no', 'Home:a.txt'])).toMatchObject({ code: 1 })
    expect(await cli.run(['chmod', '640', 'Home:no'])).toMatchObject({ code: 4 })
    const owner = await cli.run(['chmod', '.', 'Home:a.txt', '--owner', 'nobody knows me'])
    expect(owner.err).toContain('This computer has no user “nobody knows me”.')
    expect(owner.code).toBe(2)
  })
})

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

const example = resolve(import.meta.dirname, '../../examples/portolan-backend-json')
let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
  mkdirSync(join(cli.configFolder, 'plugins'), { recursive: true })
  cpSync(example, join(cli.configFolder, 'plugins', 'json'), { recursive: true })
})
afterEach(() => cli.close())

it('lists a plugin, enables it after a warning, uses its mount and rule, and disables it', async () => {
  expect((await cli.run(['plugins'])).out).toMatch(/^json {2}1\.0\.0 {2}off/)
  const refused = await cli.run(['plugins', 'enable', 'json'])
  expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('with your rights')])
  expect((await cli.run(['plugins', 'enable', 'json', '--yes'])).out).toContain('on  type json, rule @same-size')

  const file = join(cli.cwd, 'store.json')
  writeFileSync(join(cli.configFolder, 'mounts.yaml'), `- { name: store, type: json, file: '${file}' }\n`)
  writeFileSync(join(cli.cwd, 'a.txt'), 'hello')
  expect((await cli.run(['cp', 'a.txt', 'store:'])).code).toBe(0)
  expect((await cli.run(['cat', 'store:a.txt'])).out).toBe('hello')
  expect(readFileSync(file, 'utf8')).toContain('a.txt')
  writeFileSync(join(cli.cwd, 'a.txt'), 'HELLO')
  expect((await cli.run(['cp', 'a.txt', 'store:', '--rule', '@same-size'])).code).toBe(0)
  expect((await cli.run(['cat', 'store:a.txt'])).out).toBe('hello')

  expect((await cli.run(['plugins', 'disable', 'json'])).out).toContain('off')
  expect((await cli.run(['cat', 'store:a.txt'])).code).not.toBe(0)
})

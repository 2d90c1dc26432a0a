import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CliHarness, createCliHarness } from '../testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => void (cli = createCliHarness()))
afterEach(() => cli.close())

const path = () => join(cli.configFolder, 'settings.yaml')

test('lists all settings, gets and sets one, and resets it', async () => {
  expect((await cli.run(['settings'])).out).toMatch(/^theme +system +Theme$/m)
  expect(await cli.run(['settings', 'set', 'textSize', '150'])).toMatchObject({ code: 0, err: '' })
  expect((await cli.run(['settings', 'get', 'textSize'])).out).toBe('150\n')
  expect(readFileSync(path(), 'utf8')).toContain('textSize: 150\n')
  await cli.run(['settings', 'set', 'textSize', 'default'])
  expect((await cli.run(['settings', 'get', 'textSize'])).out).toBe('100\n')
})

test('prints each setting as a JSON object', async () => {
  await cli.run(['settings', 'set', 'keys', '{file.copy: [F5, F9]}'])
  const { out } = await cli.run(['settings', '--json'])
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines).toContainEqual({ key: 'theme', value: 'system', isSet: true, title: 'Theme' })
  expect(lines).toContainEqual({ key: 'keys', value: { 'file.copy': ['F5', 'F9'] }, isSet: true, title: 'Own keys' })
  expect(JSON.parse((await cli.run(['settings', 'path', '--json'])).out)).toEqual({ path: path() })
})

test('reports mistakes on the command line and in the file', async () => {
  expect(await cli.run(['settings', 'set', 'texSize', '150'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('Did you mean textSize?'),
  })
  expect(await cli.run(['settings', 'set', 'textSize', '7'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('from 100 to 200'),
  })
  expect((await cli.run(['settings', 'fly'])).code).toBe(2)
  await cli.run(['settings', 'set', 'theme', 'dark'])
  writeFileSync(path(), 'theme: dark\nclock: 25h\n')
  const { out, err, code } = await cli.run(['settings'])
  expect(code).toBe(0)
  expect(out).toMatch(/^theme +dark/m)
  expect(err).toContain(`${path()}, line 2: “clock” must be one of 24h, 12h.`)
})

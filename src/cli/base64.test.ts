import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => void (cli = createCliHarness()))
afterEach(() => cli.close())

it('cat writes base64 and data: URIs, and put reads both', async () => {
  const bytes = randomBytes(100_001)
  writeFileSync(join(cli.cwd, 'logo.png'), bytes)
  const base64 = await cli.run(['cat', 'logo.png', '--as', 'base64'])
  expect(base64).toEqual({ code: 0, out: `${bytes.toString('base64')}\n`, err: '' })
  const uri = await cli.run(['cat', 'logo.png', '--as', 'data-uri'])
  expect(uri.out).toBe(`data:image/png;base64,${base64.out}`)

  expect(
    (await cli.run(['put', 'one', '--from', 'base64'], { stdin: Readable.from([Buffer.from(base64.out)]) })).code,
  ).toBe(0)
  expect(
    (await cli.run(['put', 'two', '--from', 'data-uri'], { stdin: Readable.from([Buffer.from(uri.out)]) })).code,
  ).toBe(0)
  expect(readFileSync(join(cli.cwd, 'one'))).toEqual(bytes)
  expect(readFileSync(join(cli.cwd, 'two'))).toEqual(bytes)
})

it('put reports input that is not base64, and stores nothing', async () => {
  writeFileSync(join(cli.cwd, 'kept'), 'before')
  const run = await cli.run(['put', 'kept', '--from', 'base64'], { stdin: Readable.from([Buffer.from('not base64!')]) })
  expect(run.code).not.toBe(0)
  expect(run.err).toContain('This is no base64.')
  expect(readFileSync(join(cli.cwd, 'kept'), 'utf8')).toBe('before')
})

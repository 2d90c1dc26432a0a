import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from '../testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => void (cli = createCliHarness()))
afterEach(() => cli.close())

const put = (text: string) => cli.run(['put', 'Shelf:note'], { stdin: Readable.from([Buffer.from(text)]) })
const records = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('shows the versions of a file, gives each of them out and restores one', async () => {
  for (const text of ['one', 'two', 'three']) expect((await put(text)).code).toBe(0)
  const versions = records((await cli.run(['versions', 'Shelf:note', '--json'])).out)
  expect(versions).toHaveLength(3)
  const id = String(versions[2]?.['id'])
  expect((await cli.run(['cat', 'Shelf:note', '--version', id])).out).toBe('one')
  expect((await cli.run(['restore', 'Shelf:note', '--version', id])).code).toBe(0)
  expect((await cli.run(['cat', 'Shelf:note'])).out).toBe('one')
  expect(records((await cli.run(['versions', 'Shelf:note', '--json'])).out)).toHaveLength(4)
})

it('says how much a shelf keeps, and finds a version that is damaged', async () => {
  for (const text of ['one', 'two', 'one']) await put(text)
  const status = await cli.run(['shelf', 'status', '--json'])
  expect(records(status.out)).toMatchObject([{ files: 1, versions: 3, deletions: 0, contents: 2, contentBytes: 6 }])
  expect(await cli.run(['shelf', 'verify'])).toMatchObject({
    code: 0,
    out: '2 contents read. All versions are whole.\n',
  })

  const content = join(String(records(status.out)[0]?.['path']), '.portolan/content')
  const [first = ''] = readdirSync(content)
  const [sum = ''] = readdirSync(join(content, first))
  writeFileSync(join(content, first, sum), 'bad')
  const { code, out } = await cli.run(['shelf', 'verify', '--json'])
  expect(code).toBe(1)
  expect(records(out)).toMatchObject([
    { sum, problem: 'damaged', files: ['note'] },
    { contents: 2, bad: 1 },
  ])
})

it('refuses what is no shelf', async () => {
  expect((await cli.run(['shelf', 'verify', 'Home'])).err).toContain('is no shelf')
  expect((await cli.run(['shelf', 'mend'])).code).toBe(2)
})

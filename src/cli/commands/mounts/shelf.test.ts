import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from '../../testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => void (cli = createCliHarness()))
afterEach(() => cli.close())

const put = (text: string) => cli.run(['put', 'Shelf:note'], { stdin: Readable.from([Buffer.from(text)]) })
const records = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

it('shows the versions of a file, reads them and restores one', async () => {
  for (const text of ['one', 'two', 'three']) expect((await put(text)).code).toBe(0)
  const versions = records((await cli.run(['versions', 'Shelf:note', '--json'])).out)
  expect(versions).toHaveLength(3)
  const id = String(versions[2]?.['id'])
  expect((await cli.run(['cat', 'Shelf:note', '--version', id])).out).toBe('one')
  expect((await cli.run(['restore', 'Shelf:note', '--version', id])).code).toBe(0)
  expect((await cli.run(['cat', 'Shelf:note'])).out).toBe('one')
  expect(records((await cli.run(['versions', 'Shelf:note', '--json'])).out)).toHaveLength(4)
})

it('reports what a shelf stores, and finds a damaged version', async () => {
  for (const text of ['one', 'two', 'one']) await put(text)
  const status = await cli.run(['shelf', 'status', '--json'])
  expect(records(status.out)).toMatchObject([{ files: 1, versions: 3, deletions: 0, contents: 2, contentBytes: 6 }])
  expect(await cli.run(['shelf', 'verify'])).toMatchObject({
    code: 0,
    out: '2 contents read. All versions are intact.\n',
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

it('sets retention, previews pruning, and prunes', async () => {
  for (const text of ['one', 'two', 'three']) await put(text)
  expect(await cli.run(['shelf', 'prune', '--forever'])).toMatchObject({ code: 2 })
  expect(await cli.run(['shelf', 'keep'])).toMatchObject({ code: 0, out: 'It keeps every version.\n' })
  const kept = await cli.run(['shelf', 'keep', '--newest', '2', '--age', '0.001s', '--json'])
  expect(records(kept.out)).toMatchObject([{ retention: { newest: 2 } }])
  const dry = await cli.run(['shelf', 'prune', '--dry-run', '--json'])
  expect(records(dry.out)).toMatchObject([
    { file: 'note', versions: [{ sizeBytes: 3 }] },
    { versions: 1, freedBytes: 3 },
  ])
  expect((await cli.run(['shelf', 'prune'])).err).toContain('Nothing was removed')
  expect(records((await cli.run(['versions', 'Shelf:note', '--json'])).out)).toHaveLength(3)
  expect((await cli.run(['shelf', 'prune', '--forever'])).out).toContain('1 version removed, 3 B freed.')
  expect(records((await cli.run(['versions', 'Shelf:note', '--json'])).out)).toHaveLength(2)
  expect((await cli.run(['shelf', 'keep', '--everything'])).out).toBe('It keeps every version.\n')
  for (const bad of [
    ['--newest', '0'],
    ['--newest', 'x'],
    ['--size', 'much'],
    ['--everything', '--staggered'],
  ])
    expect((await cli.run(['shelf', 'keep', ...bad])).code).toBe(2)
})

it('turns a local folder into a shelf, once', async () => {
  const notes = join(cli.home, 'Notes')
  mkdirSync(notes)
  writeFileSync(join(notes, 'a.md'), 'one')
  expect(await cli.run(['shelf', 'add', notes])).toMatchObject({
    code: 0,
    out: 'Notes: keeps the versions of its files.\n',
  })
  expect((await cli.run(['put', 'Notes:a.md'], { stdin: Readable.from([Buffer.from('two')]) })).code).toBe(0)
  const versions = records((await cli.run(['versions', 'Notes:a.md', '--json'])).out)
  expect(versions.map(({ author }) => author)).toEqual([undefined, 'outside'])
  expect((await cli.run(['shelf', 'add', 'Notes:'])).err).toContain('already on a shelf')
  expect((await cli.run(['shelf', 'add', join(notes, 'a.md'), '--name', 'file'])).err).toContain('is not a folder')
})

it('refuses a mount that is no shelf', async () => {
  expect((await cli.run(['shelf', 'verify', 'Home'])).err).toContain('“Home” has no version history of its own')
  expect((await cli.run(['shelf', 'mend'])).code).toBe(2)
})

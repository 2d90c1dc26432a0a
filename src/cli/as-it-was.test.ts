/** Past folders on the command line, on the built-in Shelf. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
})
afterEach(() => cli.close())

async function done(...argv: string[]): Promise<string> {
  const { code, out, err } = await cli.run(argv)
  expect([code, err]).toEqual([0, ''])
  return out
}
async function json(...argv: string[]): Promise<Record<string, unknown>[]> {
  const out = await done(...argv, '--json')
  const lines = out.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}
async function put(path: string, text: string): Promise<void> {
  const { code, err } = await cli.run(['put', `Shelf:${path}`], { stdin: Readable.from([Buffer.from(text)]) })
  expect([code, err]).toEqual([0, ''])
}
/** Returns a time between everything done before and everything done after. */
async function moment(): Promise<string> {
  const atMs = Date.now()
  await vi.waitUntil(() => Date.now() > atMs, { interval: 1 })
  return new Date(atMs).toISOString()
}
async function failing(...argv: string[]): Promise<readonly [code: number, err: string]> {
  const { code, err } = await cli.run(argv)
  return [code, err]
}
/** Creates a folder and changes it in every way after the returned time. */
async function changedFolder(): Promise<string> {
  await done('mkdir', 'Shelf:papers', 'Shelf:papers/old')
  for (const path of ['papers/same', 'papers/changed', 'papers/gone', 'papers/old/deep']) await put(path, path)
  const at = await moment()
  await put('papers/changed', 'later')
  await put('papers/added', 'later')
  await done('rm', '-r', 'Shelf:papers/gone', 'Shelf:papers/old')
  return at
}

it('lists a folder as it was, with the later change of each row', { timeout: 60_000 }, async () => {
  const at = await changedFolder()
  const marks = async (...more: string[]) =>
    (await json('ls', 'Shelf:papers', '--at', at, ...more)).map(({ name, since }) => `${String(name)} ${String(since)}`)
  expect(await marks()).toEqual(['changed changed', 'gone deleted', 'same same', 'old deleted'])
  expect(await marks('--added')).toContain('added added')
  const [row] = await json('ls', 'Shelf:papers/gone', '--at', at)
  const mount = `Shelf@${at.replaceAll(/(?<=T.*):/g, '').replace('.000Z', 'Z')}`
  expect(row).toMatchObject({ location: `${mount}:papers/gone`, since: 'deleted' })
  expect(await done('cat', 'Shelf:papers/gone', '--version', String(row?.['version']))).toBe('papers/gone')
  expect(await done('ls', '-r', 'Shelf:papers', '--at', at)).toMatch(/deleted +\d+ B .* old\/deep\n/)
  const names = (await json('ls', `${mount}:papers`)).map(({ name }) => name)
  expect(names).toEqual(['changed', 'gone', 'same', 'old'])
})

it('reads and copies from the past', { timeout: 60_000 }, async () => {
  const at = await changedFolder()
  expect(await done('cat', 'Shelf:papers/changed', '--at', at)).toBe('papers/changed')
  expect(await done('stat', 'Shelf:papers/gone', '--at', at)).toContain('Since then deleted')
  await done('cp', 'Shelf:papers', '--at', at, cli.cwd)
  const read = (path: string) => readFileSync(join(cli.cwd, 'papers', path), 'utf8')
  expect(['same', 'changed', 'gone', 'old/deep'].map(read)).toEqual([
    'papers/same',
    'papers/changed',
    'papers/gone',
    'papers/old/deep',
  ])
  expect(existsSync(join(cli.cwd, 'papers', 'added'))).toBe(false)
})

it('restores a whole folder, after a preview', { timeout: 60_000 }, async () => {
  const at = await changedFolder()
  const preview = await done('restore', 'Shelf:papers', '--at', at, '--dry-run')
  expect(preview).toContain('1 of them would replace existing files')
  expect(preview).toContain('1 file would be skipped: The file at the target has the same content.')
  expect((await failing('cat', 'Shelf:papers/gone'))[0]).toBe(4)
  const items = (await json('restore', 'Shelf:papers', '--at', at)).filter(({ kind }) => kind === 'item')
  expect(items.map(({ to, outcome }) => `${String(to)} ${String(outcome)}`).toSorted()).toEqual([
    'Shelf:papers restored',
    'Shelf:papers/changed restored',
    'Shelf:papers/gone restored',
    'Shelf:papers/old restored',
    'Shelf:papers/old/deep restored',
    'Shelf:papers/same skipped',
  ])
  expect(await done('cat', 'Shelf:papers/changed', 'Shelf:papers/old/deep', 'Shelf:papers/added')).toBe(
    'papers/changedpapers/old/deeplater',
  )
  expect(await json('versions', 'Shelf:papers/changed')).toHaveLength(3)
})

it('restores a file into a folder that was deleted', { timeout: 60_000 }, async () => {
  const at = await changedFolder()
  const places = ['Shelf:papers/old/deep', 'Shelf:papers/changed', 'Shelf:papers/same']
  expect(await done('restore', ...places, '--at', at, '--dry-run')).toContain(
    '1 file would be skipped: The file at the target',
  )
  await done('restore', ...places, '--at', at)
  expect(await done('cat', 'Shelf:papers/old/deep', 'Shelf:papers/changed')).toBe('papers/old/deeppapers/changed')
  expect((await failing('cat', 'Shelf:papers/gone'))[0]).toBe(4)
})

it('reports times and places that cannot be shown', { timeout: 60_000 }, async () => {
  await put('file', 'x')
  expect(await failing('ls', 'Shelf:', '--at', '2999-01-01')).toEqual([
    2,
    'portolan: “2999-01-01” is in the future: --at takes a time in the past.\n',
  ])
  expect(await failing('ls', 'Shelf:', '--at', 'soon')).toEqual([
    2,
    'portolan: “soon” is not a valid time.\nWrite "2026-11-11 16:48", "yesterday 18:00", monday, 18:00, "2 hours ago" or 3d.\n',
  ])
  expect((await failing('cat', 'Shelf:file', '--at', '3d'))[1]).toContain('“file” did not exist at that time.')
  expect((await failing('restore', 'Shelf:file', '--at', '3d'))[0]).toBe(4)
  expect((await failing('ls', 'Home:', '--at', '3d'))[1]).toContain(
    'does not keep versions, so its past can’t be shown.',
  )
  expect((await failing('ls', '.', '--at', '3d'))[1]).toContain('--at takes a place that does, such as Shelf:.')
  expect((await failing('ls', 'Shelf:', '--added'))[0]).toBe(2)
  expect((await failing('cat', 'Shelf:file', '--at', '3d', '--version', 'x'))[0]).toBe(2)
  const past = 'Shelf@2026-01-01T000000Z:new'
  expect((await failing('mkdir', past))[1]).toContain(
    'This mount is shown as it was at a moment in the past, so it can only be read.',
  )
  expect((await failing('rm', '--forever', past))[0]).toBe(4)
})

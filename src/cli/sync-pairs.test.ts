import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Pair, PairRun } from '../contract/sync/pairs.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
beforeEach(() => {
  cli = createCliHarness()
})
afterEach(() => cli.close())

const at = (path: string) => join(cli.cwd, path)
function put(path: string, text: string, time = '2026-03-01T12:00:00Z') {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), text)
  utimesSync(at(path), new Date(time), new Date(time))
}
const namesIn = (path: string) => readdirSync(at(path)).filter((name) => !name.startsWith('.portolan'))
const sync = (...argv: string[]) => cli.run(['sync', ...argv])
async function shown(name: string): Promise<Pair & { readonly runs: readonly PairRun[] }> {
  const { code, out } = await sync('show', name, '--json')
  expect(code).toBe(0)
  return JSON.parse(out) as Pair & { readonly runs: readonly PairRun[] }
}

it('saves and runs a pair, which is listed, shown, run again, paused and removed', { timeout: 60_000 }, async () => {
  put('a/f', 'one')
  const saved = await sync('a', 'b', '--name', 'Work', '--every', '2h')
  expect([saved.code, saved.err, saved.out.split('\n').slice(0, 3)]).toEqual([
    0,
    '',
    ['1 item synced (3 B)', expect.stringMatching(/^1 copied \(3 B\); \d+ calls in /), 'Done.'],
  ])
  expect(readFileSync(at('b/f'), 'utf8')).toBe('one')
  expect((await sync('list')).out).toMatch(/^Work {2}update {2}\S+[\\/]a and \S+[\\/]b {2}\(every 2h; done /)
  put('a/g', 'two')
  expect((await sync('run', 'Work')).code).toBe(0)
  expect(namesIn('b')).toEqual(['f', 'g'])
  expect((await sync('run', 'Work')).out).toBe('Nothing to do.\n')
  const pair = await shown('Work')
  expect(pair).toMatchObject({ name: 'Work', schedule: { everyMs: 7_200_000 }, settings: { mode: 'update' } })
  expect(pair.runs.map(({ outcome, begunBy, items }) => [outcome, begunBy, items?.done])).toEqual([
    ['nothing', 'person', undefined],
    ['done', 'person', 1],
    ['done', 'person', 1],
  ])
  expect((await sync('pause', 'Work')).code).toBe(0)
  expect((await sync('show', 'Work')).out).toContain('runs   paused')
  expect((await sync('resume', 'Work')).code).toBe(0)
  expect((await shown('Work')).isPaused).toBe(false)
  expect((await sync('rm', 'Work')).code).toBe(0)
  expect((await sync('list')).out).toBe('')
  expect(namesIn('b')).toEqual(['f', 'g'])
})

it('stops and reports why each time until a person confirms, and then continues', async () => {
  put('a/kept', 'kept')
  for (const name of ['w', 'x', 'y', 'z']) put(`b/${name}`, name)
  const stopped = await sync('a', 'b', '--mode', 'mirror', '--archive', '--name', 'Mirror')
  expect([stopped.code, stopped.out]).toEqual([1, 'Stopped, needs you.\n'])
  const why = '4 of 4 names on the right side would be deleted. Continue with --despite deletions.'
  expect(stopped.err).toContain(why)
  expect((await sync('show', 'Mirror')).err).toContain(why)
  expect(namesIn('b')).toEqual(['w', 'x', 'y', 'z'])
  expect((await sync('run', 'Mirror', '--without-deletions')).code).toBe(0)
  expect(namesIn('b')).toEqual(['kept', 'w', 'x', 'y', 'z'])
  expect((await sync('run', 'Mirror', '--despite', 'deletions')).code).toBe(0)
  expect(namesIn('b')).toEqual(['kept'])
})

it('exits with 1 if names are undecided, and tells where to decide', async () => {
  put('a/f', 'left')
  put('b/f', 'right!', '2026-04-01T12:00:00Z')
  const { code, out, err } = await sync('a', 'b', '--mode', 'two-way', '--on-conflict', 'ask', '--name', 'Work')
  expect([code, out]).toEqual([1, 'Partly done, needs your decision.\n'])
  expect(err).toContain('1 name to decide. Decide in the window')
})

it('refuses other folders for a pair; for the same ones it updates settings and keeps the schedule', async () => {
  put('a/f', 'one')
  expect((await sync('a', 'b', '--name', 'Work', '--every', '1h')).code).toBe(0)
  const { code, err } = await sync('a', 'c', '--name', 'Work')
  expect([code, existsSync(at('c'))]).toEqual([2, false])
  expect(err).toMatch(/The pair “Work” syncs other folders: \S+[\\/]a and \S+[\\/]b\./)
  expect((await sync('a', 'b', '--name', 'Work', '--mode', 'two-way')).code).toBe(0)
  expect(await shown('Work')).toMatchObject({ settings: { mode: 'two-way' }, schedule: { everyMs: 3_600_000 } })
})

it('refuses invalid options, and names of missing pairs', async () => {
  put('a/f', 'one')
  for (const verb of ['run', 'show', 'rm', 'pause', 'resume']) {
    const { code, err } = await sync(verb, 'Nothing')
    expect([code, err.trim()]).toEqual([4, 'portolan: The sync pair “Nothing” does not exist.'])
  }
  const refused: [string[], string][] = [
    [['run'], 'Which pair? sync run needs its name.'],
    [['list', 'Work'], 'sync list takes no name.'],
    [['show', 'Work', '--mode', 'mirror'], '--mode can’t be combined with sync show.'],
    [['run', 'Work', '--archive'], '--archive can’t be combined with sync run.'],
    [['a', 'b', '--every', '1h'], '--every needs --name.'],
    [['a', 'b', '--name', 'Work', '--every', '30s'], '--every needs at least 1m.'],
    [['a', 'b', '--name', 'Work', '--dry-run'], '--dry-run saves no pair.'],
    [['a', 'b', '--name', 'Work', '--jobs', '2'], '--jobs can’t be saved in a pair.'],
    [['a', 'b', '--name', ' Work'], '--name needs up to 100 characters'],
    [['a'], 'sync needs two folders.'],
  ]
  for (const [argv, why] of refused) {
    const { code, err } = await sync(...argv)
    expect([argv, code, err.includes(why) || err]).toEqual([argv, 2, true])
  }
  expect([(await sync('list')).out, existsSync(at('b'))]).toEqual(['', false])
})

it('exits with 3 if a location is unreachable, and stores the reason with the pair', async () => {
  mkdirSync(cli.configFolder, { recursive: true })
  const mount = {
    name: 'far',
    type: 's3',
    bucket: 'x',
    endpoint: 'http://127.0.0.1:9',
    accessKeyId: 'A',
    secretAccessKey: 's',
  }
  writeFileSync(join(cli.configFolder, 'mounts.yaml'), JSON.stringify([mount]))
  put('a/f', 'one')
  const { code, err } = await sync('a', 'far:b', '--name', 'Far')
  expect(code).toBe(3)
  expect(err).toContain('No connection')
  expect((await shown('Far')).last).toMatchObject({ outcome: 'failed', failure: { kind: 'unreachable' } })
})

it('serve runs a due pair once, and no paused one', async () => {
  put('a/f', 'one')
  const window = join(cli.configFolder, '../no-window')
  mkdirSync(window, { recursive: true })
  writeFileSync(join(window, 'index.html'), '<p>of a window that nobody opens</p>')
  for (const name of ['Due', 'Paused']) {
    expect((await sync('a', `b/${name}`, '--name', name, '--every', '1h')).code).toBe(0)
  }
  put('a/g', 'new')
  expect((await sync('pause', 'Paused')).code).toBe(0)
  // Simulates an hour later.
  const db = new Database(join(cli.configFolder, 'data/sync-pairs.db'))
  db.prepare('update pairs set next_ms = 1').run()
  db.close()
  const stop = new AbortController()
  const serving = cli.run(['serve', '--json'], { signal: stop.signal })
  const runsOf = async (name: string) => (await shown(name)).runs.map(({ begunBy, outcome }) => `${begunBy} ${outcome}`)
  try {
    await expect.poll(() => runsOf('Due'), { timeout: 30_000 }).toEqual(['interval done', 'person done'])
    expect(await runsOf('Paused')).toEqual(['person done'])
    expect([namesIn('b/Due'), namesIn('b/Paused')]).toEqual([['f', 'g'], ['f']])
    expect((await shown('Due')).nextMs).toBeGreaterThan(Date.now())
  } finally {
    stop.abort(new DOMException('The test is over.', 'AbortError'))
    await serving
  }
})

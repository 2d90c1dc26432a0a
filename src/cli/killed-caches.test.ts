/**
 * Two programs that are killed at random moments while they write the same caches. For a longer test:
 * PORTOLAN_CACHE_KILLS=100 npx vitest run src/cli/killed-caches.test.ts
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type WebServer, whyNo } from '../core/backends/http/testing/servers.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'
import programPath from './testing/whole-program.ts?modulePath'

const rounds = Math.ceil(Number(process.env['PORTOLAN_CACHE_KILLS'] ?? 6) / 2)
const mostBytes = 4_000_000
const mostEntries = 1500
const names = Array.from({ length: 30 }, (_, at) => `f${at}`)
const folders = Array.from({ length: 12 }, (_, at) => `d${at}`)

describe.runIf(whyNo('python3') === undefined)('two programs that are killed while they write the cache', () => {
  let server: WebServer
  let cli: CliHarness
  const contents = new Map<string, Buffer>()
  beforeAll(async () => {
    server = await startServer('python3')
    cli = createCliHarness()
    await mkdir(cli.configFolder, { recursive: true })
    const cache = { listing: { entries: mostEntries }, content: { seconds: 0, bytes: mostBytes } }
    const mount = { name: 'web', type: 'http', url: server.url, cache }
    await writeFile(join(cli.configFolder, 'mounts.yaml'), JSON.stringify([mount]))
  })
  afterAll(async () => {
    cli.close()
    await server.stop()
  })

  async function put(name: string, round: number) {
    const bytes = Buffer.from(`${name} of round ${round}\n`.repeat(12_000 - round))
    const path = join(server.folder, name)
    await writeFile(path, bytes)
    await utimes(path, 1_600_000_000 + round * 10, 1_600_000_000 + round * 10)
    contents.set(name, bytes)
  }
  /** Runs a command and kills it shortly after its first output. */
  async function killed(argv: readonly string[]) {
    const env = { ...process.env, ...cli.env, HOME: cli.home }
    const child = spawn(process.execPath, [programPath, ...argv], { env, stdio: ['ignore', 'pipe', 'ignore'] })
    const ended = once(child, 'close')
    const enough = Math.random() * (argv[0] === 'cat' ? 6_000_000 : 30_000)
    let told = 0
    child.stdout.on('data', ({ length }: Buffer) => {
      if ((told += length) > enough) child.kill('SIGKILL')
    })
    await ended
    return child.signalCode
  }
  const kept = () => filesBelow(join(cli.env['PORTOLAN_HOME'] ?? ''))

  it(
    'leave it correct for later readers and within its size limit',
    { timeout: 60_000 + rounds * 20_000 },
    async () => {
      const signals: (string | null)[] = []
      for (let round = 0; round < rounds; round += 1) {
        for (const [at, name] of names.entries()) if (round === 0 || (at + round) % 3 === 0) await put(name, round)
        const mine = folders.map((name) => `${name}-${round}`)
        for (const folder of mine) {
          await mkdir(join(server.folder, folder))
          for (let at = 0; at < 40; at += 1) await writeFile(join(server.folder, folder, `${folder}-${at}`), '')
        }
        const files = names.map((name) => `web:${name}`)
        const lists = mine.map((name) => `web:${name}`)
        const programs = [
          ['cat', ...files, '--cached'],
          round % 2 === 0 ? ['cat', ...files.toReversed(), '--cached'] : ['ls', ...lists, '--cached'],
          ['ls', ...lists.toReversed(), '--cached'],
        ]
        signals.push(...(await Promise.all(programs.map(killed))))
        expect(kept().reduce((sum, path) => sum + statSync(path).size, 0)).toBeLessThanOrEqual(mostBytes)

        const read = (await cli.run(['cat', ...files, '--cached'])).out
        expect(read === names.map((name) => contents.get(name)?.toString()).join('')).toBe(true)
        const { out } = await cli.run(['ls', ...lists, '--cached', '--json'])
        const shown = out.split('\n').flatMap((line) => (line ? [(JSON.parse(line) as { name: string }).name] : []))
        expect(shown.toSorted()).toEqual(mine.flatMap((name) => readdirSync(join(server.folder, name))).toSorted())
        const [use] = (await cli.run(['cache', 'status', 'web', '--json'])).out.split('\n')
        const { listings } = JSON.parse(use ?? '{}') as { listings: { entries: number } }
        expect(listings.entries).toBeLessThanOrEqual(mostEntries)
      }
      expect(signals.filter((signal) => signal === 'SIGKILL').length).toBeGreaterThan(rounds)
    },
  )
})

/** Returns the cached block files, including incomplete ones. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.parentPath.endsWith('~'))
    .map((entry) => join(entry.parentPath, entry.name))
}

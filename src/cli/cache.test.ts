import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type WebServer, whyNo } from '../core/backends/http/testing/servers.ts'
import { type CliHarness, type CliRun, createCliHarness } from './testing/cli-harness.ts'

describe.runIf(whyNo('python3') === undefined)('the cache of a remote mount', () => {
  let server: WebServer
  let cli: CliHarness
  const put = async (text: string, time: number) => {
    const path = join(server.folder, 'pub', 'note.txt')
    await writeFile(path, text)
    await utimes(path, time, time)
  }
  beforeAll(async () => {
    server = await startServer('python3')
    cli = createCliHarness()
    await mkdir(join(server.folder, 'pub'), { recursive: true })
    await mkdir(cli.configFolder, { recursive: true })
    await writeFile(
      join(cli.configFolder, 'mounts.yaml'),
      JSON.stringify([{ name: 'web', type: 'http', url: `${server.url}pub/`, cache: { content: { seconds: 3600 } } }]),
    )
  })
  afterAll(async () => {
    cli.close()
    await server.stop()
  })
  const cat = async (...more: string[]) => (await cli.run(['cat', 'web:note.txt', ...more])).out

  it('is used on request, and never by a copy', async () => {
    await put('old', 1_600_000_000)
    expect(await cat('--cached')).toBe('old')
    await put('new', 1_700_000_000)
    expect(await cat('--cached')).toBe('old') // The store is not asked again for an hour.
    expect(await cat()).toBe('new')
    const to = join(cli.cwd, 'copy.txt')
    expect(await cli.run(['cp', 'web:note.txt', to])).toMatchObject({ code: 0 })
    expect(await readFile(to, 'utf8')).toBe('new')
  })

  it('shows the last known listing with its time, even while the mount is unreachable', async () => {
    const ls = (...more: string[]) => cli.run(['ls', 'web:', '--json', ...more])
    const names = ({ out }: CliRun) => out.split('\n').flatMap((line) => (line ? [JSON.parse(line).name] : []))
    const first = await ls('--cached') // Not cached yet, so it is listed and cached.
    expect([names(first), first.err]).toEqual([['note.txt'], ''])
    await writeFile(join(server.folder, 'pub', 'more.txt'), 'x')
    const known = await ls('--cached')
    expect(names(known)).toEqual(['note.txt'])
    expect(JSON.parse(known.err)).toEqual({
      remark: expect.stringMatching(/^web: as of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
    })
    expect(names(await ls())).toEqual(['more.txt', 'note.txt'])
    await rm(join(server.folder, 'pub', 'more.txt'))
    expect(await ls('--cached', '-r')).toMatchObject({ code: 2 })
  })

  it('reports its hits and is cleared', async () => {
    const { out } = await cli.run(['cache', 'status', 'web', '--json'])
    expect(JSON.parse(out)).toMatchObject({ mount: 'web', contents: { files: 1, hits: 1, misses: 1, savedBytes: 3 } })
    expect((await cli.run(['cache'])).out).toContain('1 file')
    expect(await cli.run(['cache', 'clear', 'web:'])).toMatchObject({ code: 0, out: 'cleared web\n' })
    expect(await cat('--cached')).toBe('new')
    expect(await cli.run(['cache', 'clear', 'nothing'])).toMatchObject({ code: 2 })
    expect(await cli.run(['cache', 'polish'])).toMatchObject({ code: 2 })
  })
})

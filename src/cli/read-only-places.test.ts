import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type WebServer, whyNo } from '../core/backends/http/testing/servers.ts'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

describe.runIf(whyNo('python3') === undefined)('a web server whose listings have no sizes', () => {
  let server: WebServer
  let cli: CliHarness
  beforeAll(async () => {
    server = await startServer('python3')
    cli = createCliHarness()
    await mkdir(join(server.folder, 'pub', 'sub'), { recursive: true })
    await writeFile(join(server.folder, 'pub', 'one'), 'first')
    await writeFile(join(server.folder, 'pub', 'sub', 'two'), Buffer.alloc(3_000_000, 'x'))
    await mkdir(cli.configFolder, { recursive: true })
    await writeFile(
      join(cli.configFolder, 'mounts.yaml'),
      JSON.stringify([{ name: 'web', type: 'http', url: `${server.url}pub/` }]),
    )
  })
  afterAll(async () => {
    cli.close()
    await server.stop()
  })

  it('is a source of copies, skips files of equal size, and refuses writes', async () => {
    const to = join(cli.cwd, 'copy')
    expect(await cli.run(['cp', 'web:', to])).toMatchObject({ code: 0, out: '2 items and 1 folder copied (3.0 MB)\n' })
    expect(await readFile(join(to, 'one'), 'utf8')).toBe('first')
    expect((await readFile(join(to, 'sub', 'two'))).length).toBe(3_000_000)
    await writeFile(join(server.folder, 'pub', 'one'), 'first, and longer')
    const again = ['cp', 'web:', to, '--skip', 'size', '--on-conflict', 'overwrite']
    expect(await cli.run(again)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 item copied (17 B), 1 skipped'),
    })
    expect(await readFile(join(to, 'one'), 'utf8')).toBe('first, and longer')
    expect(await cli.run(['cp', to, 'web:'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('can only be read'),
    })
  })
})

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliHarness, createCliHarness } from './testing/cli-harness.ts'

let cli: CliHarness
let stop: AbortController
let serving: Promise<unknown>
beforeEach(() => {
  cli = createCliHarness()
  stop = new AbortController()
  serving = Promise.resolve()
  writeFileSync(join(cli.cwd, 'a.txt'), 'first')
  writeFileSync(join(cli.cwd, 'b.txt'), 'second')
})
afterEach(async () => {
  stop.abort()
  await serving
  cli.close()
})

async function share(...args: string[]): Promise<string> {
  const { code, out, err } = await cli.run(['share', ...args])
  expect([code, err]).toEqual([0, ''])
  return out.trim()
}

/** Serves links until the test is over. */
async function serveLinks(...args: string[]): Promise<void> {
  let over = false
  serving = cli.run(['serve', '--links', ...args], { signal: stop.signal }).finally(() => (over = true))
  const { out } = await cli.run(['share', '--json', join(cli.cwd, 'a.txt')])
  const { url } = JSON.parse(out) as { url: string }
  await expect
    .poll(
      async () =>
        over ||
        fetch(url).then(
          ({ ok }) => ok,
          () => false,
        ),
      { timeout: 30_000 },
    )
    .toBe(true)
  expect(over).toBe(false)
}

describe('share', () => {
  it('says how to serve a link to a local file while no server runs', async () => {
    const { code, out, err } = await cli.run(['share', 'a.txt'])
    expect([code, err.trim()]).toEqual([0, 'portolan: This link does not work yet. Run: portolan serve --links'])
    await serveLinks()
    expect(await (await fetch(out.trim())).text()).toBe('first')
  })

  it('creates links that another program serves, and that can be revoked', async () => {
    await serveLinks()
    const url = await share('a.txt', '--as', 'report.md', '--type', 'text/markdown', '--downloads', '2')
    const answer = await fetch(url)
    expect([await answer.text(), answer.headers.get('content-type')]).toEqual(['first', 'text/markdown'])
    expect(answer.headers.get('content-disposition')).toContain('filename="report.md"')
    const { out } = await cli.run(['links', '--json'])
    const links = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; own: object })
    expect(links[0]?.own).toMatchObject({ kind: 'file', uses: 1, mostUses: 2, opened: 1, hasPassword: false })
    expect((await cli.run(['links'])).out).toMatch(/opened 1 time,.*1 of 2 used/)
    expect((await cli.run(['links', '--revoke', links[0]?.id ?? ''])).code).toBe(0)
    expect((await fetch(url)).status).toBe(410)
  })

  it('creates one link to several files, with a password from stdin', async () => {
    await serveLinks()
    const stdin = Readable.from(['open sesame\nmore'])
    const { out } = await cli.run(['share', 'a.txt', 'b.txt', '--together', '--password-stdin'], { stdin })
    const url = out.trim()
    expect((await fetch(url)).status).toBe(401)
    const headers = { authorization: `Basic ${btoa(':open sesame')}` }
    expect(await (await fetch(`${url}b.txt`, { headers })).text()).toBe('second')
  })

  it('creates a link that accepts uploads into a folder, with a size limit', async () => {
    await serveLinks()
    mkdirSync(join(cli.cwd, 'inbox'))
    const url = await share('--put', 'inbox', '--max-size', '1K')
    expect((await fetch(`${url}new.txt`, { method: 'PUT', body: 'sent' })).status).toBe(201)
    expect((await fetch(`${url}large`, { method: 'PUT', body: 'x'.repeat(1001) })).status).toBe(413)
    expect(readFileSync(join(cli.cwd, 'inbox/new.txt'), 'utf8')).toBe('sent')
  })

  it('refuses options that do not fit together', async () => {
    const refused = [
      ['a.txt', '--downloads', '0'],
      ['a.txt', '--max-size', '1M'],
      ['--put', 'a.txt', '--max-size', 'huge'],
      ['a.txt', '--password-stdin'],
      ['a.txt', 'Shelf:b.txt', '--together'],
    ]
    for (const args of refused) expect([args, (await cli.run(['share', ...args])).code]).toEqual([args, 2])
    expect((await cli.run(['share', 'nothing.txt'])).code).toBe(4)
    expect((await cli.run(['serve', '--lan'])).code).toBe(2)
    expect((await cli.run(['serve', '--links', '--base-url', 'ftp://x'])).code).toBe(2)
  })
})

describe('serve --links', () => {
  it('uses the address of a proxy for links, and accepts its host name', async () => {
    await serveLinks()
    stop.abort()
    await serving
    stop = new AbortController()
    serving = cli.run(['serve', '--links', '--json', '--base-url', 'https://files.example.org/p/'], {
      signal: stop.signal,
    })
    await expect
      .poll(async () => (await cli.run(['share', 'a.txt'])).out, { timeout: 8_000 })
      .toMatch(/^https:\/\/files\.example\.org\/p\/l\/[\w.-]+\/a\.txt\n$/)
  })

  it('leaves serving to another running program, and reports it', async () => {
    await serveLinks()
    const second = new AbortController()
    const run = cli.run(['serve', '--links', '--json'], {
      signal: AbortSignal.any([second.signal, AbortSignal.timeout(3000)]),
    })
    expect(JSON.parse((await run).out)).toMatchObject({ state: 'elsewhere', reach: 'loopback' })
  })
})

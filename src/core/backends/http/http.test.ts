import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Entry } from '../../../contract/entry.ts'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { failureOf } from '../../../contract/failure.ts'
import { standardStack } from '../../layers/standard-stack.ts'
import type { Backend, OpenedFacts } from '../backend.ts'
import { describeWithClient, runClient } from '../other-clients.test-support.ts'
import { type HttpConfig, httpConfigSchema } from './config.ts'
import { createHttpBackend } from './index.ts'
import { createLinkReader } from './read/html-index.ts'
import { type ServerName, startServer, type WebServer, whyNo } from './testing/servers.ts'

const { signal } = new AbortController()
const cleanUps: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

interface Served {
  readonly url: string
  readonly requests: IncomingMessage[]
}

async function serve(answer: RequestListener): Promise<Served> {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUps.push(() => {
    server.closeAllConnections()
    return once(server.close(), 'close')
  })
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`, requests }
}

function open(config: HttpConfig): Backend {
  const backend = createHttpBackend(httpConfigSchema.parse(config), { freshMs: 0 })
  cleanUps.push(() => backend.close())
  return backend
}

async function list(backend: Backend, path = '', more: { withSums?: boolean } = {}): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of backend.list(path, { signal, ...more })) entries.push(...unpackEntries(page))
  return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

async function text(backend: Backend, path: string, range: { offset?: number; length?: number } = {}): Promise<string> {
  return new Response(await backend.read(path, { signal, ...range })).text()
}

const failing = (work: Promise<unknown>) => work.then(() => undefined, failureOf)

/** Names that pages, URLs and servers often handle wrongly. nginx shows no name that begins with a dot. */
const oddNames = ['a b.txt', 'plus+%2F#?.csv', `it's "x" <y>&amp;.txt`, 'übersicht ☃', 'cafe\u0301', 'C:a', '~', '名前']

for (const name of ['nginx', 'python3', 'rclone'] satisfies ServerName[]) {
  describe.runIf(whyNo(name) === undefined)(`folders of ${name}`, () => {
    let server: WebServer
    beforeAll(async () => {
      server = await startServer(name)
      await mkdir(join(server.folder, 'sub folder'))
      for (const odd of [...oddNames, 'sub folder/inner']) {
        await writeFile(join(server.folder, odd), odd)
        await utimes(join(server.folder, odd), 1_700_000_000, 1_700_000_000)
      }
      await mkdir(join(server.folder, 'large'))
      await Promise.all(Array.from({ length: 3000 }, (_, at) => writeFile(join(server.folder, 'large', `f ${at}`), '')))
    })
    afterAll(() => server.stop())

    it('are listed with one request, and each file reports its size and time', async () => {
      const backend = open({ url: server.url })
      expect((await list(backend)).map((each) => each.name)).toEqual([...oddNames, 'large', 'sub folder'].toSorted())
      expect(await list(backend, 'sub folder')).toMatchObject([{ name: 'inner', kind: 'file' }])
      for (const odd of oddNames) {
        expect(await backend.stat(odd, { signal })).toEqual({
          name: odd,
          kind: 'file',
          sizeBytes: Buffer.byteLength(odd),
          modifiedMs: 1_700_000_000_000,
        })
        expect(await text(backend, odd)).toBe(odd)
      }
      expect(await text(backend, 'sub folder/inner', { offset: 4, length: 6 })).toBe('folder')
    })

    it('show exact sizes in the listing, or none', async () => {
      const sizes = (await list(open({ url: server.url }))).filter(({ kind }) => kind === 'file')
      const said = sizes.filter(({ sizeBytes }) => sizeBytes !== undefined)
      expect(said.length).toBe(name === 'python3' ? 0 : sizes.length)
      for (const { name: odd, sizeBytes } of said) expect(sizeBytes).toBe(Buffer.byteLength(odd))
    })

    it('are complete if they are large', async () => {
      expect(new Set((await list(open({ url: server.url }), 'large')).map((each) => each.name)).size).toBe(3000)
    })
  })
}

describe.runIf(whyNo('nginx') === undefined)('nginx', () => {
  describeWithClient('rclone', () => {
    it('list the same files', async () => {
      const server = await startServer('nginx')
      cleanUps.push(() => server.stop())
      await mkdir(join(server.folder, 'sub'))
      for (const odd of [...oddNames, 'sub/inner']) await writeFile(join(server.folder, odd), odd)
      const args = ['--http-url', server.url, '--config', join(server.folder, '..', 'none.conf')]
      const theirs = (await runClient('rclone', ['lsf', '-R', '--files-only', ...args, ':http:'])).toString()
      const backend = open({ url: server.url })
      const ours = (await list(backend)).filter(({ kind }) => kind === 'file')
      const names = [
        ...ours.map((each) => each.name),
        ...(await list(backend, 'sub')).map((each) => `sub/${each.name}`),
      ]
      expect(theirs.trim().split('\n').toSorted()).toEqual(names.toSorted())
      expect((await runClient('rclone', ['cat', ...args, ':http:sub/inner'])).toString()).toBe(
        await text(backend, 'sub/inner'),
      )
    })
  })
})

describe('an index page', () => {
  it('gives the links below the folder only', async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<html><script>document.write('<a href="evil">')</script><!-- <a href="hidden">x</a> -->
        <a href="../">up</a><a href="?C=N;O=D">Name</a><a href="/elsewhere/x">x</a><a href="https://example.org/a">x</a>
        <a href="javascript:alert(1)">x</a><a href="mailto:a@b">x</a><a href="#top">x</a><a href="./">here</a>
        <a href="deep/er">x</a><a href="%2e%2e%2fsecret">x</a><a href="a%2Fb">x</a><a href="a.txt?download=1">x</a>
        <a class="x" href='one.txt'>one</a><A HREF=two/>two/</A><a href="one.txt"><img></a><a href="/pub/th&#233;">x</a></html>`)
    })
    expect((await list(open({ url: `${url}pub` }))).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'file one.txt',
      'file thé',
      'folder two',
    ])
  })

  it.each([
    [
      'Apache',
      '<img src="/icons/text.gif" alt="[TXT]"> <a href="small">small</a>   2026-11-28 20:40  512   \n<a href="large">large</a>  2026-11-28 20:40  1.2M  \n',
      [
        ['small', 512],
        ['large', undefined],
      ],
    ],
    [
      'Apache with a table',
      '<td><a href="a">a</a></td><td align="right">2026-11-28 20:40  </td><td align="right"> 12 </td><td>&nbsp;</td></tr><a href="d/">d/</a></td><td>2026-11-28 20:40</td><td>  - </td>',
      [
        ['a', 12],
        ['d/', undefined],
      ],
    ],
    [
      'lighttpd',
      '<tr><td class="n"><a href="a">a</a></td><td class="m">2026-Nov-28 20:40:18</td><td class="s">0.1K</td><td class="t">x</td></tr>',
      [['a', undefined]],
    ],
    [
      'Caddy',
      '<a href="./a"><span class="name">a</span></a></td><td class="size" data-size="7"><div class="sizebar">7 B</div></td><td class="timestamp hideable"><time datetime="2026-11-28T20:40:18Z">11/28/2026</time></td>',
      [['./a', 7, Date.UTC(2026, 10, 28, 20, 40, 18)]],
    ],
  ] as const)('of %s is parsed for exact facts only', (_, page, expected) => {
    for (const step of [page.length, 7]) {
      const reader = createLinkReader()
      const links = []
      for (let at = 0; at < page.length; at += step) links.push(...reader.add(page.slice(at, at + step)))
      links.push(...reader.end())
      expect(links.map(({ href, sizeBytes, modifiedMs }) => [href, sizeBytes, modifiedMs])).toEqual(
        expected.map(([href, size, time]) => [href, size, time]),
      )
    }
  })

  it('is not a folder if the server redirects elsewhere', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/login') response.setHeader('content-type', 'text/html').end('<a href="a">a</a>')
      else response.writeHead(302, { location: '/login' }).end()
    })
    expect(await failing(list(open({ url })))).toMatchObject({ kind: 'not-found' })
  })
})

describe('a list of files', () => {
  const sum = createHash('sha256').update('1').digest('hex')
  it.each([
    [
      'a text',
      (url: string) => `# all\none.txt\nsub/two words%.txt\r\n${url}sub/thr%20ee\nhttps://example.org/x\n../up\n\n`,
    ],
    [
      'JSON',
      (url: string) =>
        JSON.stringify(['one.txt', { path: 'sub/two words%.txt', size: 3 }, { url: `${url}sub/thr%20ee` }]),
    ],
    ['sums', () => `${sum}  one.txt\n${sum} *sub/two words%.txt\n${sum}  sub/thr ee\n`],
  ])('is parsed from %s', async (_, listOf) => {
    const { url, requests } = await serve((request, response) => {
      if (request.url === '/list') response.end(listOf(url))
      else if (request.url === '/one.txt' || request.url?.startsWith('/sub/t'))
        response.setHeader('content-length', 1).end('1')
      else response.writeHead(404).end()
    })
    const backend = open({ url, list: 'list' })
    expect((await list(backend)).map(({ name, kind }) => `${kind} ${name}`)).toEqual(['file one.txt', 'folder sub'])
    expect((await list(backend, 'sub')).map(({ name }) => name)).toEqual(['thr ee', 'two words%.txt'])
    expect(requests.every((request) => request.url === '/list')).toBe(true)
    expect(await text(backend, 'sub/two words%.txt')).toBe('1')
    expect(await backend.stat('sub', { signal })).toEqual({ name: 'sub', kind: 'folder' })
    expect(await backend.stat('one.txt', { signal })).toMatchObject({ kind: 'file', sizeBytes: 1 })
    expect(await failing(backend.read('three', { signal }))).toMatchObject({ kind: 'not-found' })
    expect(await failing(backend.read('sub', { signal }))).toMatchObject({ kind: 'not-a-file' })
    expect(await failing(list(backend, 'one.txt'))).toMatchObject({ kind: 'not-a-folder' })
    if (listOf(url).startsWith(sum)) {
      expect((await list(backend, '', { withSums: true }))[0]?.sums).toEqual({ sha256: sum })
      expect(await backend.checksums?.checksums('one.txt', { signal })).toEqual({ sha256: sum })
    }
  })

  it('is reported if it does not exist', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end())
    expect(await failing(list(open({ url, list: 'list' })))).toMatchObject({
      kind: 'not-found',
      message: expect.stringContaining('list'),
    })
  })
})

describe('signing in', () => {
  it('sends credentials to the server only, never after a redirect to another one', async () => {
    const other = await serve((_, response) => response.end('bytes'))
    const { url, requests } = await serve((request, response) => {
      if (!request.headers.authorization) response.writeHead(401).end()
      else response.writeHead(302, { location: `${other.url}file` }).end()
    })
    for (const signIn of [{ user: 'ann', password: 'pä:ss' }, { token: 'secret-token' }]) {
      expect(await text(open({ url, ...signIn, headers: { 'X-Key': 'secret-key' } }), 'file')).toBe('bytes')
    }
    expect(requests.map(({ headers }) => [headers.authorization, headers['x-key']])).toEqual([
      [`Basic ${Buffer.from('ann:pä:ss').toString('base64')}`, 'secret-key'],
      ['Bearer secret-token', 'secret-key'],
    ])
    expect(other.requests.flatMap(({ headers }) => [headers.authorization, headers['x-key']])).toEqual(
      Array(4).fill(undefined),
    )
    expect(await failing(open({ url }).read('file', { signal }))).toMatchObject({ kind: 'sign-in' })
  })

  it('is refused if the URL contains credentials', () => {
    expect(httpConfigSchema.safeParse({ url: 'https://a:b@example.org/' }).success).toBe(false)
  })
})

describe('a file', () => {
  const bytes = Buffer.from('0123456789')
  const sha256 = createHash('sha256').update(bytes).digest()

  it('is read from servers without ranges and without HEAD', async () => {
    const { url } = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(405).end()
      else response.setHeader('content-length', bytes.length).end(bytes)
    })
    const backend = open({ url })
    expect(await text(backend, 'file', { offset: 3, length: 4 })).toBe('3456')
    expect(await text(backend, 'file', { offset: 99 })).toBe('')
    expect(await backend.stat('file', { signal })).toMatchObject({ sizeBytes: 10 })
  })

  it('is compared with the checksum in the response', async () => {
    let sent = bytes
    const { url } = await serve((_, response) => {
      response.setHeader('repr-digest', `sha-256=:${sha256.toString('base64')}:`)
      response.setHeader('digest', `MD5=${createHash('md5').update(bytes).digest('base64')}`)
      response.end(sent)
    })
    const backend = open({ url })
    let facts: OpenedFacts | undefined
    const stream = await backend.read('file', { signal, onOpened: (_, given) => (facts = given) })
    expect(await new Response(stream).text()).toBe('0123456789')
    expect(facts).toBeUndefined() // without a mark a read cannot be resumed
    expect(await backend.checksums?.checksums('file', { signal })).toEqual({
      sha256: sha256.toString('hex'),
      md5: createHash('md5').update(bytes).digest('hex'),
    })
    sent = Buffer.from('0123456788')
    expect(await failing(text(backend, 'file'))).toMatchObject({ kind: 'corrupt' })
  })

  it('is resumed after a broken connection, and never in another state', async () => {
    let tag = '"one"'
    let breaks = 1
    const { url, requests } = await serve((request, response) => {
      response.setHeader('etag', tag)
      const from = Number(/bytes=(\d+)/.exec(request.headers.range ?? '')?.[1] ?? 0)
      if (from > 0) response.writeHead(206, { 'content-range': `bytes ${from}-9/10`, 'content-length': 10 - from })
      else response.setHeader('content-length', 10)
      if (breaks-- <= 0) response.end(bytes.subarray(from))
      else response.write(bytes.subarray(0, 4), () => setTimeout(() => response.destroy(), 50))
    })
    const backend = standardStack(open({ url }), { mount: 'web', readOnly: true })
    expect(await text(backend, 'file')).toBe('0123456789')
    expect(requests.at(-1)?.headers).toMatchObject({ range: 'bytes=4-', 'if-range': '"one"' })
    breaks = 1
    const stream = await backend.read('file', { signal })
    tag = '"two"'
    expect(await failing(new Response(stream).text())).toMatchObject({ kind: 'changed' })
  })

  it('is refused if the server redirects in a loop', async () => {
    const { url } = await serve((request, response) => response.writeHead(302, { location: `${request.url}x` }).end())
    expect(await failing(open({ url }).read('file', { signal }))).toMatchObject({ kind: 'unreachable' })
  })
})

import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { unpackEntries } from '../../../contract/entry-page.ts'
import { type Failure, failureOf } from '../../../contract/failure.ts'
import type { Entry } from '../../../contract/entry.ts'
import type { Backend } from '../backend.ts'
import { bodyOf, textOf } from '../conformance/harness.ts'
import { type WebdavConfig, webdavConfigSchema } from './config.ts'
import { openWebdav } from './index.ts'
import { type Answer, type FakeServer, multistatus, refusing, startFakeServer } from './testing/fake-server.ts'

const { signal } = new AbortController()
const cleanUps: (() => Promise<unknown>)[] = []
const top = { href: '/dav/', isFolder: true }

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

async function serve(answer: Answer): Promise<FakeServer> {
  const server = await startFakeServer(answer)
  cleanUps.push(() => server.close())
  return server
}

async function open(url: string, more: Partial<WebdavConfig> = {}): Promise<Backend> {
  const backend = await openWebdav(webdavConfigSchema.parse({ url, ...more }), {
    signal,
    patience: { connectMs: 2000, idleMs: 2000 },
  })
  cleanUps.push(() => backend.close())
  return backend
}

/** Returns a mount whose top folder exists. `answer` answers every request after the opening. */
async function mountOf(answer: Answer): Promise<Backend> {
  const server = await serve((request, response, count) =>
    (count === 0 ? multistatus(top) : answer)(request, response, count),
  )
  return open(server.url)
}

async function listed(backend: Backend, path = ''): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const page of backend.list(path, { signal })) entries.push(...unpackEntries(page))
  return entries
}

async function failureOfCall(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => {
      throw new Error('it did not fail')
    },
    (error: unknown) => failureOf(error),
  )
}

describe('a listing', () => {
  it('accepts hrefs of every form', async () => {
    const hrefs = [
      'http://somewhere.else:80/dav/absolute.txt',
      '/dav//doubled',
      '/dav/a%20b%2b.txt',
      '/dav/plain ü.txt',
      '/dav/folder/',
      '/dav/100%.txt',
      '/dav/%E9.txt',
    ]
    const backend = await mountOf(multistatus(top, ...hrefs.map((href) => ({ href, isFolder: href.endsWith('/') }))))
    expect((await listed(backend)).map(({ name, kind }) => [name, kind])).toEqual([
      ['absolute.txt', 'file'],
      ['doubled', 'file'],
      ['a b+.txt', 'file'],
      ['plain ü.txt', 'file'],
      ['folder', 'folder'],
      ['100%.txt', 'file'],
      ['‛E9.txt', 'file'],
    ])
  })

  it('accepts hrefs of a server that has another address behind a proxy', async () => {
    const inside = [
      { href: '/internal/share/', isFolder: true },
      { href: '/internal/share/one.txt' },
      { href: '/internal/share/deep/two.txt' },
    ]
    const backend = await mountOf(multistatus(...inside))
    expect((await listed(backend)).map(({ name }) => name)).toEqual(['one.txt'])
  })

  it('leaves out invalid times and sizes', async () => {
    const props = (time: string, size: string) =>
      `<x:getlastmodified>${time}</x:getlastmodified><x:getcontentlength>${size}</x:getcontentlength>`
    const backend = await mountOf(
      multistatus(
        top,
        { href: '/dav/bad', props: props('yesterday', '-1') },
        { href: '/dav/iso', props: props('2026-01-02T03:04:05Z', '7') },
        { href: '/dav/http', props: props('Fri, 02 Jan 2026 03:04:05 GMT', '8') },
      ),
    )
    const modifiedMs = Date.UTC(2026, 0, 2, 3, 4, 5)
    expect(await listed(backend)).toEqual([
      { name: 'bad', kind: 'file' },
      { name: 'iso', kind: 'file', sizeBytes: 7, modifiedMs },
      { name: 'http', kind: 'file', sizeBytes: 8, modifiedMs },
    ])
  })

  it('returns 100,000 entries in pages while the response arrives', async () => {
    const many = 100_000
    const backend = await mountOf((_, response) => {
      response.writeHead(207)
      response.write('<?xml version="1.0"?><d:multistatus xmlns:d="DAV:">')
      const one = (href: string, type: string) =>
        `<d:response><d:href>${href}</d:href><d:propstat><d:prop><d:resourcetype>${type}</d:resourcetype></d:prop></d:propstat></d:response>`
      response.write(one('/dav/', '<d:collection/>'))
      let next = 0
      const more = () => {
        let isFree = true
        while (isFree && next < many) isFree = response.write(one(`/dav/${(next += 1)}`, ''))
        if (next < many) response.once('drain', more)
        else response.end('</d:multistatus>')
      }
      more()
    })
    const sizes: number[] = []
    for await (const { count } of backend.list('', { signal })) sizes.push(count)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(many)
    expect(sizes.length).toBeGreaterThan(20)
  })

  it('fails if the response is truncated', async () => {
    const whole = '<d:response><d:href>/dav/a</d:href></d:response>'
    const backend = await mountOf(refusing(207, {}, `<d:multistatus xmlns:d="DAV:">${whole}<d:response><d:href>/dav`))
    expect(await failureOfCall(listed(backend))).toMatchObject({ kind: 'bad-input' })
  })
})

describe('signing in', () => {
  it('sends no credentials before the server requests them, then Basic', async () => {
    const seen: (string | undefined)[] = []
    const server = await serve((request, response, count) => {
      seen.push(request.headers.authorization)
      if (request.headers.authorization) return multistatus(top)(request, response, count)
      refusing(401, { 'www-authenticate': 'Basic realm="files"' })(request, response, count)
    })
    await open(server.url, { user: 'ada', password: 'pässword' })
    expect(seen).toEqual([undefined, `Basic ${Buffer.from('ada:pässword').toString('base64')}`])
  })

  it('answers a Digest challenge, and a later one with a new nonce', async () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex')
    let nonce = 'first'
    const server = await serve((request, response, count) => {
      const given = request.headers.authorization ?? ''
      const value = (key: string) => new RegExp(`${key}="?([^",]+)`).exec(given)?.[1] ?? ''
      const secret = md5(`ada:files:secret`)
      const asked = md5(`${request.method}:${request.url}`)
      const right = md5(`${secret}:${nonce}:${value('nc')}:${value('cnonce')}:auth:${asked}`)
      if (given.startsWith('Digest') && value(' nonce') === nonce && value('response') === right) {
        return multistatus(top)(request, response, count)
      }
      const stale = given === '' ? '' : ', stale=true'
      const challenge = `Digest realm="files", qop="auth", algorithm=MD5, nonce="${nonce}"${stale}`
      refusing(401, { 'www-authenticate': challenge })(request, response, count)
    })
    const backend = await open(server.url, { user: 'ada', password: 'secret' })
    nonce = 'second'
    expect(await listed(backend)).toEqual([])
  })

  it('ends soon with a wrong password, and failures do not contain it', async () => {
    for (const challenge of ['Basic realm="x"', 'Digest realm="x", nonce="n", qop="auth"']) {
      const server = await serve(refusing(401, { 'www-authenticate': challenge }))
      const failure = await failureOfCall(open(server.url, { user: 'ada', password: 'wrong-secret' }))
      expect(failure).toMatchObject({ kind: 'sign-in', retry: 'never' })
      expect(JSON.stringify(failure)).not.toContain('wrong-secret')
      expect(server.requests).toHaveLength(2)
    }
  })

  it('never sends credentials to another server', async () => {
    const other = await serve(multistatus(top))
    const server = await serve(refusing(302, { location: other.url }))
    const failure = await failureOfCall(open(server.url, { token: 'secret-token' }))
    expect(failure).toMatchObject({ kind: 'bad-input', message: expect.stringContaining('another address') as string })
    expect(other.requests).toEqual([])
  })
})

describe('reading', () => {
  it('gives a range even if the server does not support ranges', async () => {
    const backend = await mountOf(refusing(200, { etag: '"a"' }, '0123456789'))
    expect(await textOf(await backend.read('file', { signal, offset: 3, length: 4 }))).toBe('3456')
    expect(await textOf(await backend.read('file', { signal, offset: 8 }))).toBe('89')
  })

  it('fails for a folder, even if the server returns a page for it', async () => {
    const backend = await mountOf((request, response, count) => {
      if (request.method === 'PROPFIND')
        return multistatus({ href: '/dav/folder/', isFolder: true })(request, response, count)
      if (request.url === '/dav/folder') return refusing(301, { location: '/dav/folder/' })(request, response, count)
      refusing(200, {}, '<html>')(request, response, count)
    })
    expect(await failureOfCall(backend.read('folder', { signal }))).toMatchObject({ kind: 'not-a-file' })
  })
})

describe('writing', () => {
  it('fails if the server stored another number of bytes, and removes the staging file', async () => {
    const methods: string[] = []
    const backend = await mountOf((request, response, count) => {
      methods.push(request.method ?? '')
      if (request.method !== 'PROPFIND') return refusing(201)(request, response, count)
      const isStage = request.url?.endsWith('.part') ?? false
      const found = { href: request.url ?? '', props: '<x:getcontentlength>0</x:getcontentlength>' }
      ;(isStage ? multistatus(found) : refusing(404))(request, response, count)
    })
    const writing = backend.write('file', bodyOf('hello'), { ifExists: 'fail', signal })
    expect(await failureOfCall(writing)).toMatchObject({ kind: 'corrupt' })
    expect(methods).toEqual(['PROPFIND', 'PUT', 'PROPFIND', 'DELETE'])
  })
})

describe('ownCloud and Nextcloud, according to their documentation', () => {
  const sha1 = 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d'
  const sums = `SHA1:${sha1} MD5:5d41402abc4b2a76b9719d911017c592 ADLER32:062c0215`
  const file = {
    href: '/remote.php/dav/files/ada/file',
    props:
      '<x:getcontentlength>5</x:getcontentlength><x:getlastmodified>Fri, 02 Jan 2026 03:04:05 GMT</x:getlastmodified>' +
      `<o:checksums xmlns:o="http://owncloud.org/ns"><o:checksum>${sums}</o:checksum></o:checksums>`,
  }

  async function cloud() {
    const puts: IncomingHttpHeaders[] = []
    const server = await serve((request, response, count) => {
      if (request.method === 'PUT') puts.push(request.headers)
      if (request.method !== 'PROPFIND') return refusing(201)(request, response, count)
      const { url = '' } = request
      if (!url.includes('/files/')) return refusing(404)(request, response, count)
      if (url.endsWith('/ada/')) return multistatus({ href: url, isFolder: true })(request, response, count)
      ;(url.endsWith('/new') ? refusing(404) : multistatus(file))(request, response, count)
    })
    const url = server.url.replace('/dav/', '/remote.php/dav/files/ada/')
    return { backend: await open(url), url, puts }
  }

  it('receive the modification time and the checksum with the file', async () => {
    const { backend, puts } = await cloud()
    expect(backend.capabilities).toMatchObject({
      modifiedTime: { canSet: true },
      facets: ['rename', 'identity', 'serverCopy', 'checksums'],
    })
    const modifiedMs = Date.UTC(2026, 0, 2, 3, 4, 5)
    expect(await backend.write('new', bodyOf('hello'), { ifExists: 'fail', modifiedMs, signal })).toMatchObject({
      modifiedMs,
    })
    expect(puts).toMatchObject([
      { 'x-oc-mtime': String(modifiedMs / 1000), 'oc-checksum': `SHA1:${sha1}`, 'content-length': '5' },
    ])
  })

  it('report the checksums they have', async () => {
    const { backend } = await cloud()
    const found = await backend.checksums?.checksums('file', { signal })
    expect(found).toEqual({ sha1, md5: '5d41402abc4b2a76b9719d911017c592' })
  })

  it('are detected by the vendor setting, regardless of the URL', async () => {
    const { url } = await cloud()
    expect((await open(url, { vendor: 'generic' })).capabilities.modifiedTime.canSet).toBe(false)
  })
})

describe('a response of a server', () => {
  const cases: readonly (readonly [string, Answer, Partial<Failure>])[] = [
    ['a page of the web', refusing(200, {}, '<html>'), { kind: 'bad-input' }],
    ['too many requests', refusing(429, { 'retry-after': '7' }), { kind: 'busy', retry: 'later', retryAfterMs: 7000 }],
    ['a full disk', refusing(507), { kind: 'no-space' }],
    ['a lock', refusing(423), { kind: 'busy', retry: 'later' }],
    ['no right', refusing(403), { kind: 'denied' }],
    ['a gateway without its server', refusing(502), { kind: 'unreachable', retry: 'later' }],
    ['a line that breaks', (_, response) => void response.destroy(), { kind: 'unreachable', retry: 'later' }],
  ]
  it.each(cases)('is reported as a failure: %s', async (_, answer, failure) => {
    const backend = await mountOf(answer)
    expect(await failureOfCall(backend.stat('file', { signal }))).toMatchObject(failure)
  })
})

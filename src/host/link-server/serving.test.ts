import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ask, type LinkLab, openLinkLab } from './testing/link-lab.test-support.ts'

let lab: LinkLab
beforeEach(async () => {
  lab = await openLinkLab()
})
afterEach(() => lab.close())

function put(path: string, content: string | Buffer) {
  mkdirSync(join(lab.files, path, '..'), { recursive: true })
  writeFileSync(join(lab.files, path), content)
}

describe('a linked file', () => {
  it('is served with its bytes, type and name, and is not indexed', async () => {
    put('tide & table.txt', 'high at noon')
    const { url } = await lab.make('tide & table.txt')
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/l\/[\w-]{22}\.[\w-]{43}\/tide%20%26%20table\.txt$/)
    const { status, text, headers } = await ask(url)
    expect([status, text, headers['content-type']]).toEqual([200, 'high at noon', 'text/plain; charset=utf-8'])
    expect(headers['content-disposition']).toContain('inline; filename="tide & table.txt"')
    expect(headers).toMatchObject({
      'content-length': '12',
      'accept-ranges': 'bytes',
      'referrer-policy': 'no-referrer',
    })
    expect(headers['x-robots-tag']).toBe('noindex')
    const head = await ask(url, { method: 'HEAD' })
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '12'])
  })

  it('is served with the chosen name and type', async () => {
    put('q3-final-v7.bin', 'x')
    const { url } = await lab.make('q3-final-v7.bin', { downloadAs: 'Report Ü.pdf', contentType: 'application/pdf' })
    const { headers } = await ask(url)
    expect(headers['content-type']).toBe('application/pdf')
    expect(headers['content-disposition']).toBe(
      `attachment; filename="Report _.pdf"; filename*=UTF-8''Report%20%C3%9C.pdf`,
    )
    for (const downloadAs of ['../../x', '..', '.', '/etc/passwd', 'a\r\nSet-Cookie: b', '\ud800']) {
      const odd = await lab.make('q3-final-v7.bin', { downloadAs })
      const answer = await ask(odd.url)
      expect([answer.status, answer.text, answer.headers['set-cookie']]).toEqual([200, 'x', undefined])
    }
  })

  it('runs no script on this origin', async () => {
    for (const name of ['a.html', 'a.svg', 'a.xml', 'a.xhtml', 'a.js', 'a.unknown']) {
      put(name, '<script>alert(1)</script>')
      const { headers } = await ask((await lab.make(name)).url)
      expect([name, headers['content-disposition']?.startsWith('attachment')]).toEqual([name, true])
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers['content-security-policy']).toContain('sandbox')
      expect(headers['x-content-type-options']).toBe('nosniff')
    }
  })

  it('is served in ranges', async () => {
    put('ten.bin', '0123456789')
    const { url } = await lab.make('ten.bin')
    const part = async (range: string, more: Record<string, string> = {}) => {
      const { status, text, headers } = await ask(url, { headers: { range, ...more } })
      return [status, text, headers['content-range']]
    }
    expect(await part('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await part('bytes=7-')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await part('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await part('bytes=-99')).toEqual([206, '0123456789', 'bytes 0-9/10'])
    expect(await part('bytes=5-99')).toEqual([206, '56789', 'bytes 5-9/10'])
    expect(await part('bytes=10-')).toEqual([416, '', 'bytes */10'])
    expect(await part('bytes=-0')).toEqual([416, '', 'bytes */10'])
    for (const odd of ['bytes=4-2', 'bytes=0-1,4-5', 'lines=1-2', 'bytes=a-b', 'bytes=-']) {
      expect(await part(odd)).toEqual([200, '0123456789', undefined])
    }
    const etag = String((await ask(url)).headers.etag)
    expect(await part('bytes=2-4', { 'if-range': etag })).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await part('bytes=2-4', { 'if-range': '"other"' })).toEqual([200, '0123456789', undefined])
    expect((await ask(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    put('ten.bin', 'abcdefghijk')
    expect(await part('bytes=2-4', { 'if-range': etag })).toEqual([200, 'abcdefghijk', undefined])
    expect((await ask(url, { headers: { 'if-none-match': etag } })).status).toBe(200)
    put('empty', '')
    const empty = await ask((await lab.make('empty')).url)
    expect([empty.status, empty.text, empty.headers['content-length']]).toEqual([200, '', '0'])
  })

  it('reports that the file was deleted', async () => {
    put('a.txt', 'x')
    const { url } = await lab.make('a.txt')
    rmSync(join(lab.files, 'a.txt'))
    expect(await ask(url)).toMatchObject({ status: 404, text: expect.stringContaining('no longer exists') as string })
  })
})

const odd = [
  '<b>&"\'.txt',
  'a:b.txt',
  'ünïcode 名.txt',
  '100%.txt',
  '%2e%2e',
  'q?a=b#c',
  'back\\slash',
  ' space ',
  'new\nline',
  '#',
]

describe('a linked folder', () => {
  it('is a page with escaped names, each linking to its file', async () => {
    for (const name of odd) put(`open/${name}`, `in ${name}`)
    put('open/sub folder/deep.txt', 'deep')
    const { url } = await lab.make('open')
    const { status, text, headers } = await ask(url)
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(text).not.toMatch(/<b>|<script/)
    const addresses = [...text.matchAll(/href="(\.\/[^"]*)"/g)].map(
      ([, address = '']) =>
        new URL(
          address.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))),
          url,
        ).href,
    )
    expect(addresses).toHaveLength(odd.length + 1)
    const texts = await Promise.all(addresses.map(async (address) => (await ask(address)).text))
    expect(texts.filter((each) => each.startsWith('in ')).toSorted()).toEqual(
      odd.map((name) => `in ${name}`).toSorted(),
    )
    const inner = addresses.find((address) => address.endsWith('/sub%20folder/')) ?? ''
    expect((await ask(inner)).text).toContain('./deep.txt')
    expect((await ask(`${inner}deep.txt`)).text).toBe('deep')
    const bare = await ask(url.replace(/\/$/, ''))
    expect([bare.status, new URL(bare.headers.location ?? '', url.replace(/\/$/, '')).href]).toEqual([301, url])
    expect((await ask((await lab.make('open/sub folder')).url)).text).toContain('<h1>sub folder</h1>')
  })

  it('is a zip that another program extracts to the same files', async () => {
    const plain = odd.filter((name) => !name.includes('\\') && !name.includes('\n'))
    for (const name of plain) put(`open/${name}`, `in ${name}`)
    put('open/sub/deep/er.bin', Buffer.alloc(3_000_000, 'abc'))
    mkdirSync(join(lab.files, 'open/empty'))
    const { url } = await lab.make('open')
    const answer = await fetch(`${url}?zip`)
    expect(answer.headers.get('content-disposition')).toContain('filename="open.zip"')
    const folder = mkdtempSync(join(tmpdir(), 'portolan-unzip-'))
    try {
      writeFileSync(join(folder, 'all.zip'), Buffer.from(await answer.arrayBuffer()))
      const unzip =
        'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])'
      execFileSync('python3', ['-c', unzip, join(folder, 'all.zip'), join(folder, 'out')])
      execFileSync('diff', ['-r', join(lab.files, 'open'), join(folder, 'out')])
    } finally {
      rmSync(folder, { recursive: true })
    }
    const sub = Buffer.from(await (await fetch(`${url}sub/?zip`)).arrayBuffer())
    expect(sub.includes('deep/er.bin')).toBe(true)
  })

  it('lists at most 5,000 entries, and still serves the others', async () => {
    mkdirSync(join(lab.files, 'many'))
    for (let number = 0; number < 5005; number += 1) writeFileSync(join(lab.files, `many/${number}`), '')
    const { url } = await lab.make('many')
    const { text } = await ask(url)
    expect(text.match(/<li>/g)).toHaveLength(5000)
    expect(text).toContain('Only 5,000')
    expect((await ask(`${url}5004`)).status).toBe(200)
  })
})

describe('several shared files', () => {
  it('are one page and one zip, without other files', async () => {
    put('one/a.txt', 'a of one')
    put('two/a.txt', 'a of two')
    put('two/b/c.txt', 'c')
    put('two/other.txt', 'SECRET')
    const { url } = await lab.make('one/a.txt', { also: ['two/a.txt', 'two/b'] })
    const { text } = await ask(url)
    for (const name of ['./a.txt', './a%20(2).txt', './b/']) expect(text).toContain(`href="${name}"`)
    expect((await ask(`${url}a%20(2).txt`)).text).toBe('a of two')
    expect((await ask(`${url}b/c.txt`)).text).toBe('c')
    for (const path of ['other.txt', 'two/other.txt', 'b/../other.txt', 'one/a.txt']) {
      expect((await ask(url, { path: new URL(url).pathname + path })).status).toBe(404)
    }
    const zip = Buffer.from(await (await fetch(`${url}?zip`)).arrayBuffer())
    for (const part of ['a of one', 'a of two', 'b/c.txt']) expect(zip.includes(part)).toBe(true)
    expect(zip.includes('SECRET')).toBe(false)
  })
})

describe('the shelf', () => {
  it('is shared like a folder', async () => {
    const { backend } = await lab.mounts.open('shelf', { signal: new AbortController().signal })
    const body = new Blob(['kept']).stream() as ReadableStream<Uint8Array>
    await backend.write('kept.txt', body, { ifExists: 'fail', signal: new AbortController().signal })
    const { url } = await lab.make('kept.txt', { mount: 'shelf' })
    expect((await ask(url)).text).toBe('kept')
    const inbox = await lab.make('', { mount: 'shelf', method: 'put' })
    expect((await ask(`${inbox.url}sent.txt`, { method: 'PUT', body: 'sent' })).text).toBe('Stored as sent.txt\n')
    expect(readFileSync(join(lab.base, 'shelf/sent.txt'), 'utf8')).toBe('sent')
  })
})

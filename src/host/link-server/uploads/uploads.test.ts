import { execFile, spawn } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import serverPath from '../testing/serve-inbox.ts?modulePath'
import { ask, type LinkLab, openLinkLab } from '../testing/link-lab.test-support.ts'

// Asynchronous, because the server runs in this process too.
const curl = promisify(execFile)

let lab: LinkLab
beforeEach(async () => {
  lab = await openLinkLab()
  mkdirSync(join(lab.files, 'inbox'))
})
afterEach(() => lab.close())

const there = () => readdirSync(join(lab.files, 'inbox')).toSorted()
const textOf = (name: string) => readFileSync(join(lab.files, 'inbox', name), 'utf8')
const put = (url: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  ask(url, { method: 'PUT', body, headers })

/** Sends only a part of the announced bytes. */
function beginUpload(url: string): Socket {
  const { hostname, port, pathname, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  socket.write(`PUT ${pathname} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 1000000\r\n\r\n${'x'.repeat(200_000)}`)
  return socket
}

/** Serves the same inbox in another process, which is killed while it receives a file. */
async function killedServer(): Promise<string> {
  const home = join(lab.base, 'other')
  const child = spawn(process.execPath, [serverPath, home, lab.files], { stdio: ['ignore', 'pipe', 'inherit'] })
  const over = once(child, 'close')
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const url = line.toString().trim()
  const socket = beginUpload(`${url}half.bin`)
  await expect.poll(() => there().length, { timeout: 20_000 }).toBeGreaterThan(0)
  child.kill('SIGKILL')
  await over
  socket.destroy()
  return url
}

function form(url: string, files: readonly (readonly [name: string, text: string])[]) {
  const parts = files.map(
    ([name, text]) =>
      `--xyz\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/plain\r\n\r\n${text}\r\n`,
  )
  const headers = { 'content-type': 'multipart/form-data; boundary=xyz' }
  return ask(url, { method: 'POST', headers, body: `${parts.join('')}--xyz--\r\n` })
}

describe('uploads into a folder', () => {
  it('are accepted from curl and from the form of the page', async () => {
    const { url } = await lab.make('inbox', { method: 'put' })
    writeFileSync(join(lab.base, 'scan (1).tiff'), 'scanned')
    await curl('curl', ['-sSfT', join(lab.base, 'scan (1).tiff'), '-g', url])
    await curl('curl', ['-sSf', '-F', `file=@${join(lab.base, 'scan (1).tiff')};filename=ünï.tiff`, url])
    const page = await ask(url)
    expect(page.text).toMatch(/<form method="post" enctype="multipart\/form-data">.*type="file"/s)
    expect(there()).toEqual(['scan (1).tiff', 'ünï.tiff'])
    const sent = await form(url, [
      ['a.txt', 'a'],
      ['b <i>.txt', 'b'],
    ])
    expect(sent.status).toBe(200)
    expect(sent.text).not.toContain('<i>')
    expect([textOf('a.txt'), textOf('b <i>.txt')]).toEqual(['a', 'b'])
    expect((await form(url, [['', '']])).status).toBe(400)
  })

  it('replace nothing, even if many are sent at once', async () => {
    writeFileSync(join(lab.files, 'inbox/a.txt'), 'mine')
    const { url } = await lab.make('inbox', { method: 'put' })
    const sent = await Promise.all(Array.from({ length: 8 }, (_, at) => put(`${url}a.txt`, `upload ${at}`)))
    expect(new Set(sent.map(({ status }) => status))).toEqual(new Set([201]))
    expect(textOf('a.txt')).toBe('mine')
    expect(there()).toHaveLength(9)
    expect(new Set(there().map(textOf)).size).toBe(9)
  })

  it('have plain names in the folder itself, and others are refused', async () => {
    const { url } = await lab.make('inbox', { method: 'put' })
    const path = (name: string) => new URL(url).pathname + name
    const asPut = (name: string) => ask(url, { method: 'PUT', body: 'x', path: path(name) })
    const refused = [
      '..%2fx',
      '../x',
      '..',
      '%2e%2e',
      '.bashrc',
      '.portolan',
      'sub/x',
      'a%00b',
      'new%0aline',
      '%ff',
      'x'.repeat(300),
    ]
    for (const name of [...refused, '']) {
      const { status } = await asPut(name)
      expect([name, [400, 404].includes(status)]).toEqual([name, true])
    }
    for (const name of ['../x', '..\\\\y', '/etc/passwd']) expect((await form(url, [[name, name]])).status).toBe(200)
    for (const name of ['..', '.hidden', 'sub/..', '../.ssh']) expect((await form(url, [[name, 'x']])).status).toBe(400)
    expect(there()).toEqual(['passwd', 'x', 'y'])
    expect(readdirSync(lab.files)).toEqual(['inbox'])
  })

  it('above the size limit leave nothing behind', async () => {
    const { url } = await lab.make('inbox', { method: 'put', mostBytes: 100_000 })
    const large = Buffer.alloc(100_001)
    expect((await put(`${url}told.bin`, large)).status).toBe(413)
    const chunked = await put(`${url}untold.bin`, large, { 'transfer-encoding': 'chunked' })
    expect([chunked.status, chunked.text.includes('larger')]).toEqual([413, true])
    expect((await form(url, [['form.bin', large.toString('latin1')]])).status).toBe(413)
    expect(there()).toEqual([])
    expect((await put(`${url}fits.bin`, large.subarray(1))).status).toBe(201)
    expect((await ask(url)).text).toContain('100 KB')
  })

  it('that are interrupted leave nothing behind', async () => {
    const { url } = await lab.make('inbox', { method: 'put' })
    const socket = beginUpload(`${url}half.bin`)
    await expect.poll(() => there().length, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(there()).not.toContain('half.bin')
    socket.destroy()
    await expect.poll(there, { timeout: 20_000 }).toEqual([])
  })

  it('leave no visible file when the server is killed, and can be repeated', async () => {
    const url = await killedServer()
    expect(there().filter((name) => !name.startsWith('.portolan-'))).toEqual([])
    const { url: again } = await lab.make('inbox', { method: 'put' })
    expect(new URL(again).port).not.toBe(new URL(url).port)
    expect((await put(`${again}half.bin`, 'whole')).status).toBe(201)
    expect(textOf('half.bin')).toBe('whole')
  })

  it('are counted and end with the link', async () => {
    const { url } = await lab.make('inbox', { method: 'put', mostUses: 2 })
    const sent = await Promise.all(Array.from({ length: 6 }, (_, at) => put(`${url}${at}.txt`, 'x')))
    expect(sent.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      201, 201, 410, 410, 410, 410,
    ])
    expect(there()).toHaveLength(2)
  })

  it('report that the folder cannot be written', async (context) => {
    context.skip(process.geteuid?.() === 0, 'root may write anywhere')
    const { url } = await lab.make('inbox', { method: 'put' })
    chmodSync(join(lab.files, 'inbox'), 0o500)
    expect((await put(`${url}a`, 'x')).status).toBe(500)
    chmodSync(join(lab.files, 'inbox'), 0o700)
  })
})

describe('an upload to one name', () => {
  it('gets that name, or a numbered one beside it', async () => {
    const { url } = await lab.make('inbox/scan.tiff', { method: 'put' })
    expect((await put(url, 'one')).text).toBe('Stored as scan.tiff\n')
    expect((await put(url, 'two')).text).toBe('Stored as scan (2).tiff\n')
    expect((await form(url, [['evil.exe', 'three']])).status).toBe(200)
    expect(there().map(textOf)).toEqual(['two', 'three', 'one'])
  })

  it('is refused if the folder does not exist', async () => {
    await expect(lab.make('nowhere/scan.tiff', { method: 'put' })).rejects.toThrow(/does not exist/)
    await expect(lab.make('nowhere.txt')).rejects.toThrow(/Nothing was found/)
  })
})

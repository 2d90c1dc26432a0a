import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { archiveMountName } from '../contract/archive-mount.ts'
import { virtualLocation } from '../contract/virtual-mount.ts'
import { failureOf } from '../contract/failure.ts'
import { connectInProcess } from '../host/connect-in-process.ts'
import { createHost } from '../host/create-host.ts'
import type { Host } from '../host/host.ts'
import { contentDisposition } from '../host/http/content-disposition.ts'
import { sendDownload } from './download.ts'
import { type Serving, startServe } from './start-serve.ts'

let folder: string
let host: Host
let serving: Serving
let cookie: string
let windows: number[]

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  folder = mkdtempSync(join(tmpdir(), 'portolan-download-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<title>window</title>')
  const places = { configFolder: join(folder, 'conf'), dataFolder: join(folder, 'data'), homeFolder: folder }
  host = await createHost({ version: '0.0.0', env: {}, ...places, servesDownloads: true })
  windows = []
  serving = await startServe({
    host,
    rendererFolder: join(folder, 'page'),
    keyFile: join(folder, 'key'),
    onWindows: (count) => windows.push(count),
  })
  const { pathname, search } = new URL(serving.url)
  const opened = await ask(pathname + search, {})
  opened.resume()
  cookie = opened.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
})

afterEach(async () => {
  vi.useRealTimers()
  await serving.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(path: string, headers: Record<string, string> = { cookie }): Promise<IncomingMessage> {
  const asking = get({ host: '127.0.0.1', port: serving.port, path, headers })
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  return response
}

async function ticketFor(path: string, more: { readonly as?: string } = {}): Promise<string> {
  const connection = connectInProcess(host)
  try {
    return (await connection.client.files.download({ location: { mount: 'Home', path }, ...more })).ticket
  } finally {
    connection.close()
  }
}

async function bodyOf(response: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('a ticket serves a file once, as a download', async () => {
  const bytes = randomBytes(3_000_000)
  writeFileSync(join(folder, 'page.html'), bytes)
  const ticket = await ticketFor('page.html')
  const response = await ask(`/download/${ticket}`)
  expect(response.statusCode).toBe(200)
  expect(response.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    'content-length': '3000000',
    'cache-control': 'no-store',
  })
  const sum = (given: Buffer) => createHash('sha256').update(given).digest('hex')
  expect(sum(await bodyOf(response))).toBe(sum(bytes))
  const again = await ask(`/download/${ticket}`)
  expect(again.statusCode).toBe(404)
  again.resume()
})

test('serves joined files as one file', async () => {
  writeFileSync(join(folder, 'a'), 'first ')
  writeFileSync(join(folder, 'b'), 'second')
  const parts = ['a', 'b'].map((path) => ({ mount: 'Home', path }))
  const location = virtualLocation({ kind: 'joined', name: 'all.txt', parts }) ?? { mount: '', path: '' }
  const connection = connectInProcess(host)
  const { ticket } = await connection.client.files.download({ location })
  connection.close()
  const response = await ask(`/download/${ticket}`)
  expect(response.headers).toMatchObject({ 'content-length': '12' })
  expect(response.headers['content-disposition']).toContain('filename="all.txt"')
  expect((await bodyOf(response)).toString()).toBe('first second')
})

test('serves folders and files as one zip, and aborts if one cannot be read', async () => {
  mkdirSync(join(folder, 'trip', 'deep'), { recursive: true })
  writeFileSync(join(folder, 'trip', 'deep', 'a.txt'), 'A')
  writeFileSync(join(folder, 'b.txt'), 'B')
  const connection = connectInProcess(host)
  const zipped = async (...paths: string[]) => {
    const locations = paths.map((path) => ({ mount: 'Home', path }))
    const { ticket } = await connection.client.archives.download({ locations, as: 'trip.zip' })
    return ask(`/download/${ticket}`)
  }
  try {
    const response = await zipped('trip', 'b.txt')
    expect(response.headers['content-disposition']).toContain('"trip.zip"')
    writeFileSync(join(folder, 'got.zip'), await bodyOf(response))
    const mount = archiveMountName({ mount: 'Home', path: 'got.zip' })
    const read = async (path: string) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of connection.client.files.read({ location: { mount, path } })) chunks.push(chunk)
      return Buffer.concat(chunks).toString()
    }
    expect([await read('trip/deep/a.txt'), await read('b.txt')]).toEqual(['A', 'B'])
    expect(failureOf(await zipped('nothing').catch((error: unknown) => error)).kind).toBe('not-found')
    symlinkSync('/nowhere', join(folder, 'trip', 'link'))
    await expect(zipped('trip').then(bodyOf)).rejects.toThrow()
  } finally {
    connection.close()
  }
})

test('serves an empty file', async () => {
  writeFileSync(join(folder, 'empty'), '')
  const response = await ask(`/download/${await ticketFor('empty', { as: 'other.txt' })}`)
  expect(response.headers).toMatchObject({ 'content-length': '0' })
  expect(response.headers['content-disposition']).toContain('"other.txt"')
  expect(await bodyOf(response)).toHaveLength(0)
})

test('a ticket is invalid without the session, or after a minute', async () => {
  writeFileSync(join(folder, 'file'), 'F')
  const ticket = await ticketFor('file')
  for (const headers of [{}, { cookie: 'portolan=1' }]) {
    const stranger = await ask(`/download/${ticket}`, headers)
    expect(stranger.statusCode).toBe(401)
    stranger.resume()
  }
  vi.setSystemTime(Date.now() + 61_000)
  const late = await ask(`/download/${ticket}`)
  expect(late.statusCode).toBe(404)
  late.resume()
})

test('refuses a folder and a missing file, with a message', async () => {
  mkdirSync(join(folder, 'sub'))
  const failure = failureOf(await ticketFor('sub').catch((error: unknown) => error))
  expect(failure).toMatchObject({ kind: 'not-a-file', message: expect.stringContaining('folder') as string })
  expect(failureOf(await ticketFor('no').catch((error: unknown) => error)).kind).toBe('not-found')
})

test('a browser that disconnects ends the read, and an active download counts as a window', async () => {
  writeFileSync(join(folder, 'large'), '')
  truncateSync(join(folder, 'large'), 2_000_000_000)
  const before = windows.length
  const response = await ask(`/download/${await ticketFor('large')}`)
  await once(response, 'readable')
  expect(windows.slice(before)).toEqual([1])
  response.destroy()
  await vi.waitFor(() => expect(windows.slice(before)).toEqual([1, 0]))
})

test('aborts a response whose length differs from the announced one', async () => {
  const parts = async function* () {
    yield Buffer.from('half')
  }
  const server = createServer((_, response) => {
    void sendDownload(response, { name: 'x', open: async () => ({ sizeBytes: 8, bytes: parts() }) })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const fetched = fetch(`http://127.0.0.1:${port}/`).then((response) => response.arrayBuffer())
  await expect(fetched).rejects.toThrow(/fetch failed|terminated/)
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

test('encodes any name in the header, including quotes and line breaks', () => {
  expect(contentDisposition('a "b"\r\nX: 1\\é.txt')).toBe(
    `attachment; filename="a _b___X: 1__.txt"; filename*=UTF-8''a%20%22b%22%0D%0AX%3A%201%5C%C3%A9.txt`,
  )
  expect(contentDisposition('名前')).toBe(`attachment; filename="__"; filename*=UTF-8''%E5%90%8D%E5%89%8D`)
  expect(contentDisposition("it's 100%.txt")).toContain(`''it%27s%20100%25.txt`)
})

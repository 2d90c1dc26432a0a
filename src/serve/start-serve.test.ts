import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { contract } from '../contract/contract.ts'
import { createHost } from '../host/create-host.ts'
import type { Host } from '../host/host.ts'
import { streamCallsOf } from '../lib/call-shape.ts'
import { createConnection } from '../rpc/client.ts'
import { createSocketChannel } from '../rpc/transports/websocket.ts'
import { type Serving, startServe } from './start-serve.ts'

let folder: string
let host: Host
let serving: Serving
let links: string[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-serve-'))
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'page', 'index.html'), '<title>window</title>')
  writeFileSync(join(folder, 'page', 'assets', 'main-1a2b.js'), 'void 0')
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  links = []
  const places = { configFolder: join(folder, 'home'), dataFolder: join(folder, 'home', 'data'), homeFolder: folder }
  host = await createHost({ version: '0.0.0', env: {}, ...places })
  await start()
})

afterEach(async () => {
  await serving.close()
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

async function start(port = 0) {
  serving = await startServe({
    host,
    port,
    rendererFolder: join(folder, 'page'),
    keyFile: join(folder, 'home', 'state', 'serve-key'),
    onLinkUsed: (url) => links.push(url),
  })
}

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: serving.port, path, headers, method }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
    })
    asking.on('error', reject)
    asking.end()
  })
}

async function signIn(url = serving.url): Promise<string> {
  const { pathname, search } = new URL(url)
  const answer = await ask(pathname + search)
  return (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? ''
}

function openSocket(headers: Record<string, string>, protocol = 'portolan.1'): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${serving.port}/rpc`, protocol, { headers })
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket))
    socket.once('error', reject)
  })
}

const origin = () => `http://127.0.0.1:${serving.port}`

describe('sign-in', () => {
  test('a sign-in link works once, and sets a strict cookie that scripts cannot read', async () => {
    const { pathname, search } = new URL(serving.url)
    const first = await ask(pathname + search)
    expect(first.status).toBe(200)
    expect(first.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/)
    expect((await ask(pathname + search)).status).toBe(403)
    expect(links).toHaveLength(1)
    expect(await signIn(links[0])).not.toBe('')
  })

  test('serves the window with a session, and nothing without one', async () => {
    expect((await ask('/')).status).toBe(401)
    expect((await ask('/assets/main-1a2b.js')).status).toBe(401)
    expect((await ask('/session')).status).toBe(401)
    const cookie = await signIn()
    const page = await ask('/', { cookie })
    expect(page).toMatchObject({ status: 200, body: '<title>window</title>' })
    expect(page.headers['content-security-policy']).toContain("default-src 'none'")
    expect((await ask('/session', { cookie })).status).toBe(204)
  })

  test('refuses a session with a changed expiry or signature', async () => {
    const cookie = await signIn()
    expect((await ask('/', { cookie: cookie.replace(/=1\.\d/, '=1.9') })).status).toBe(401)
    expect((await ask('/', { cookie: `${cookie.slice(0, -3)}AAA` })).status).toBe(401)
    expect((await ask('/', { cookie: `portolan-${serving.port}=` })).status).toBe(401)
  })

  test('a session stays valid after a restart on the same port', async () => {
    const cookie = await signIn()
    const { port } = serving
    await serving.close()
    await start(port)
    expect((await ask('/', { cookie })).status).toBe(200)
    expect(statSync(join(folder, 'home', 'state', 'serve-key')).mode & 0o077).toBe(0)
  })
})

describe('strangers', () => {
  test('refuses a foreign host name (DNS rebinding)', async () => {
    const cookie = await signIn()
    expect((await ask('/', { cookie, host: `evil.example:${serving.port}` })).status).toBe(421)
    expect((await ask('/', { cookie, host: `localhost:${serving.port}` })).status).toBe(200)
    const headers = { cookie, origin: `http://evil.example:${serving.port}`, host: `evil.example:${serving.port}` }
    await expect(openSocket(headers)).rejects.toThrow('421')
  })

  test('another site can neither embed nor call the server, even with its cookie', async () => {
    const cookie = await signIn()
    const embed = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }
    expect((await ask('/', embed)).status).toBe(403)
    await expect(openSocket({ cookie, origin: 'http://evil.example' })).rejects.toThrow('403')
    await expect(openSocket({ cookie })).rejects.toThrow('403')
    await expect(openSocket({ origin: origin() })).rejects.toThrow('401')
    await expect(openSocket({ cookie, origin: origin() }, 'other')).rejects.toThrow('400')
  })

  test('refuses methods other than GET and HEAD', async () => {
    const cookie = await signIn()
    expect((await ask('/', { cookie }, 'POST')).status).toBe(405)
  })

  test('no path leads out of the folder of the built window', async () => {
    const cookie = await signIn()
    const paths = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/assets/../../secret.txt',
      '/..%2fsecret.txt',
      '//secret.txt',
    ]
    for (const path of [...paths, '/assets/%00', '/%E0%A4%A', '/assets']) {
      expect((await ask(path, { cookie })).status, path).toBe(404)
    }
  })

  test('invalid data on a connection ends only that connection', async () => {
    const socket = await openSocket({ cookie: await signIn(), origin: origin() })
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.send(Buffer.from([1, 2, 3]))
    await closed
    const raw = connect(serving.port, '127.0.0.1')
    raw.on('error', () => {})
    raw.end('NOT HTTP\r\n\r\n')
    expect((await ask('/session')).status).toBe(401)
  })
})

test('a window lists a folder over the connection', async () => {
  const socket = await openSocket({ cookie: await signIn(), origin: origin() })
  const connection = createConnection<typeof contract>(streamCallsOf(contract), createSocketChannel(socket))
  const names: string[] = []
  for await (const page of connection.client.listing.list({ location: { mount: 'Home', path: '' } })) {
    names.push(new TextDecoder().decode(page.names))
  }
  expect(names.join('')).toContain('secret.txt')
  connection.close()
})

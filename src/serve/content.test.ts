import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { failureOf } from '../contract/failure.ts'
import { connectInProcess } from '../host/connect-in-process.ts'
import { createHost } from '../host/create-host.ts'
import type { Host } from '../host/host.ts'
import { playedType } from '../host/http/content-answer.ts'
import { type Serving, startServe } from './start-serve.ts'

let folder: string
let host: Host
let serving: Serving
let cookie: string

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  folder = mkdtempSync(join(tmpdir(), 'portolan-content-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page', 'index.html'), '<title>window</title>')
  const places = { configFolder: join(folder, 'conf'), dataFolder: join(folder, 'data'), homeFolder: folder }
  host = await createHost({ version: '0.0.0', env: {}, ...places, servesDownloads: true })
  serving = await startServe({ host, rendererFolder: join(folder, 'page'), keyFile: join(folder, 'key') })
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

async function addressOf(path: string): Promise<string> {
  const connection = connectInProcess(host)
  try {
    return `/content/${(await connection.client.files.serve({ location: { mount: 'Home', path } })).ticket}`
  } finally {
    connection.close()
  }
}

async function bodyOf(response: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

const part = async (path: string, range: string) => ask(path, { cookie, range })

test('serves any range of a file repeatedly, and never as a page', async () => {
  writeFileSync(join(folder, 'song.wav'), '0123456789')
  const address = await addressOf('song.wav')
  const whole = await ask(address)
  expect(whole.statusCode).toBe(200)
  expect(whole.headers).toMatchObject({
    'content-type': 'audio/wav',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'accept-ranges': 'bytes',
    'content-length': '10',
  })
  expect(await bodyOf(whole)).toBe('0123456789')
  const middle = await part(address, 'bytes=3-5')
  expect(middle.statusCode).toBe(206)
  expect(middle.headers['content-range']).toBe('bytes 3-5/10')
  expect(await bodyOf(middle)).toBe('345')
  expect(await bodyOf(await part(address, 'bytes=-2'))).toBe('89')
  const beyond = await part(address, 'bytes=10-')
  expect([beyond.statusCode, beyond.headers['content-range']]).toEqual([416, 'bytes */10'])
  beyond.resume()
})

test('keeps the type of audio and video only', () => {
  expect(playedType('a.mp4')).toBe('video/mp4')
  for (const name of ['a.html', 'a.svg', 'a.pdf', 'a.js', 'a', 'a.xhtml']) {
    expect(playedType(name)).toBe('application/octet-stream')
  }
})

test('serves the end of a very large file at once', async () => {
  writeFileSync(join(folder, 'large.mp4'), '')
  truncateSync(join(folder, 'large.mp4'), 20_000_000_000)
  const response = await part(await addressOf('large.mp4'), 'bytes=19999999996-')
  expect(response.headers['content-range']).toBe('bytes 19999999996-19999999999/20000000000')
  expect(await bodyOf(response)).toBe('\0\0\0\0')
})

test('never mixes ranges of two states: a changed file is no longer served', async () => {
  writeFileSync(join(folder, 'film.mp4'), 'first')
  const address = await addressOf('film.mp4')
  writeFileSync(join(folder, 'film.mp4'), 'other')
  utimesSync(join(folder, 'film.mp4'), 1, 1)
  const changed = await part(address, 'bytes=0-1')
  expect(changed.statusCode).toBe(502)
  changed.resume()
})

test('an address is invalid without the session, or after an hour without use', async () => {
  writeFileSync(join(folder, 'film.mp4'), 'film')
  const address = await addressOf('film.mp4')
  const stranger = await ask(address, {})
  expect(stranger.statusCode).toBe(401)
  stranger.resume()
  for (const minutes of [50, 50]) {
    vi.setSystemTime(Date.now() + minutes * 60_000)
    expect(await bodyOf(await ask(address))).toBe('film')
  }
  vi.setSystemTime(Date.now() + 61 * 60_000)
  const late = await ask(address)
  expect(late.statusCode).toBe(404)
  late.resume()
})

test('refuses an address for a folder or a missing file', async () => {
  mkdirSync(join(folder, 'sub'))
  expect(failureOf(await addressOf('sub').catch((error: unknown) => error)).kind).toBe('not-a-file')
  expect(failureOf(await addressOf('no').catch((error: unknown) => error)).kind).toBe('not-found')
})

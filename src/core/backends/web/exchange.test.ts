import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { createAgents } from '../patient-agents.ts'
import { beginningOf, exchange } from './exchange.ts'

const { signal } = new AbortController()
/** Longer than the pause between two chunks on a busy computer. */
const idleMs = 700
const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
})

async function serving(answer: RequestListener) {
  const server: Server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const agents = createAgents({ connectMs: 10_000, idleMs })
  cleanUps.push(
    () => server.close(),
    () => server.closeAllConnections(),
    () => agents.close(),
  )
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    send: (more: { readonly path?: string; readonly method?: string; readonly body?: Readable } = {}) =>
      exchange({ origin, path: '/', method: 'GET', headers: {}, signal, ...more }, agents),
  }
}

async function readSlowly(body: Readable, beforeMs: number): Promise<number> {
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    if (bytes === 0) await pause(beforeMs)
    bytes += chunk.length
  }
  return bytes
}

describe('an exchange with a web server', () => {
  it.each([16, 100, 1000])(
    'gives a slow reader all %i kB of a server that closes the connection',
    async (kilobytes) => {
      const bytes = Buffer.alloc(kilobytes * 1000, 7)
      const { send } = await serving((_, response) => {
        response.writeHead(200, { 'content-length': bytes.length, connection: 'close' })
        response.end(bytes)
      })
      const { body } = await send()
      await pause(100)
      expect(await readSlowly(body, 30)).toBe(bytes.length)
    },
  )

  it('gives all bytes to a reader that pauses longer than the idle timeout', async () => {
    const bytes = Buffer.alloc(8_000_000, 7)
    const { send } = await serving((_, response) => void response.end(bytes))
    const { body } = await send()
    expect(await readSlowly(body, idleMs * 2)).toBe(bytes.length)
  })

  it('reports a server that falls silent during such a pause', async () => {
    const { send } = await serving((_, response) => {
      response.writeHead(200, { 'content-length': 8_000_000 })
      response.write(Buffer.alloc(4_000_000, 7))
    })
    const { body } = await send()
    await expect(readSlowly(body, idleMs * 2)).rejects.toMatchObject({ code: 'AnswerTimeout' })
  })

  it('sends the path unchanged', async () => {
    const { send } = await serving((request, response) => void response.end(request.url))
    const { body } = await send({ path: '/a/../b%2F./c?x=1' })
    expect(await beginningOf(body, 1000)).toBe('/a/../b%2F./c?x=1')
  })

  it('ends an upload that the server refuses early', async () => {
    const { send } = await serving((_, response) => void response.writeHead(507).end('full'))
    const source = Readable.from(
      (async function* () {
        for (;;) {
          await pause(5)
          yield Buffer.alloc(64_000)
        }
      })(),
      { objectMode: false },
    )
    const ended = new Promise((resolve) => source.once('close', resolve))
    const { status, body } = await send({ method: 'PUT', body: source })
    expect([status, await beginningOf(body, 1000)]).toEqual([507, 'full'])
    await ended
  })
})

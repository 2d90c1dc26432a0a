import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ask, type LinkLab, openLinkLab } from './testing/link-lab.test-support.ts'

const { signal } = new AbortController()
let lab: LinkLab
beforeEach(async () => {
  lab = await openLinkLab()
  writeFileSync(join(lab.files, 'a.txt'), 'a')
})
afterEach(() => lab.close())

it('is off until a link is created, then serves this computer only, until it is stopped', async () => {
  expect(await lab.handlers.server({}, { signal })).toEqual({ state: 'off', reach: 'loopback' })
  const { url } = await lab.make('a.txt')
  const { origin, port } = new URL(url)
  const on = { state: 'here', reach: 'loopback', address: '127.0.0.1', port: Number(port), url: origin }
  expect(await lab.handlers.server({}, { signal })).toEqual(on)
  expect(await lab.handlers.stopServer({}, { signal })).toMatchObject({ state: 'off', port: Number(port) })
  await expect(ask(url)).rejects.toThrow('ECONNREFUSED')
  expect(await lab.handlers.startServer({}, { signal })).toEqual(on)
  expect((await ask(url)).text).toBe('a')
})

it('listens on one network address on request, and reports which', async (context) => {
  const outer = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  const addresses = outer.filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address)
  context.skip(addresses.length === 0, 'this computer is in no network')
  const { url: before } = await lab.make('a.txt')
  const state = await lab.handlers.startServer({ reach: 'lan' }, { signal })
  expect(addresses).toContain(state.address)
  expect(state.url).toBe(`http://${state.address}:${state.port}`)
  await expect(ask(before)).rejects.toThrow('ECONNREFUSED')
  expect((await ask(before.replace('127.0.0.1', state.address ?? ''))).text).toBe('a')
  expect((await lab.make('a.txt')).url.startsWith(`${state.url}/l/`)).toBe(true)
})

it('refuses to start on a port that another program uses', async () => {
  const stranger = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
  await once(stranger, 'listening')
  const { port } = stranger.address() as AddressInfo
  try {
    await expect(lab.handlers.startServer({ port }, { signal })).rejects.toThrow(/Another program uses port/)
    expect(await lab.handlers.server({}, { signal })).toMatchObject({ state: 'off' })
  } finally {
    stranger.close()
  }
})

it('accepts the host name of a proxy while that is set', async () => {
  const baseUrl = 'https://files.example.org/p/'
  await lab.handlers.startServer({ baseUrl }, { signal })
  const { url } = await lab.make('a.txt')
  expect(url.startsWith('https://files.example.org/p/l/')).toBe(true)
  const { port } = await lab.handlers.server({}, { signal })
  const local = `http://127.0.0.1:${port}${new URL(url).pathname.slice(2)}`
  const headers = { host: 'files.example.org' }
  expect((await ask(local, { headers })).text).toBe('a')
  await lab.handlers.startServer({ baseUrl: null }, { signal })
  expect((await ask(local, { headers })).status).toBe(421)
  expect((await ask(local)).text).toBe('a')
})

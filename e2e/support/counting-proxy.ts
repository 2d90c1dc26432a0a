/**
 * A proxy to an HTTP server that records the requests. It forwards requests unchanged, so that their signatures stay
 * valid.
 */
import { once } from 'node:events'
import { createServer, request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface CountingProxy {
  /** The address to use in place of the server's. */
  readonly endpoint: string
  /** Returns the requests since the last call, as `METHOD /path?query`. */
  take(): readonly string[]
  close(): Promise<void>
}

export async function startCountingProxy(to: string): Promise<CountingProxy> {
  const { hostname, port, pathname } = new URL(to)
  let seen: string[] = []
  const server = createServer((request, response) => {
    const { method, url, headers } = request
    seen.push(`${method} ${url}`)
    const onward = sendRequest({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    request.pipe(onward)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname === '/' ? '' : pathname}`,
    take() {
      const taken = seen
      seen = []
      return taken
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

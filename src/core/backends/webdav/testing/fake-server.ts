/** A server with scripted responses for tests, for cases that a real one cannot be made to produce. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** `count`: the number of earlier requests. */
export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

export interface FakeServer {
  readonly url: string
  readonly port: number
  /** Each request, as `PROPFIND /dav/`. */
  readonly requests: readonly string[]
  close(): Promise<void>
}

export async function startFakeServer(answer: Answer): Promise<FakeServer> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    request.resume()
    answer(request, response, requests.length - 1)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    port,
    url: `http://127.0.0.1:${port}/dav/`,
    requests,
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

export function refusing(status: number, headers: Readonly<Record<string, string>> = {}, text = ''): Answer {
  return (_, response) => void response.writeHead(status, headers).end(text)
}

/** The properties of one resource, as XML text. */
export interface FakeResource {
  readonly href: string
  readonly isFolder?: boolean
  readonly props?: string
}

export function multistatus(...resources: readonly FakeResource[]): Answer {
  const responses = resources.map(
    ({ href, isFolder = false, props = '' }) =>
      `<x:response><x:href>${href}</x:href><x:propstat><x:prop><x:resourcetype>${isFolder ? '<x:collection/>' : ''}</x:resourcetype>${props}</x:prop><x:status>HTTP/1.1 200 OK</x:status></x:propstat>` +
      `<x:propstat><x:prop><x:getetag/></x:prop><x:status>HTTP/1.1 404 Not Found</x:status></x:propstat></x:response>`,
  )
  const xml = `<?xml version="1.0"?>\n<x:multistatus xmlns:x="DAV:">${responses.join('\n')}</x:multistatus>`
  return (_, response) => void response.writeHead(207, { 'content-type': 'text/xml' }).end(xml)
}

/** The common part of the stand-ins for GitHub and GitLab: a small web server with a table of routes. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface Asked {
  readonly url: URL
  /** The groups that the route's pattern matched, decoded. */
  readonly parts: readonly string[]
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

export interface Route {
  readonly pattern: RegExp
  readonly answer: (asked: Asked) => Promise<void>
}

export interface StandIn {
  readonly origin: string
  readonly requests: readonly IncomingMessage[]
  /** From now on, answers every request with this. */
  refuse(
    answer:
      | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message?: string }
      | undefined,
  ): void
  close(): Promise<void>
}

export async function startStandIn(routes: readonly Route[]): Promise<StandIn> {
  const requests: IncomingMessage[] = []
  let refusal: Parameters<StandIn['refuse']>[0]
  const server = createServer((request, response) => {
    requests.push(request)
    if (refusal) {
      response.writeHead(refusal.status, refusal.headers)
      response.end(JSON.stringify({ message: refusal.message ?? 'refused' }))
      return
    }
    const url = new URL(request.url ?? '', 'http://stand-in')
    for (const { pattern, answer } of routes) {
      const found = pattern.exec(url.pathname)
      if (!found || (request.method !== 'GET' && request.method !== 'HEAD')) continue
      const parts = found.slice(1).map(decodeURIComponent)
      answer({ url, parts, request, response }).catch((error: unknown) => {
        response.writeHead(500).end(String(error))
      })
      return
    }
    notFound(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    requests,
    refuse: (answer) => void (refusal = answer),
    async close() {
      server.closeAllConnections()
      await once(server.close(), 'close')
    },
  }
}

export function sendJson(
  response: ServerResponse,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', ...headers })
  response.end(JSON.stringify(body))
}

export function notFound(response: ServerResponse, message = 'Not Found'): void {
  response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ message }))
}

/** Returns the requested part of a list, and a function that reports that more follows. */
export function pageOf({ url, request }: Asked): {
  readonly skip: number
  readonly most: number
  readonly link: (isMore: boolean) => Readonly<Record<string, string>>
} {
  const page = Number(url.searchParams.get('page') ?? 1)
  const most = Number(url.searchParams.get('per_page') ?? 30)
  return {
    skip: (page - 1) * most,
    most,
    link(isMore) {
      if (!isMore) return {}
      const next = new URL(url)
      next.searchParams.set('page', String(page + 1))
      return { link: `<http://${request.headers.host}${next.pathname}${next.search}>; rel="next"` }
    },
  }
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

/** A server with scripted responses, for cases that a real service cannot be made to produce. */
export interface FakeService {
  readonly endpoint: string
  /** The received requests, as `METHOD /path?query`. */
  readonly requests: string[]
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

/**
 * Starts the server. Requests about versions, which opening a mount sends, do not reach `answer`: by default the server
 * keeps no versions.
 */
export async function startFakeService(
  answer: Answer,
  { onVersions = refusing(501, 'NotImplemented') }: { readonly onVersions?: Answer } = {},
): Promise<FakeService> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    if (request.method === 'GET' && /[?&](versioning|versions)=/.test(request.url ?? '')) {
      request.resume()
      return onVersions(request, response, 0)
    }
    requests.push(`${request.method} ${request.url}`)
    request.resume()
    answer(request, response, requests.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Returns an error as S3 services send it. */
export function refusing(status: number, code: string, headers: Record<string, string> = {}, inside = ''): Answer {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>as told</Message>${inside}</Error>`
  return (request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

/** Answers a listing request with an empty page. */
export const emptyListing: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/xml' })
  response.end('<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>')
}

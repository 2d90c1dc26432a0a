import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'

/** A server with scripted responses, for features that Azurite does not have or cases it cannot be made to produce. */
export interface FakeService {
  /** Has the account in its path, as with Azurite. */
  readonly endpoint: string
  /** The received requests, as `METHOD /path?query`, without the account. */
  readonly requests: string[]
  close(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse, count: number) => void

/** Starts the server. With `tls` it uses TLS with this certificate. */
export async function startFakeService(
  answer: Answer,
  { tls }: { readonly tls?: { readonly key: string; readonly cert: string } } = {},
): Promise<FakeService> {
  const requests: string[] = []
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    requests.push(`${request.method} ${request.url?.replace('/account', '')}`)
    request.resume()
    answer(request, response, requests.length)
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/account`,
    requests,
    close() {
      server.closeAllConnections()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** Returns an error as the service sends it. */
export function refusing(status: number, code: string, headers: Record<string, string> = {}, inside = ''): Answer {
  const body = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>as told</Message>${inside}</Error>`
  return (request, response) => {
    response.writeHead(status, { 'content-type': 'application/xml', 'x-ms-error-code': code, ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

/** Returns a page of a listing. https://learn.microsoft.com/rest/api/storageservices/list-blobs#response-body */
export function listing(rows = '', next = ''): Answer {
  return xml(
    `<EnumerationResults ServiceEndpoint="x" ContainerName="c"><Blobs>${rows}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`,
  )
}

export function xml(body: string, status = 200): Answer {
  return (_, response) => {
    response.writeHead(status, { 'content-type': 'application/xml' })
    response.end(`<?xml version="1.0" encoding="utf-8"?>${body}`)
  }
}

export function bare(status: number, headers: Record<string, string> = {}, body = ''): Answer {
  return (request, response) => {
    response.writeHead(status, headers)
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

/**
 * Returns the settings of the account. https://learn.microsoft.com/rest/api/storageservices/get-blob-service-properties
 */
export function settings({ softDelete }: { readonly softDelete: boolean }): Answer {
  const policy = `<Enabled>${softDelete}</Enabled>${softDelete ? '<Days>7</Days>' : ''}`
  return xml(
    `<StorageServiceProperties><DeleteRetentionPolicy>${policy}</DeleteRetentionPolicy></StorageServiceProperties>`,
  )
}

export function asksSettings({ url = '' }: IncomingMessage): boolean {
  return url.includes('restype=service')
}

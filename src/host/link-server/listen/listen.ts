import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StorageError } from '../../../contract/failure.ts'
import { said } from '../../../contract/sentences/said.ts'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

/** The time after which an unused connection is closed. */
const idleMs = 120_000
const mostConnections = 500

export async function listenForLinks(
  address: string,
  port: number,
  answer: (response: ServerResponse) => Promise<void>,
): Promise<Listening> {
  // An upload may take hours as long as data arrives.
  const http = createServer({ requestTimeout: 0, headersTimeout: 30_000 })
  http.setTimeout(idleMs)
  http.maxConnections = mostConnections
  const onRequest = (_: IncomingMessage, response: ServerResponse) => {
    // A broken connection is no failure of the server. Read failures are in the log of the mount.
    answer(response).catch(() => response.destroy())
  }
  http.on('request', onRequest)
  // A client that asks before it sends may be refused first.
  http.on('checkContinue', onRequest)
  await new Promise<void>((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'EADDRINUSE' ? taken(port) : error))
    http.listen(port, address, resolve)
  })
  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function taken(port: number): StorageError {
  return new StorageError({
    kind: 'exists',
    ...said('link.port-used', { port }),
    operation: 'links.startServer',
  })
}

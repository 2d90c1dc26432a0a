import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StorageError } from '../../../contract/failure.ts'

export interface Listening {
  readonly port: number
  close(): Promise<void>
}

/** Nobody may hold a line without using it. */
const idleMs = 120_000
const mostConnections = 500

export async function listenForLinks(
  address: string,
  port: number,
  answer: (response: ServerResponse) => Promise<void>,
): Promise<Listening> {
  // an upload may take hours, as long as it goes on
  const http = createServer({ requestTimeout: 0, headersTimeout: 30_000 })
  http.setTimeout(idleMs)
  http.maxConnections = mostConnections
  const onRequest = (_: IncomingMessage, response: ServerResponse) => {
    // a line that breaks is the receiver's affair; what could not be read is in the log of its mount
    answer(response).catch(() => response.destroy())
  }
  http.on('request', onRequest)
  // who asks whether to send may be refused before
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
    message: `Another program has port ${port}. Choose another port for links; links that were made before then need the new one in their address.`,
    operation: 'links.startServer',
  })
}

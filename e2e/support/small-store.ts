/** A store of one file that speaks just enough S3 to be listed, and can be taken away and brought back. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SmallStore {
  readonly endpoint: string
  /** As a computer does that is switched off. */
  stop(): Promise<void>
  /** On the same port as before. */
  start(): Promise<void>
}

const listing = `<?xml version="1.0"?><ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>harbour.txt</Key><Size>5</Size><LastModified>2026-11-01T10:00:00.000Z</LastModified></Contents>
</ListBucketResult>`

export async function startSmallStore(): Promise<SmallStore> {
  let server: Server | undefined
  let port = 0

  async function start() {
    server = createServer((request, response) => {
      request.resume()
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(request.method === 'GET' ? listing : undefined)
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  async function stop() {
    if (!server?.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  await start()
  return { endpoint: `http://127.0.0.1:${port}`, start, stop }
}

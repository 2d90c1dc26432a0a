/**
 * Stores that implement just enough of S3 to be listed: one with a single file, which can be stopped and started, and
 * one whose listing never ends.
 */
import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface SmallStore {
  readonly endpoint: string
  /** Stops the store, like a computer that is switched off. */
  stop(): Promise<void>
  /** Starts the store again on the same port. */
  start(): Promise<void>
  /** Delays all answers until the returned function is called. */
  hold(): () => void
}

const listing = `<?xml version="1.0"?><ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated>
<Contents><Key>harbour.txt</Key><Size>5</Size><LastModified>2026-11-01T10:00:00.000Z</LastModified></Contents>
</ListBucketResult>`

const noVersions = `<?xml version="1.0"?><VersioningConfiguration/>`

export async function startSmallStore(): Promise<SmallStore> {
  let server: Server | undefined
  let port = 0
  let held = Promise.resolve()

  async function start() {
    server = createServer((request, response) => {
      request.resume()
      void answer(request.url ?? '', request.method === 'GET', response)
    }).listen(port, '127.0.0.1')
    await once(server, 'listening')
    port = (server.address() as AddressInfo).port
  }
  async function answer(url: string, isRead: boolean, response: ServerResponse) {
    await held
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end(isRead ? (url.includes('versioning') ? noVersions : listing) : undefined)
  }
  async function stop() {
    if (!server?.listening) return
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }

  await start()
  function hold() {
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    return release
  }
  return { endpoint: `http://127.0.0.1:${port}`, start, stop, hold }
}

const pageKeys = 1000
const pageMs = 50

/** Each page of its listing takes a while, and another page always follows. */
export async function startEndlessStore(): Promise<Pick<SmallStore, 'endpoint' | 'stop'>> {
  const server = createServer((request, response) => {
    request.resume()
    const page = Number(new URL(request.url ?? '/', 'http://store').searchParams.get('continuation-token') ?? 0)
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'application/xml' })
      response.end(request.method === 'GET' ? endlessPage(page) : undefined)
    }, pageMs)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function endlessPage(page: number): string {
  const rows = Array.from({ length: pageKeys }, (_, at) => {
    const key = `file-${String(page * pageKeys + at).padStart(9, '0')}`
    return `<Contents><Key>${key}</Key><Size>5</Size><LastModified>2026-11-01T10:00:00.000Z</LastModified></Contents>`
  })
  const next = `<IsTruncated>true</IsTruncated><NextContinuationToken>${page + 1}</NextContinuationToken>`
  return `<?xml version="1.0"?><ListBucketResult><KeyCount>${pageKeys}</KeyCount>${next}${rows.join('')}</ListBucketResult>`
}

/**
 * The headless server: the same host and window over HTTP and a WebSocket. By default it is reachable only from this
 * computer.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { contract } from '../contract/contract.ts'
import type { Host } from '../host/host.ts'
import { serveChannel } from '../rpc/server.ts'
import { createSocketChannel } from '../rpc/transports/websocket.ts'
import { answer } from './answer.ts'
import { allowedHosts, cookieValue, isOurHost, isOurOrigin } from '../host/http/guard.ts'
import { createSessions, readSessionKey } from './session.ts'
import { readStaticFiles } from './static-files.ts'

export interface ServeOptions {
  readonly host: Host
  /** The folder of the built window. */
  readonly rendererFolder: string
  /** The file of the key that signs sessions. */
  readonly keyFile: string
  /** 0 takes a free port. */
  readonly port?: number
  readonly address?: string
  /** Additional names by which a browser may address this server. */
  readonly hostNames?: readonly string[]
  /** Called with a link for one more window, each time a link was used. */
  readonly onLinkUsed?: (nextUrl: string) => void
  /** Called with the number of connected windows after each change. A running download counts as one. */
  readonly onWindows?: (count: number) => void
  readonly onFault?: (error: unknown, method: string) => void
}

export interface Serving {
  /** Opens the window once. */
  readonly url: string
  readonly port: number
  close(): Promise<void>
}

const protocolName = 'portolan.1'
const pingEveryMs = 15_000
const maxFrameBytes = 64 * 1024 * 1024

export async function startServe(options: ServeOptions): Promise<Serving> {
  const address = options.address ?? '127.0.0.1'
  const files = await readStaticFiles(options.rendererFolder)
  const sessions = createSessions(await readSessionKey(options.keyFile))
  const http = createServer()
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port ?? 0, address, resolve)
  })
  const { port } = http.address() as AddressInfo
  const hosts = allowedHosts(address, port, options.hostNames ?? [])
  // Cookies are shared between ports, so the name contains the port.
  const cookieName = `portolan-${port}`
  const shownHost = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address
  const newUrl = () => {
    const name = shownHost.includes(':') ? `[${shownHost}]` : shownHost
    return `http://${name}:${port}/open?token=${sessions.newToken()}`
  }
  const onTokenUsed = () => options.onLinkUsed?.(newUrl())

  let downloads = 0
  const tellWindows = () => options.onWindows?.(sockets.clients.size + downloads)
  function onDownload(over: Promise<void>) {
    downloads += 1
    tellWindows()
    void over.finally(() => {
      downloads -= 1
      tellWindows()
    })
  }

  http.on('request', (request, response) =>
    answer(request, response, { hosts, sessions, cookieName, files, host: options.host, onDownload, onTokenUsed }),
  )

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxFrameBytes,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has(protocolName) ? protocolName : false),
  })
  http.on('upgrade', (request, socket, head) => {
    const refusal = refuseUpgrade(request)
    if (refusal) return refuse(socket, refusal)
    sockets.handleUpgrade(request, socket, head, (connection) => {
      let isAlive = true
      const ping = setInterval(() => {
        if (!isAlive) return connection.terminate()
        isAlive = false
        connection.ping()
      }, pingEveryMs)
      connection.on('pong', () => (isAlive = true))
      connection.on('close', () => {
        clearInterval(ping)
        tellWindows()
      })
      const channel = createSocketChannel(connection)
      serveChannel(contract, options.host.handlers, channel, options.onFault ? { onFault: options.onFault } : {})
      tellWindows()
    })
  })

  function refuseUpgrade(request: IncomingMessage): string | undefined {
    if (!isOurHost(request, hosts)) return '421 Misdirected Request'
    if (!isOurOrigin(request)) return '403 Forbidden'
    if (request.url !== '/rpc') return '404 Not Found'
    if (!sessions.isValid(cookieValue(request, cookieName))) return '401 Unauthorized'
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
    return offered.includes(protocolName) ? undefined : '400 Bad Request'
  }

  return {
    url: newUrl(),
    port,
    async close() {
      for (const connection of sockets.clients) connection.terminate()
      http.closeAllConnections()
      await new Promise<void>((resolve) => http.close(() => resolve()))
    },
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

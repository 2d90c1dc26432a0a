import { createPortChannel, portOfEventTarget } from '../rpc/transports/message-port.ts'
import { createSocketChannel } from '../rpc/transports/websocket.ts'
import type { Channel } from '../rpc/wire.ts'

/** The host does not accept this page, because its session is missing or has ended. A retry would not help. */
export class HostRefused extends Error {
  constructor() {
    super('The host does not accept this page.')
    this.name = 'HostRefused'
  }
}

/**
 * Opens a connection to the host that serves this page. Rejects with `HostRefused`, or with another error if the host
 * does not answer.
 */
export function dialHost(): Promise<Channel> {
  return desktopOfPage() ? dialPort() : dialSocket()
}

/** The interface that the desktop app gives its window. */
export interface DesktopOfPage {
  readonly pathOfFile: (file: File) => string
}

/** Returns that interface if this page is the window of the desktop app, where the preload script defines it. */
export function desktopOfPage(): DesktopOfPage | undefined {
  return (window as { readonly portolanDesktop?: DesktopOfPage }).portolanDesktop
}

const portTimeoutMs = 5000

/** Asks the preload script for a separate port to the host. */
function dialPort(): Promise<Channel> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      removeEventListener('message', onMessage)
      reject(new Error('The desktop app gave no port.'))
    }, portTimeoutMs)
    function onMessage(event: MessageEvent) {
      const [port] = event.ports
      if (event.source !== window || event.data !== 'portolan-port' || !port) return
      clearTimeout(timer)
      removeEventListener('message', onMessage)
      resolve(createPortChannel(portOfEventTarget(port)))
    }
    addEventListener('message', onMessage)
    postMessage('portolan-ready', '*')
  })
}

function dialSocket(): Promise<Channel> {
  const url = new URL('/rpc', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, 'portolan.1')
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(createSocketChannel(socket)), { once: true })
    socket.addEventListener('error', () => void explain().then(reject, reject), { once: true })
  })
}

/** A browser does not tell a page why a WebSocket failed; a request to the address of the session does. */
async function explain(): Promise<Error> {
  const answer = await fetch('/session', { cache: 'no-store' })
  return answer.status === 401 || answer.status === 403 ? new HostRefused() : new Error('The host did not answer.')
}

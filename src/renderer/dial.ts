import { createPortChannel, portOfEventTarget } from '../rpc/transports/message-port.ts'
import { createSocketChannel } from '../rpc/transports/websocket.ts'
import type { Channel } from '../rpc/wire.ts'

/** The host does not accept this page: its session is missing or has ended. Trying again won't help. */
export class HostRefused extends Error {
  constructor() {
    super('The host does not accept this page.')
    this.name = 'HostRefused'
  }
}

/** Opens a line to the host that serves this page. Fails with `HostRefused`, or because nobody answers. */
export function dialHost(): Promise<Channel> {
  return desktopOfPage() ? dialPort() : dialSocket()
}

/** What the desktop app gives its window. */
export interface DesktopOfPage {
  readonly pathOfFile: (file: File) => string
}

/** That of this page, if it is the window of the desktop app: its preload says so. */
export function desktopOfPage(): DesktopOfPage | undefined {
  return (window as { readonly portolanDesktop?: DesktopOfPage }).portolanDesktop
}

const portTimeoutMs = 5000

/** Asks the preload for a port of its own to the host. */
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

/** A browser does not tell a page why a WebSocket was not opened; the session's own address does. */
async function explain(): Promise<Error> {
  const answer = await fetch('/session', { cache: 'no-store' })
  return answer.status === 401 || answer.status === 403 ? new HostRefused() : new Error('The host did not answer.')
}

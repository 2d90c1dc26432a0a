/** HTTP agents whose connections have timeouts. */
import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { Duplex } from 'node:stream'
import type { Socket } from 'node:net'

/** How long to wait. The values suit a person who is waiting at a screen. */
export interface Patience {
  readonly connectMs: number
  /** The maximum time without a byte in either direction. */
  readonly idleMs: number
}

export const standardPatience: Patience = { connectMs: 8000, idleMs: 30_000 }

export interface Agents {
  of(url: string): HttpAgent
  close(): void
}

const standard = { keepAlive: true, maxSockets: 64 }

/** Creates agents. `ca` adds trusted certificates. */
export function createAgents({ connectMs, idleMs }: Patience, { ca }: { readonly ca?: string } = {}): Agents {
  function watched(socket: Duplex | null | undefined): Duplex | null | undefined {
    if (!socket) return socket
    const line = socket as Socket
    const impatience = setTimeout(() => line.destroy(timeout('ConnectTimeout')), connectMs)
    const settle = () => clearTimeout(impatience)
    line.once('connect', settle).once('secureConnect', settle).once('close', settle)
    let hasPaused = false
    line.on('timeout', () => {
      // A slow reader does not mean a silent server. After a pause the server gets its whole idle time again.
      const isReaders = line.isPaused() || hasPaused
      hasPaused = line.isPaused()
      if (isReaders) line.setTimeout(line.timeout ?? idleMs)
      else line.destroy(timeout('AnswerTimeout'))
    })
    return socket
  }
  class PatientHttpAgent extends HttpAgent {
    override createConnection(options: ClientRequestArgs, callback?: (error: Error | null, stream: Duplex) => void) {
      return watched(super.createConnection(options, callback))
    }
  }
  class PatientHttpsAgent extends HttpsAgent {
    override createConnection(options: ClientRequestArgs, callback?: (error: Error | null, stream: Duplex) => void) {
      return watched(super.createConnection(options, callback))
    }
  }
  const http = new PatientHttpAgent({ ...standard, timeout: idleMs })
  const https = new PatientHttpsAgent({ ...standard, timeout: idleMs, ...(ca !== undefined && { ca }) })
  return {
    of: (url) => (url.startsWith('https:') ? https : http),
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

function timeout(code: 'ConnectTimeout' | 'AnswerTimeout'): Error {
  return Object.assign(new Error('no answer in time'), { code })
}

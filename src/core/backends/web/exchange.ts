/**
 * Sends one request with Node's own HTTP client. It is used because Undici 7 ends the program with an uncatchable
 * assertion if a server closes the connection while the reader is slow (nodejs/undici#5360).
 */
import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import type { Agents } from '../patient-agents.ts'

export interface ExchangeRequest {
  /** For example `https://example.org:8443`. */
  readonly origin: string
  /** Includes the query. Sent unchanged, so that dots in names stay. */
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | Readable
  readonly signal: AbortSignal
  /** Replaces the agents' idle timeout, for a server that works for a while before it answers. */
  readonly idleMs?: number
}

export interface ExchangeAnswer {
  readonly status: number
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The caller must read or destroy it, because it occupies its connection until then. */
  readonly body: Readable
}

/** Returns responses of every status. If the connection is lost, throws Node's error. */
export function exchange(
  { origin, path, method, headers, body, signal, idleMs }: ExchangeRequest,
  agents: Agents,
): Promise<ExchangeAnswer> {
  const { protocol, hostname, port } = new URL(origin)
  const { request } = protocol === 'https:' ? https : http
  const host = hostname.replace(/^\[(.*)\]$/, '$1') // removes the brackets of an IPv6 address
  const timeout = idleMs === undefined ? {} : { timeout: idleMs }
  return new Promise((resolve, reject) => {
    const sent = request({ protocol, host, port, path, method, headers, signal, agent: agents.of(origin), ...timeout })
    sent.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error))
    sent.on('close', () => body instanceof Readable && body.destroy())
    sent.on('response', (answer) => {
      const { socket } = answer
      // Node reports to the reader that the connection was lost, but not why
      const explain = () => socket.errored && answer.destroy(socket.errored)
      socket.on('timeout', explain)
      sent.on('close', () => socket.off('timeout', explain))
      answer.on('error', () => {}) // the reader gets the error too
      // a refusal may arrive before the whole body is sent, and then the rest is not needed
      answer.on('end', () => !sent.writableFinished && sent.destroy())
      if (method === 'HEAD') answer.resume() // this frees its connection
      const given = method === 'HEAD' ? Readable.from([]) : answer
      resolve({ status: answer.statusCode ?? 0, headers: plainHeaders(answer.headers), body: given })
    })
    if (body instanceof Readable) body.on('error', (error) => sent.destroy(error)).pipe(sent)
    else sent.end(body)
  })
}

/** Returns the beginning of a response's text, up to a number of bytes. A lost connection counts as its end. */
export async function beginningOf(body: Readable, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk)
      length += chunk.length
      if (length > mostBytes) break
    }
  } catch {
    // the status alone is enough
  }
  return Buffer.concat(chunks).toString()
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}

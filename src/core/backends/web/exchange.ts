/**
 * One request and its answer, by Node's own client. Undici 7 ends the program by an assertion that nothing can catch when a
 * server closes the connection while the reader is slow (nodejs/undici#5360).
 */
import http, { type IncomingHttpHeaders } from 'node:http'
import https from 'node:https'
import { Readable } from 'node:stream'
import type { Agents } from '../patient-agents.ts'

export interface ExchangeRequest {
  /** `https://example.org:8443`. */
  readonly origin: string
  /** With the query; sent as it is, so dots in names stay. */
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | Readable
  readonly signal: AbortSignal
  /** Instead of the agents' own idle limit, for a server that works for a while before it answers. */
  readonly idleMs?: number
}

export interface ExchangeAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** The caller reads or destroys it: it holds its connection until then. */
  readonly body: Readable
}

/** Answers of every status are returned. A lost connection is thrown as Node says it. */
export function exchange(
  { origin, path, method, headers, body, signal, idleMs }: ExchangeRequest,
  agents: Agents,
): Promise<ExchangeAnswer> {
  const { protocol, hostname, port } = new URL(origin)
  const { request } = protocol === 'https:' ? https : http
  const host = hostname.replace(/^\[(.*)\]$/, '$1') // of IPv6
  const timeout = idleMs === undefined ? {} : { timeout: idleMs }
  return new Promise((resolve, reject) => {
    const sent = request({ protocol, host, port, path, method, headers, signal, agent: agents.of(origin), ...timeout })
    sent.on('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error))
    sent.on('close', () => body instanceof Readable && body.destroy())
    sent.on('response', (answer) => {
      const { socket } = answer
      // Node tells the reader that the connection broke, but not why
      const explain = () => socket.errored && answer.destroy(socket.errored)
      socket.on('timeout', explain)
      sent.on('close', () => socket.off('timeout', explain))
      answer.on('error', () => {}) // the reader is told as well
      // a refusal may come before everything is sent, and then nobody wants the rest
      answer.on('end', () => !sent.writableFinished && sent.destroy())
      if (method === 'HEAD') answer.resume() // its connection is free again
      const given = method === 'HEAD' ? Readable.from([]) : answer
      resolve({ status: answer.statusCode ?? 0, headers: plainHeaders(answer.headers), body: given })
    })
    if (body instanceof Readable) body.on('error', (error) => sent.destroy(error)).pipe(sent)
    else sent.end(body)
  })
}

/** The text of an answer, cut after so many bytes. What breaks off counts as its end. */
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
    // the status alone says enough
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

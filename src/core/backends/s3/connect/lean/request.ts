/**
 * One request over a pool of lines that stay open. What goes wrong is thrown in the shape the SDK's errors have, as far as
 * `refusal.ts` reads it, so that every failure ends as the same one whichever way a request went.
 */
import { Readable } from 'node:stream'
import type { Agent, Dispatcher } from 'undici'
import type { AnswerClock } from '../../../answer-clock.ts'
import type { Patience } from '../sending.ts'
import { unescaped } from './listing.ts'

export interface LeanRequest {
  readonly origin: string
  readonly method: 'GET' | 'PUT'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal: AbortSignal
}

export interface LeanAnswer {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** To be read or destroyed: it holds its line until then. */
  readonly body: Readable
}

/** One that is not worth a stream. */
export interface WholeAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

export interface Lines {
  /** Throws for every status but 2xx. */
  send(request: LeanRequest): Promise<LeanAnswer>
  /** The same with a short answer; fails for one of more than `mostBytes`. */
  ask(request: LeanRequest, mostBytes: number): Promise<WholeAnswer>
  close(): void
}

/** Larger bodies are handed over bit by bit, so that a slow line is told from a dead one. */
const bitBytes = 256 * 1024
/** Errors of services are a few hundred bytes. */
const mostErrorBytes = 64 * 1024

export async function openLines({ connectMs, idleMs }: Patience, clock?: Pick<AnswerClock, 'note'>): Promise<Lines> {
  const { Agent: UndiciAgent } = await import('undici')
  const agent: Agent = new UndiciAgent({
    connections: 64,
    pipelining: 1,
    connect: { timeout: connectMs },
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
  })
  return {
    async send({ origin, method, path, headers: asked, body, signal }) {
      let answer: Dispatcher.ResponseData
      try {
        answer = await agent.request({ origin, method, path, headers: asked, signal, body: body ? bodyOf(body) : null })
      } catch (error) {
        throw lineError(error)
      }
      const { statusCode, body: bytes } = answer
      const headers = plainHeaders(answer.headers)
      clock?.note(headers['date'])
      if (statusCode >= 200 && statusCode < 300) return { headers, body: bytes }
      throw serviceError(statusCode, headers, await errorText(bytes))
    },
    async ask({ origin, method, path, headers: asked, body, signal }, mostBytes) {
      signal.throwIfAborted()
      const { statusCode, headers, bytes } = await new Promise<WholeAnswer & { readonly statusCode: number }>(
        (resolve, reject) => {
          agent.dispatch(
            { origin, method, path, headers: asked, body: body ? bodyOf(body) : null },
            createGatherer({ signal, mostBytes, resolve, reject: (error) => reject(lineError(error)) }),
          )
        },
      )
      clock?.note(headers['date'])
      if (statusCode >= 200 && statusCode < 300) return { headers, bytes }
      throw serviceError(statusCode, headers, Buffer.from(bytes).toString())
    },
    close: () => void agent.destroy().catch(() => {}),
  }
}

interface Gathering {
  readonly signal: AbortSignal
  readonly mostBytes: number
  readonly resolve: (answer: WholeAnswer & { readonly statusCode: number }) => void
  readonly reject: (error: unknown) => void
}

/** Half the work of an answer as a stream. */
function createGatherer({ signal, mostBytes, resolve, reject }: Gathering): Dispatcher.DispatchHandler {
  const chunks: Uint8Array[] = []
  let statusCode = 0
  let length = 0
  let headers: Record<string, string> = {}
  let leave = () => {}
  const done = () => signal.removeEventListener('abort', leave)
  return {
    onRequestStart(controller) {
      leave = () => controller.abort(signal.reason as Error)
      signal.addEventListener('abort', leave)
      if (signal.aborted) leave()
    },
    onResponseStart(_, status, given) {
      statusCode = status
      headers = plainHeaders(given)
    },
    onResponseData(controller, chunk) {
      length += chunk.length
      if (length > Math.max(mostBytes, mostErrorBytes)) controller.abort(tooLong())
      else chunks.push(chunk)
    },
    onResponseEnd() {
      done()
      const [first] = chunks
      resolve({ statusCode, headers, bytes: first && chunks.length === 1 ? first : Buffer.concat(chunks) })
    },
    onResponseError(_, error) {
      done()
      reject(error)
    },
  }
}

export function tooLong(): Error {
  return Object.assign(new Error('the answer is longer than it may be'), { name: 'TooLong' })
}

function bodyOf(bytes: Uint8Array): Uint8Array | Readable {
  return bytes.length <= bitBytes ? bytes : Readable.from(bitsOf(bytes), { objectMode: false })
}

function* bitsOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += bitBytes) yield bytes.subarray(at, at + bitBytes)
}

function plainHeaders(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const plain: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) plain[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return plain
}

async function errorText(body: Readable): Promise<string> {
  let text = ''
  try {
    for await (const chunk of body) {
      text += String(chunk)
      if (text.length > mostErrorBytes) break
    }
  } catch {
    // the status alone says enough
  }
  return text
}

function serviceError(statusCode: number, headers: Readonly<Record<string, string>>, xml: string): Error {
  const code = textIn(xml, 'Code')
  const error = new Error(textIn(xml, 'Message') ?? `status ${statusCode}`)
  const region = textIn(xml, 'Region')
  return Object.assign(error, {
    name: code ?? 'Unknown',
    ...(region !== undefined && { Region: region }),
    $metadata: { httpStatusCode: statusCode },
    $response: { statusCode, headers },
  })
}

/** Of the flat XML all services write; whatever else comes has no such element. */
function textIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined ? undefined : unescaped(text)
}

/** What undici says of lines that were lost. */
const brokenLine = new Set([
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])

/** What happened to the line, in the words the SDK and the system use. */
export function lineError(error: unknown): unknown {
  const { code = '', message = '' } = (error ?? {}) as { readonly code?: string; readonly message?: string }
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return timeoutError('no connection could be established in time', error)
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return timeoutError('no answer came in time', error)
  }
  if (!brokenLine.has(code)) return error
  return Object.assign(new Error(message, { cause: error }), { code: 'ECONNRESET' })
}

function timeoutError(message: string, cause: unknown): Error {
  return Object.assign(new Error(message, { cause }), { name: 'TimeoutError' })
}

/**
 * Sends requests to a web server over a pool of kept-alive connections. Credentials are sent only to their own origin,
 * also after a redirect.
 */
import { setMaxListeners } from 'node:events'
import type { Readable } from 'node:stream'
import { createAgents } from '../patient-agents.ts'
import { beginningOf, exchange, type ExchangeAnswer } from './exchange.ts'
import { type AnswerFacts, type RefusalMore, WebRefusal } from './refusal.ts'

export interface WebRequest {
  readonly url: string
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'PATCH'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | Readable
  readonly signal: AbortSignal
  /** Statuses other than 2xx that are accepted. */
  readonly expects?: readonly number[]
}

export interface WebAnswer extends ExchangeAnswer {
  /** The URL of the response after redirects. */
  readonly url: string
}

export interface RequestsOptions {
  /** Sent only to `origin`. */
  readonly signIn?: () => Readonly<Record<string, string>>
  readonly origin: string
  readonly ca?: string
  /** Reads from a response why it is not 2xx. */
  readonly explain?: (answer: AnswerFacts) => RefusalMore
  /** Called for every response. */
  readonly onAnswer?: (answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> }) => void
  readonly connectMs?: number
  readonly idleMs?: number
}

export interface Requests {
  /** Throws `WebRefusal` for every response that is neither 2xx nor expected, or the signal's reason. */
  send(request: WebRequest): Promise<WebAnswer>
  /** Does the same for a response with a maximum size. */
  text(request: WebRequest, mostBytes?: number): Promise<Omit<WebAnswer, 'body'> & { readonly text: string }>
  close(): Promise<void>
}

const mostRedirects = 5
const mostErrorBytes = 16 * 1024
const mostTextBytes = 32 * 1024 * 1024
const moved = new Set([301, 302, 303, 307, 308])

export function createRequests(options: RequestsOptions): Requests {
  const { signIn = () => ({}), origin, ca, explain = () => ({}), onAnswer, connectMs = 8000, idleMs = 30_000 } = options
  const agents = createAgents({ connectMs, idleMs }, ca === undefined ? {} : { ca })

  async function once({ url, method = 'GET', headers = {}, body, signal }: WebRequest): Promise<WebAnswer> {
    const to = new URL(url)
    const own = to.origin === origin ? signIn() : {}
    const sent = {
      origin: to.origin,
      path: to.pathname + to.search,
      method,
      signal,
      ...(body !== undefined && { body }),
    }
    const sentHeaders = { 'user-agent': 'Portolan', ...headers, ...own }
    try {
      return { ...(await exchange({ ...sent, headers: sentHeaders }, agents)), url }
    } catch (error) {
      signal.throwIfAborted()
      throw WebRefusal.ofLine(error)
    }
  }

  async function send(request: WebRequest): Promise<WebAnswer> {
    const { signal, method = 'GET', expects = [] } = request
    signal.throwIfAborted()
    setMaxListeners(0, signal)
    let { url } = request
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const answer = await once({ ...request, url })
      onAnswer?.(answer)
      const { status, headers, body } = answer
      const isDone = (status >= 200 && status < 300) || expects.includes(status)
      if (isDone) return answer
      const next = method === 'GET' || method === 'HEAD' ? nextUrl(status, headers['location'], url) : undefined
      if (next === undefined) throw await refusalOf(answer, signal)
      body.destroy()
      if (url.startsWith('https:') && !next.startsWith('https:')) throw WebRefusal.of('Downgrade', 'from https to http')
      url = next
    }
    throw WebRefusal.of('TooManyRedirects', `more than ${mostRedirects} redirects`)
  }
  async function refusalOf({ status, headers, body }: WebAnswer, signal: AbortSignal): Promise<WebRefusal> {
    const text = await beginningOf(body, mostErrorBytes)
    signal.throwIfAborted()
    const facts = { status, headers, text }
    return WebRefusal.ofAnswer(facts, explain(facts))
  }

  return {
    send,
    async text(request, mostBytes = mostTextBytes) {
      const { body, ...answer } = await send(request)
      const chunks: Buffer[] = []
      let length = 0
      try {
        for await (const chunk of body as AsyncIterable<Buffer>) {
          length += chunk.length
          if (length > mostBytes) throw WebRefusal.of('TooLong', `more than ${mostBytes} bytes`)
          chunks.push(chunk)
        }
      } catch (error) {
        request.signal.throwIfAborted()
        throw error instanceof WebRefusal ? error : WebRefusal.ofLine(error)
      } finally {
        body.destroy()
      }
      return { ...answer, text: Buffer.concat(chunks).toString('utf8') }
    },
    close: async () => agents.close(),
  }
}

function nextUrl(status: number, location: string | undefined, from: string): string | undefined {
  if (!moved.has(status) || location === undefined) return undefined
  const url = URL.parse(location, from)
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}

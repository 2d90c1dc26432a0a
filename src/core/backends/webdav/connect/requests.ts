/**
 * Sends requests over a pool of kept-alive connections. Credentials are sent only to the server of the mount: a
 * redirect to another server is reported, not followed.
 */
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { createAgents, type Patience } from '../../patient-agents.ts'
import { beginningOf, exchange, type ExchangeAnswer } from '../../web/exchange.ts'
import type { WebdavConfig } from '../config.ts'
import { GarbledError, StatusError } from '../failures/failures.ts'
import { createAuthoriser } from './authorise.ts'

export interface DavRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
  readonly signal: AbortSignal
  /** Statuses that are neither a success nor a failure. */
  readonly expects?: readonly number[]
  /** True if the server may work for a while before it answers. */
  readonly isLong?: boolean
}

export type DavAnswer = ExchangeAnswer

export interface Requests {
  /** Throws a `StatusError` for every status except 2xx and the expected ones. */
  send(request: DavRequest): Promise<DavAnswer>
  /** Does the same if the body of the response does not matter. */
  ask(request: DavRequest): Promise<Omit<DavAnswer, 'body'>>
  /** For example `https://cloud.example.org`. */
  readonly origin: string
  close(): Promise<void>
}

/**
 * The time limit while the server copies or moves a large file. The layers around the backend decide when this is too
 * long.
 */
const longMs = 15 * 60_000
const mostErrorBytes = 16 * 1024
const mostRedirects = 4
const mostRefusals = 3

export async function openRequests(config: WebdavConfig, { connectMs, idleMs }: Patience): Promise<Requests> {
  const { origin } = new URL(config.url)
  const trusted = config.certificate === undefined ? {} : { ca: certificateOf(config.certificate) }
  const agents = createAgents({ connectMs, idleMs }, trusted)
  const authoriser = createAuthoriser(config)

  async function sendOnce(request: DavRequest, path: string): Promise<DavAnswer & { sent: string | undefined }> {
    const { method, headers, body, signal, isLong = false } = request
    const authorization = authoriser.header(method, path)
    const sentHeaders = {
      'accept-encoding': 'identity',
      ...headers,
      ...(authorization !== undefined && { authorization }),
    }
    const sent = { origin, path, method, headers: sentHeaders, signal, ...(body !== undefined && { body }) }
    const answer = await exchange(isLong ? { ...sent, idleMs: longMs } : sent, agents)
    return { ...answer, sent: authorization }
  }

  async function send(request: DavRequest): Promise<DavAnswer> {
    let { path } = request
    const isRepeatable = !(request.body instanceof Readable)
    for (let refusals = 0, redirects = 0; ;) {
      const answer = await sendOnce(request, path)
      const { status, headers } = answer
      if ((status >= 200 && status < 300) || request.expects?.includes(status)) return answer
      const isBetterKnown = status === 401 && authoriser.learn(headers['www-authenticate'], answer.sent)
      if (isRepeatable && isBetterKnown && (refusals += 1) <= mostRefusals) {
        await dump(answer.body)
        continue
      }
      const next =
        isRepeatable && status >= 301 && status <= 308 ? sameServer(headers['location'], origin, path) : undefined
      // the URL of a folder never has the bytes of a file
      const isFile = request.method !== 'GET' || next !== `${path}/`
      if (next !== undefined && isFile && (redirects += 1) <= mostRedirects) {
        await dump(answer.body)
        path = next
        continue
      }
      throw new StatusError(status, sentenceIn(await beginningOf(answer.body, mostErrorBytes)), moreOf(headers))
    }
  }

  return {
    send,
    async ask(request) {
      const { body, ...answer } = await send(request)
      await dump(body)
      return answer
    },
    origin,
    close: async () => agents.close(),
  }
}

function sameServer(location: string | undefined, origin: string, path: string): string | undefined {
  const base = origin + path
  const url = location === undefined || !URL.canParse(location, base) ? undefined : new URL(location, base)
  return url?.origin === origin ? url.pathname + url.search : undefined
}

function moreOf(headers: Readonly<Record<string, string>>) {
  const seconds = Number(headers['retry-after'])
  const { location } = headers
  return {
    ...(seconds > 0 && { retryAfterMs: seconds * 1000 }),
    ...(location !== undefined && { location }),
  }
}

/** Reads a short body to its end, so that the connection can be reused. */
export async function dump(body: Readable): Promise<void> {
  await beginningOf(body, mostErrorBytes)
}

/** Returns the message in an error of a Sabre server. Empty for a web page. */
function sentenceIn(text: string): string {
  const message = /<(?:s|sabre):message[^>]*>([^<]*)</i.exec(text)?.[1] ?? (/^\s*</.test(text) ? '' : text)
  return message.trim().split('\n')[0]?.slice(0, 200) ?? ''
}

function certificateOf(given: string): string {
  return given.includes('-----BEGIN') ? given : readFileSync(given, 'utf8')
}

/** Returns the body of a response that must be XML. Servers without WebDAV may answer successfully with a web page. */
export function xmlOf({ status, headers, body }: DavAnswer): Readable {
  if (status === 207) return body
  body.destroy()
  throw new GarbledError(`status ${status} with ${headers['content-type'] ?? 'nothing'} instead of a multistatus`)
}

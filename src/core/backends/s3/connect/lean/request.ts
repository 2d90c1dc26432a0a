/**
 * Sends one request over a pool of kept-alive connections. Errors have the shape of the SDK's errors, as far as
 * `refusal.ts` reads it, so a failure is the same on both paths.
 */
import type { Readable } from 'node:stream'
import type { AnswerClock } from '../../../answer-clock.ts'
import { createAgents, type Patience } from '../../../patient-agents.ts'
import { beginningOf, exchange } from '../../../web/exchange.ts'
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
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** Must be read or destroyed, because it occupies its connection until then. */
  readonly body: Readable
}

/** A response that is too short to need a stream. */
export interface WholeAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

export interface Lines {
  /** Throws for every status except 2xx. */
  send(request: LeanRequest): Promise<LeanAnswer>
  /** Does the same for a short response. Fails if it has more than `mostBytes`. */
  ask(request: LeanRequest, mostBytes: number): Promise<WholeAnswer>
  close(): void
}

/** The error messages of services have a few hundred bytes. */
const mostErrorBytes = 64 * 1024

export function openLines(patience: Patience, clock?: Pick<AnswerClock, 'note'>): Lines {
  const agents = createAgents(patience)

  async function send({ body, ...request }: LeanRequest): Promise<LeanAnswer> {
    const { status, headers, body: bytes } = await exchange({ ...request, ...(body && { body }) }, agents)
    clock?.note(headers['date'])
    if (status >= 200 && status < 300) return { headers, body: bytes }
    throw serviceError(status, headers, await beginningOf(bytes, mostErrorBytes))
  }

  return {
    send,
    async ask(request, mostBytes) {
      const { headers, body } = await send(request)
      return { headers, bytes: await wholeOf(body, mostBytes) }
    },
    close: () => agents.close(),
  }
}

function wholeOf(body: Readable, mostBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    let length = 0
    body.on('error', reject)
    body.on('data', (chunk: Uint8Array) => {
      length += chunk.length
      if (length > mostBytes) body.destroy(tooLong())
      else chunks.push(chunk)
    })
    body.on('end', () => {
      const [first] = chunks
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks))
    })
  })
}

export function tooLong(): Error {
  return Object.assign(new Error('the answer is longer than it may be'), { name: 'TooLong' })
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

/** Returns an element of the flat XML that all services write. Any other text has no such element. */
function textIn(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text === undefined ? undefined : unescaped(text)
}

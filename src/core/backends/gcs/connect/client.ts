/** Google Cloud Storage's own JSON API with one identity. https://cloud.google.com/storage/docs/json_api/v1 */
import { type AnswerClock, createAnswerClock } from '../../answer-clock.ts'
import { createRequests, type WebAnswer, type WebRequest } from '../../web/requests.ts'
import { type AnswerFacts, type RefusalMore, WebRefusal } from '../../web/refusal.ts'
import type { GcsConfig } from '../config.ts'
import { type Identity, identityOf } from './credentials.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface GcsRequest extends Omit<WebRequest, 'url'> {
  /** A path after the endpoint, or a whole URL that the service returned. */
  readonly at: string
  readonly query?: Query
}

export interface GcsClient {
  readonly endpoint: string
  readonly identity: Identity
  readonly clock: Pick<AnswerClock, 'aheadMs'>
  /** Throws `WebRefusal`, or the signal's reason. */
  send(request: GcsRequest): Promise<WebAnswer>
  json<T>(request: GcsRequest): Promise<T>
  close(): Promise<void>
}

export async function createGcsClient(config: GcsConfig): Promise<GcsClient> {
  const endpoint = config.endpoint.replace(/\/+$/, '')
  const identity = await identityOf(config)
  const clock = createAnswerClock()
  let token: string | undefined
  const requests = createRequests({
    origin: new URL(endpoint).origin,
    signIn: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
    explain,
    onAnswer: ({ headers }) => clock.note(headers['date']),
  })
  async function signedIn({ at, query = {}, ...request }: GcsRequest): Promise<WebRequest> {
    token = await identity.token(request.signal)
    const url = new URL(at.startsWith('http') ? at : endpoint + at)
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value))
    }
    return { ...request, url: url.href }
  }
  return {
    endpoint,
    identity,
    clock,
    send: async (request) => requests.send(await signedIn(request)),
    async json<T>(request: GcsRequest) {
      const { text } = await requests.text(await signedIn(request))
      return (text === '' ? {} : parsed(text)) as T
    },
    async close() {
      await Promise.all([requests.close(), identity.close()])
    },
  }
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw WebRefusal.of('Unreadable', 'the answer is no JSON')
  }
}

export const jsonBody = (value: unknown) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
})

export function bucketAt(bucket: string): string {
  return `/storage/v1/b/${encodeURIComponent(bucket)}`
}

export function objectAt(bucket: string, key: string): string {
  return `${bucketAt(bucket)}/o/${encodeURIComponent(key)}`
}

/** Reads the error in a response. https://cloud.google.com/storage/docs/json_api/v1/status-codes */
function explain({ status, text }: AnswerFacts): RefusalMore {
  const message = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]
  const isBucket = status === 404 && /bucket does not exist/i.test(text)
  const isForNow = status === 403 && /rateLimitExceeded|userRateLimitExceeded/i.test(text)
  return {
    ...(message !== undefined && { message }),
    ...(isBucket && { code: 'NoSuchBucket' }),
    ...(isForNow && { code: 'Http429' }),
  }
}

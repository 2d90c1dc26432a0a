/**
 * The namenodes of one cluster. A request is sent to the one that was active last. If that one is on standby or
 * unreachable, it is sent to the next.
 */
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { isCode } from '../../object-store/failures/refusal.ts'
import type { Patience } from '../../patient-agents.ts'
import { createRequests, type Requests, type WebAnswer, type WebRequest } from '../../web/requests.ts'
import { WebRefusal } from '../../web/refusal.ts'
import { baseUrlOf, type HdfsConfig } from '../config.ts'
import { explain } from '../failures/failures.ts'
import { encode, encodePath, type HdfsPath } from './paths.ts'

export interface HdfsRequest {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** For example `GETFILESTATUS`. */
  readonly op: string
  readonly path: HdfsPath
  readonly params?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly signal: AbortSignal
}

export interface Namenodes {
  /** The same for all mounts of these namenodes. */
  readonly name: string
  /** Throws `WebRefusal`, or the signal's reason. */
  send(request: HdfsRequest): Promise<WebAnswer>
  /** Returns the response as JSON; an empty object if it is empty. */
  json<T>(request: HdfsRequest): Promise<Partial<T>>
  /**
   * Sends a request to the datanode that the namenode redirects to; a gateway may answer by itself. `body` is called
   * when the receiver is known.
   */
  data(request: HdfsRequest, body?: () => Readable | Uint8Array): Promise<WebAnswer>
  close(): Promise<void>
}

interface Node {
  readonly base: string
  readonly requests: Requests
}

const unmade = [
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ConnectTimeout',
  'ETIMEDOUT',
]
const redirect = 307
const binary = { 'content-type': 'application/octet-stream' }
/**
 * Clusters with protection against cross-site requests require this header:
 * https://issues.apache.org/jira/browse/HDFS-9711
 */
const always = { 'x-xsrf-header': '' }

export function openNamenodes(config: HdfsConfig, patience?: Patience): Namenodes {
  const { certificate, user, password, token } = config
  const ca = certificate === undefined ? undefined : certificateOf(certificate)
  const basic =
    user !== undefined && password !== undefined
      ? { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` }
      : {}
  const who = token !== undefined ? { delegation: token } : password === undefined ? { 'user.name': user } : {}
  const nodes = config.url.map((url): Node => {
    const base = baseUrlOf(url)
    const options = { origin: new URL(base).origin, signIn: () => basic, explain, ...(ca !== undefined && { ca }) }
    return { base, requests: createRequests({ ...options, ...patience }) }
  })
  let active = 0

  async function onActive<T>({ method = 'GET' }: HdfsRequest, work: (node: Node) => Promise<T>): Promise<T> {
    // after a lost connection it is unknown whether a change was made, so it is not sent to another namenode
    const away = method === 'GET' ? ['StandbyException', 'ECONNRESET', ...unmade] : ['StandbyException', ...unmade]
    let refused: unknown
    for (let step = 0; step < nodes.length; step += 1) {
      const at = (active + step) % nodes.length
      const node = nodes[at]
      if (!node) break
      try {
        const done = await work(node)
        active = at
        return done
      } catch (error) {
        if (!isCode(error, ...away)) throw error
        // an unreachable namenode may be the active one, so its error is reported
        if (refused === undefined || !isCode(error, 'StandbyException')) refused = error
      }
    }
    throw refused
  }

  const urlOf = ({ base }: Node, { op, path, params = {} }: HdfsRequest) => {
    const all: NonNullable<HdfsRequest['params']> = { op, ...who, ...params }
    const query = Object.entries(all).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}=${encode(String(value))}`],
    )
    return `${base}${encodePath(path)}?${query.join('&')}`
  }
  const webRequest = (node: Node, request: HdfsRequest): WebRequest => ({
    url: urlOf(node, request),
    method: request.method ?? 'GET',
    headers: always,
    signal: request.signal,
  })

  return {
    name: nodes
      .map(({ base }) => base.toLowerCase())
      .toSorted()
      .join(','),
    send: (request) => onActive(request, (node) => node.requests.send(webRequest(node, request))),
    async json<T>(request: HdfsRequest) {
      const { text } = await onActive(request, (node) => node.requests.text(webRequest(node, request)))
      return (text.trim() === '' ? {} : parsed(text)) as Partial<T>
    },
    async data(request, body) {
      const [node, first] = await onActive(request, async (asked) => {
        const headers = body ? { ...always, ...binary } : always
        return [
          asked,
          await asked.requests.send({ ...webRequest(asked, request), headers, expects: [redirect] }),
        ] as const
      })
      if (first.status !== redirect && !body) return first // HttpFS sends the bytes itself
      const url = first.status === redirect ? locationOf(first) : undefined
      first.body.resume() // the body is empty, and reading it frees the connection
      if (url === undefined) throw WebRefusal.of('Unreadable', 'the namenode names no datanode')
      return toDatanode(node, url, request, body)
    },
    async close() {
      await Promise.all(nodes.map(({ requests }) => requests.close()))
    },
  }
}

async function toDatanode(
  { requests }: Node,
  url: string,
  { method = 'GET', signal }: HdfsRequest,
  body: (() => Readable | Uint8Array) | undefined,
): Promise<WebAnswer> {
  try {
    const headers = body ? { ...always, ...binary } : always
    return await requests.send({ url, method, headers, ...(body && { body: body() }), signal })
  } catch (error) {
    if (!isCode(error, ...unmade)) throw error
    throw WebRefusal.of('NoDatanode', new URL(url).host)
  }
}

/** Throws if a token would be sent on without encryption. */
function locationOf({ headers, url }: WebAnswer): string | undefined {
  const location = headers['location']
  const next = location === undefined ? null : URL.parse(location, url)
  if (!next || !/^https?:$/.test(next.protocol)) return undefined
  if (url.startsWith('https:') && next.protocol === 'http:') throw WebRefusal.of('Downgrade', 'from https to http')
  return next.href
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw WebRefusal.of('NoWebHdfs', 'the answer is no JSON')
  }
}

function certificateOf(given: string): string {
  return given.includes('-----BEGIN') ? given : readFileSync(given, 'utf8')
}

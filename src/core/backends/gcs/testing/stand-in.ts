/** A small server with the documented shapes of the JSON API: https://cloud.google.com/storage/docs/json_api/v1 */
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface Held {
  readonly name: string
  readonly bytes: Buffer
  readonly generation: number
  readonly timeCreated: string
  readonly contentType: string
  readonly storageClass: string
  readonly mediaLink?: string
  /** Of a generation that is no longer live. */
  readonly timeDeleted?: string
}
interface Session {
  readonly bucket: string
  readonly key: string
  readonly mustBe: string | null
  readonly metadata: Readonly<Record<string, string>>
  bytes: Buffer
}

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

export interface StandIn {
  readonly endpoint: string
  /** Of a service account it knows. */
  readonly credentials: string
  readonly buckets: Map<string, Map<string, Held>>
  /** Buckets that keep what is replaced and deleted, and what they keep. */
  readonly versioned: Map<string, Held[]>
  /** So many rows are in one page of a listing. */
  pageRows: number
  /** Uploads that were begun and have not ended. */
  readonly sessions: Map<string, Session>
  /** Answers the next requests so, until it gives nothing. */
  break?: (request: IncomingMessage) => number | undefined
  stop(): Promise<void>
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

const md5Of = (bytes: Buffer) => createHash('md5').update(bytes).digest('base64')

function said(held: Held) {
  const { name, bytes, generation, timeCreated, timeDeleted, contentType, storageClass, mediaLink } = held
  return {
    kind: 'storage#object',
    name,
    size: String(bytes.length),
    generation: String(generation),
    timeCreated,
    timeDeleted,
    updated: timeCreated,
    contentType,
    storageClass,
    md5Hash: md5Of(bytes),
    mediaLink,
  }
}

export async function startStandIn(): Promise<StandIn> {
  const buckets: StandIn['buckets'] = new Map()
  const sessions: StandIn['sessions'] = new Map()
  const versioned: StandIn['versioned'] = new Map()
  let generation = 1_700_000_000_000_000
  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const standIn: StandIn = {
    endpoint,
    buckets,
    versioned,
    pageRows: 1000,
    sessions,
    credentials: JSON.stringify({
      type: 'service_account',
      client_email: 'portolan@example.iam.gserviceaccount.com',
      project_id: 'example',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: `${endpoint}/token`,
    }),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const broken = standIn.break?.(request)
      if (broken !== undefined) throw new Refused(broken, 'broken')
      await route(request, response)
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500
      if (response.headersSent) return void response.destroy()
      request.resume()
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: { code: status, message: (error as Error).message } }))
    }
  }
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET' } = request
    const url = new URL(request.url ?? '/', endpoint)
    const query = url.searchParams
    if (url.pathname === '/token') return token(request, response)
    if (query.has('X-Goog-Signature')) return signed(request, response, url)
    if (request.headers.authorization !== 'Bearer good') throw new Refused(401, 'Invalid Credentials')
    const uploading = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(url.pathname)
    if (uploading) return upload(request, response, decodeURIComponent(uploading[1] ?? ''), query)
    const [, bucketText, objectText, targetBucket, targetObject] =
      /^\/storage\/v1\/b(?:\/([^/]+)(?:\/o(?:\/([^/]+)(?:\/rewriteTo\/b\/([^/]+)\/o\/([^/]+))?)?)?)?$/.exec(
        url.pathname,
      ) ?? []
    if (bucketText === undefined) {
      if (method === 'GET') return json(response, { items: [...buckets.keys()].map((name) => ({ name })) })
      const { name } = JSON.parse((await buffer(request)).toString()) as { name: string }
      if (buckets.has(name)) throw new Refused(409, 'You already own this bucket.')
      buckets.set(name, new Map())
      return json(response, { name })
    }
    const bucket = decodeURIComponent(bucketText)
    const objects = objectsOf(bucket)
    if (!url.pathname.includes('/o')) {
      if (method === 'GET') return json(response, { versioning: { enabled: versioned.has(bucket) } })
      if (objects.size > 0) throw new Refused(409, 'The bucket you tried to delete is not empty.')
      buckets.delete(bucket)
      return json(response, undefined, 204)
    }
    if (objectText === undefined) {
      const past = query.get('versions') === 'true' ? (versioned.get(bucket) ?? []) : []
      return json(response, listOf([...objects.values(), ...past], query, standIn.pageRows))
    }
    const key = decodeURIComponent(objectText)
    const held = generationOf(bucket, key, query.get('generation') ?? query.get('sourceGeneration'))
    if (!held) throw new Refused(404, 'No such object')
    if (targetBucket !== undefined && targetObject !== undefined) {
      const wanted = query.get('ifSourceGenerationMatch')
      if (wanted !== null && wanted !== String(held.generation)) throw new Refused(412, 'conditionNotMet')
      const target = decodeURIComponent(targetObject)
      const mustBe = query.get('ifGenerationMatch')
      const { bytes, contentType } = held
      const made = store(decodeURIComponent(targetBucket), target, bytes, { contentType }, mustBe)
      return json(response, { done: true, totalBytesRewritten: String(bytes.length), resource: said(made) })
    }
    if (method === 'DELETE') {
      const isForGood = query.has('generation')
      if (held.timeDeleted === undefined) retire(bucket, held, isForGood)
      else versioned.get(bucket)?.splice(versioned.get(bucket)?.indexOf(held) ?? 0, 1)
      return json(response, undefined, 204)
    }
    if (query.get('alt') === 'media') return media(request, response, held, query)
    return json(response, said(held))
  }

  /** https://cloud.google.com/storage/docs/authentication/canonical-requests */
  async function signed(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const { method = 'GET', headers } = request
    const text = (name: string) => url.searchParams.get(name) ?? ''
    const [raw = ''] = (request.url ?? '').split('?')
    const query = url.search
      .slice(1)
      .split('&')
      .filter((part) => !part.startsWith('X-Goog-Signature='))
    const names = text('X-Goog-SignedHeaders').split(';')
    const lines = names.map((name) => `${name}:${String(headers[name] ?? '')}\n`).join('')
    const canonical = [method, raw, query.toSorted().join('&'), lines, names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n')
    const scope = text('X-Goog-Credential').split('/').slice(1).join('/')
    const sum = createHash('sha256').update(canonical).digest('hex')
    const toSign = ['GOOG4-RSA-SHA256', text('X-Goog-Date'), scope, sum].join('\n')
    const isRight = createVerify('RSA-SHA256').update(toSign).verify(publicKey, text('X-Goog-Signature'), 'hex')
    if (!isRight) throw new Refused(403, 'SignatureDoesNotMatch')
    const [, bucket = '', ...rest] = raw.split('/').map(decodeURIComponent)
    const key = rest.join('/')
    if (method === 'PUT') {
      store(bucket, key, await buffer(request), { contentType: headers['content-type'] ?? '' }, null)
      return void response.end()
    }
    const held = objectsOf(bucket).get(key)
    if (!held) throw new Refused(404, 'No such object')
    const named = text('response-content-disposition')
    if (named !== '') response.setHeader('content-disposition', named)
    const contentType = text('response-content-type') || held.contentType
    media(request, response, { ...held, contentType }, url.searchParams)
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const assertion = new URLSearchParams((await buffer(request)).toString()).get('assertion') ?? ''
    const [head = '', claims = '', signature = ''] = assertion.split('.')
    const isRight = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url')
    if (!isRight) throw new Refused(400, 'invalid_grant')
    json(response, { access_token: 'good', expires_in: 3600 })
  }

  function generationOf(bucket: string, key: string, wanted: string | null): Held | undefined {
    const live = objectsOf(bucket).get(key)
    if (wanted === null || wanted === String(live?.generation)) return live
    return versioned.get(bucket)?.find(({ name, generation: kept }) => name === key && String(kept) === wanted)
  }

  /** Takes the live generation away: kept where the bucket keeps such, unless it is removed by its number. */
  function retire(bucket: string, held: Held, isForGood = false): void {
    objectsOf(bucket).delete(held.name)
    if (!isForGood) versioned.get(bucket)?.push({ ...held, timeDeleted: new Date().toISOString() })
  }

  function objectsOf(bucket: string): Map<string, Held> {
    const objects = buckets.get(bucket)
    if (!objects) throw new Refused(404, 'The specified bucket does not exist.')
    return objects
  }

  function store(
    bucket: string,
    key: string,
    bytes: Buffer,
    { contentType = 'application/octet-stream', storageClass = 'STANDARD', md5Hash }: Readonly<Record<string, string>>,
    mustBe: string | null,
  ): Held {
    const objects = objectsOf(bucket)
    const there = objects.get(key)
    if (mustBe !== null && mustBe !== String(there?.generation ?? 0)) throw new Refused(412, 'conditionNotMet')
    if (md5Hash !== undefined && md5Hash !== md5Of(bytes)) throw new Refused(400, 'Provided MD5 hash doesn’t match.')
    if (Buffer.byteLength(key) > 1024 || /[\r\n]/.test(key)) throw new Refused(400, 'Invalid object name')
    if (there) retire(bucket, there)
    const timeCreated = new Date().toISOString()
    const mediaLink = `${endpoint}/storage/v1/b/${bucket}/o/${encodeURIComponent(key)}?alt=media`
    const held = { name: key, bytes, generation: (generation += 1), timeCreated, contentType, storageClass, mediaLink }
    objects.set(key, held)
    return held
  }

  async function upload(request: IncomingMessage, response: ServerResponse, bucket: string, query: URLSearchParams) {
    const id = query.get('upload_id')
    if (id !== null) return partOf(request, response, id)
    const key = query.get('name') ?? ''
    const mustBe = query.get('ifGenerationMatch')
    const body = await buffer(request)
    if (query.get('uploadType') === 'resumable') {
      const begun = `u${(generation += 1)}`
      objectsOf(bucket)
      const metadata = JSON.parse(body.toString()) as Session['metadata']
      sessions.set(begun, { bucket, key, mustBe, metadata, bytes: Buffer.alloc(0) })
      const path = `/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`
      response.writeHead(200, { location: `${endpoint}${path}?uploadType=resumable&upload_id=${begun}` })
      return void response.end()
    }
    const boundary = `--${/boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1]}`
    const metadataAt = body.indexOf('\r\n\r\n') + 4
    const second = body.indexOf(boundary, metadataAt)
    const start = body.indexOf('\r\n\r\n', second) + 4
    const bytes = body.subarray(start, body.lastIndexOf(`\r\n${boundary}--`))
    const metadata = JSON.parse(body.subarray(metadataAt, second).toString()) as Session['metadata']
    return json(response, said(store(bucket, key, bytes, metadata, mustBe)))
  }

  async function partOf(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const session = sessions.get(id)
    if (!session) throw new Refused(404, 'No such upload')
    if (request.method === 'DELETE') {
      sessions.delete(id)
      response.writeHead(499)
      return void response.end()
    }
    const [, start, , total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(request.headers['content-range'] ?? '') ?? []
    const body = await buffer(request)
    if (start !== undefined) {
      if (Number(start) !== session.bytes.length) throw new Refused(503, 'not where the upload is')
      if (total === '*' && body.length % (256 * 1024) !== 0) throw new Refused(400, 'parts are multiples of 256 KiB')
      session.bytes = Buffer.concat([session.bytes, body])
    }
    if (total !== String(session.bytes.length)) {
      const range = session.bytes.length > 0 ? { range: `bytes=0-${session.bytes.length - 1}` } : {}
      response.writeHead(308, range)
      return void response.end()
    }
    const md5Hash = /md5=([^,]+)/.exec(String(request.headers['x-goog-hash'] ?? ''))?.[1]
    const { bucket, key, metadata, mustBe, bytes } = session
    const held = store(bucket, key, bytes, { ...metadata, ...(md5Hash !== undefined && { md5Hash }) }, mustBe)
    sessions.delete(id)
    json(response, said(held))
  }

  return standIn
}

/** By name, and of one name the oldest generation first. */
function listOf(held: readonly Held[], query: URLSearchParams, pageRows: number) {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const most = Math.min(pageRows, Number(query.get('maxResults') ?? 1000))
  const after = query.get('pageToken')
  const [lastRow = '', lastGeneration = 0] =
    after === null ? [] : (JSON.parse(Buffer.from(after, 'base64').toString()) as [string, number])
  const byName = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
  const items: Held[] = []
  const prefixes: string[] = []
  let last: readonly [string, number] | undefined
  for (const each of held.toSorted((a, b) => byName(a.name, b.name) || a.generation - b.generation)) {
    const { name } = each
    if (!name.startsWith(prefix)) continue
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const row = end < 0 ? name : name.slice(0, end + 1)
    const order = byName(row, lastRow)
    const isListed = after !== null && (order < 0 || (order === 0 && (end >= 0 || each.generation <= lastGeneration)))
    if (isListed || prefixes.at(-1) === row) continue
    if (items.length + prefixes.length === most) {
      return { ...pageOf(items, prefixes), nextPageToken: Buffer.from(JSON.stringify(last)).toString('base64') }
    }
    if (end < 0) items.push(each)
    else prefixes.push(row)
    last = [row, each.generation]
  }
  return pageOf(items, prefixes)
}

function pageOf(items: readonly Held[], prefixes: readonly string[]) {
  return { ...(items.length > 0 && { items: items.map(said) }), ...(prefixes.length > 0 && { prefixes }) }
}

function media(request: IncomingMessage, response: ServerResponse, held: Held, query: URLSearchParams): void {
  const wanted = query.get('ifGenerationMatch')
  if (wanted !== null && wanted !== String(held.generation)) throw new Refused(412, 'conditionNotMet')
  const { bytes, generation, contentType, timeCreated } = held
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
  const start = Number(from ?? 0)
  if (from !== undefined && start >= bytes.length) throw new Refused(416, 'range')
  const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length
  response.writeHead(from === undefined ? 200 : 206, {
    'content-type': contentType,
    'content-length': end - start,
    ...(from !== undefined && { 'content-range': `bytes ${start}-${end - 1}/${bytes.length}` }),
    'x-goog-generation': String(generation),
    'x-goog-hash': `md5=${md5Of(bytes)}`,
    'last-modified': new Date(timeCreated).toUTCString(),
  })
  response.end(bytes.subarray(start, end))
}

function json(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
  response.end(value === undefined ? undefined : JSON.stringify(value))
}

/** A small server with the JSON API as documented: https://cloud.google.com/storage/docs/json_api/v1 */
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type Held, json, listOf, md5Of, media, Refused, said } from './answers.ts'

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
  /** The key of a service account that it knows. */
  readonly credentials: string
  readonly buckets: Map<string, Map<string, Held>>
  /** The buckets that keep replaced and deleted objects, with those objects. */
  readonly versioned: Map<string, Held[]>
  /** The number of rows in one page of a listing. */
  pageRows: number
  /** Rights that no user has. */
  readonly lacking: Set<string>
  /** If true, sends other bytes than are stored, as a faulty connection or disk may. */
  damages: boolean
  /** Buckets with a retention policy. */
  readonly lockedBuckets: Set<string>
  /** Uploads that were begun and have not ended. */
  readonly sessions: Map<string, Session>
  /** Returns an error status for a request, or undefined for the normal response. */
  break?: (request: IncomingMessage) => number | undefined
  stop(): Promise<void>
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
    lacking: new Set(),
    damages: false,
    lockedBuckets: new Set(),
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
    const testing = /^\/storage\/v1\/b\/([^/]+)\/iam\/testPermissions$/.exec(url.pathname)
    if (testing) {
      objectsOf(decodeURIComponent(testing[1] ?? ''))
      const permissions = query.getAll('permissions').filter((permission) => !standIn.lacking.has(permission))
      return json(response, { kind: 'storage#testIamPermissionsResponse', permissions })
    }
    const composing = /^\/storage\/v1\/b\/([^/]+)\/o\/([^/]+)\/compose$/.exec(url.pathname)
    if (composing) return compose(request, response, composing.slice(1).map(decodeURIComponent), query)
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
      if (method === 'GET') {
        const retentionPolicy = standIn.lockedBuckets.has(bucket) ? { retentionPeriod: '86400' } : undefined
        return json(response, { versioning: { enabled: versioned.has(bucket) }, retentionPolicy })
      }
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
    if (query.get('alt') === 'media') return media(request, response, held, query, standIn.damages)
    return json(response, said(held))
  }

  /** https://cloud.google.com/storage/docs/json_api/v1/objects/compose */
  async function compose(request: IncomingMessage, response: ServerResponse, at: string[], query: URLSearchParams) {
    const [bucket = '', key = ''] = at
    const { destination, sourceObjects } = JSON.parse((await buffer(request)).toString()) as {
      readonly destination: Readonly<Record<string, string>>
      readonly sourceObjects: readonly { readonly name: string; readonly generation: string }[]
    }
    if (sourceObjects.length > 32) throw new Refused(400, 'The number of source components provided exceeds 32')
    const parts = sourceObjects.map(({ name, generation: wanted }) => {
      const held = generationOf(bucket, name, wanted)
      if (!held) throw new Refused(404, `Object ${name} not found`)
      return held.bytes
    })
    const made = store(bucket, key, Buffer.concat(parts), destination, query.get('ifGenerationMatch'), true)
    return json(response, said(made))
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

  /** Removes the live generation. A bucket with versioning keeps it, unless it is removed by its number. */
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
    isComposite = false,
  ): Held {
    const objects = objectsOf(bucket)
    const there = objects.get(key)
    if (mustBe !== null && mustBe !== String(there?.generation ?? 0)) throw new Refused(412, 'conditionNotMet')
    if (md5Hash !== undefined && md5Hash !== md5Of(bytes)) throw new Refused(400, 'Provided MD5 hash doesn’t match.')
    if (Buffer.byteLength(key) > 1024 || /[\r\n]/.test(key)) throw new Refused(400, 'Invalid object name')
    if (there) retire(bucket, there)
    const timeCreated = new Date().toISOString()
    const mediaLink = `${endpoint}/storage/v1/b/${bucket}/o/${encodeURIComponent(key)}?alt=media`
    const held = {
      name: key,
      bytes,
      generation: (generation += 1),
      timeCreated,
      contentType,
      storageClass,
      mediaLink,
      isComposite,
    }
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

/**
 * Signs requests with Signature Version 4 headers, as S3 requires it: paths are encoded once and never normalised.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
import { createHash, createHmac } from 'node:crypto'

export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface Unsigned {
  readonly method: string
  /** Encoded, as it is sent. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Names are in lower case and include `host`. */
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface Signed {
  /** Includes the query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

export interface Signer {
  sign(request: Unsigned, identity: Identity, nowMs: number): Signed
}

/** The hash of zero bytes. */
const emptySha256 = sha256Of('')

/** Creates a signer for one region. It caches the key that is derived for a day and an identity. */
export function createSigner(region: string): Signer {
  let day = ''
  let key: Buffer = Buffer.alloc(0)
  let keyOf = ''

  function keyFor(today: string, secretAccessKey: string): Buffer {
    if (today === day && secretAccessKey === keyOf) return key
    let made = hmac(`AWS4${secretAccessKey}`, today)
    for (const part of [region, 's3', 'aws4_request']) made = hmac(made, part)
    ;[day, keyOf, key] = [today, secretAccessKey, made]
    return key
  }

  return {
    sign({ method, path, query = {}, headers, body }, { accessKeyId, secretAccessKey, sessionToken }, nowMs) {
      const time = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')
      const today = time.slice(0, 8)
      const payload = body === undefined || body.length === 0 ? emptySha256 : sha256Of(body)
      const all: Record<string, string> = { ...headers, 'x-amz-date': time, 'x-amz-content-sha256': payload }
      if (sessionToken !== undefined) all['x-amz-security-token'] = sessionToken
      const names = Object.keys(all).toSorted()
      let lines = ''
      for (const name of names) lines += `${name}:${(all[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`
      const signedNames = names.join(';')
      const search = searchOf(query)
      const scope = `${today}/${region}/s3/aws4_request`
      const canonical = `${method}\n${path}\n${search}\n${lines}\n${signedNames}\n${payload}`
      const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256Of(canonical)}`
      const signature = createHmac('sha256', keyFor(today, secretAccessKey)).update(text).digest('hex')
      all['authorization'] =
        `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`
      return { path: search === '' ? path : `${path}?${search}`, headers: all }
    },
  }
}

/** Encodes a key for a path: every byte except letters, digits, `-._~` and slashes. */
export function encodeKey(key: string): string {
  return plainKey.test(key) ? key : key.split('/').map(encodePart).join('/')
}

const plainKey = /^[\w./~-]*$/

function encodePart(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** Returns the query sorted by encoded name, as it is sent and signed. */
function searchOf(query: Readonly<Record<string, string>>): string {
  const names = Object.keys(query)
  if (names.length === 0) return ''
  const pairs = names.map((name) => [encodePart(name), encodePart(query[name] ?? '')] as const)
  return pairs
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function sha256Of(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

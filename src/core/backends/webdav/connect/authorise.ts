/** Signs in with a token, Basic, or Digest (RFC 7616) if the server requires it. */
import { createHash, randomBytes } from 'node:crypto'
import type { WebdavConfig } from '../config.ts'

export interface Authoriser {
  /** Returns the header for a request. Undefined if nothing can be sent yet. */
  header(method: string, path: string): string | undefined
  /**
   * Learns from the challenges of a refused request and the header it had. Returns whether there is a better header
   * now.
   */
  learn(challenges: string | undefined, sent: string | undefined): boolean
}

interface Challenge {
  readonly realm: string
  readonly nonce: string
  readonly opaque?: string
  readonly algorithm: string
  readonly isAuth: boolean
}

export function createAuthoriser({ user, password, token }: WebdavConfig): Authoriser {
  let digest: Challenge | undefined
  let isBasic = false
  let count = 0
  if (token !== undefined) return { header: () => `Bearer ${token}`, learn: () => false }
  if (user === undefined || password === undefined) return { header: () => undefined, learn: () => false }

  return {
    header(method, path) {
      if (digest) return digestHeader(digest, { user, password, method, path, count: (count += 1) })
      return isBasic ? `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` : undefined
    },
    learn(challenges = '', sent) {
      const offered = readDigest(challenges)
      if (offered) {
        if (digest?.nonce !== offered.nonce) {
          digest = offered
          count = 0
        }
        // a challenge to a signed request means a wrong password, unless its nonce was stale
        return sent === undefined || /\bstale="?true/i.test(challenges)
      }
      if (digest || sent !== undefined || !/(?:^|,)\s*basic\b/i.test(challenges)) return false
      isBasic = true
      return true
    },
  }
}

const hashes: Readonly<Record<string, string>> = { md5: 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' }

function readDigest(challenges: string): Challenge | undefined {
  const [, text] = /(?:^|,)\s*digest\s+(.*)$/is.exec(challenges) ?? []
  if (text === undefined) return undefined
  const values = new Map<string, string>()
  for (const [, key = '', quoted, plain] of text.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g)) {
    if (!values.has(key.toLowerCase())) values.set(key.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '')
  }
  const algorithm = values.get('algorithm') ?? 'MD5'
  const nonce = values.get('nonce')
  if (nonce === undefined || !(algorithm.toLowerCase().replace(/-sess$/, '') in hashes)) return undefined
  const qops = (values.get('qop') ?? '').split(',').map((qop) => qop.trim())
  const opaque = values.get('opaque')
  return {
    realm: values.get('realm') ?? '',
    nonce,
    algorithm,
    isAuth: qops.includes('auth'),
    ...(opaque !== undefined && { opaque }),
  }
}

interface Asking {
  readonly user: string
  readonly password: string
  readonly method: string
  readonly path: string
  readonly count: number
}

function digestHeader({ realm, nonce, opaque, algorithm, isAuth }: Challenge, asking: Asking): string {
  const { user, password, method, path, count } = asking
  const name = hashes[algorithm.toLowerCase().replace(/-sess$/, '')] ?? 'md5'
  const hash = (text: string) => createHash(name).update(text).digest('hex')
  const cnonce = randomBytes(12).toString('hex')
  const nc = count.toString(16).padStart(8, '0')
  const plain = hash(`${user}:${realm}:${password}`)
  const secret = /-sess$/i.test(algorithm) ? hash(`${plain}:${nonce}:${cnonce}`) : plain
  const asked = hash(`${method}:${path}`)
  const response = hash(isAuth ? `${secret}:${nonce}:${nc}:${cnonce}:auth:${asked}` : `${secret}:${nonce}:${asked}`)
  const quoted = { username: user, realm, nonce, uri: path, response, ...(opaque !== undefined && { opaque }) }
  const parts = Object.entries(quoted).map(([key, value]) => `${key}="${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`)
  return `Digest ${[...parts, `algorithm=${algorithm}`, ...(isAuth ? [`qop=auth, nc=${nc}, cnonce="${cnonce}"`] : [])].join(', ')}`
}

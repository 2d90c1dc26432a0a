/** Signed URLs, version 4. https://cloud.google.com/storage/docs/access-control/signing-urls-manually */
import { createHash } from 'node:crypto'
import type { Backend } from '../backend.ts'
import { fileAt } from '../object-store/address.ts'
import { nothingAt, refuse } from '../object-store/failures/failures.ts'
import { unlessDenied } from '../object-store/failures/refusal.ts'
import { type ServiceAccount, signedBy } from './connect/credentials.ts'
import type { Scope } from './connect/scope.ts'
import { failingAs } from './failures/failures.ts'
import { headIfAny } from './read/look-up.ts'

export const longestLink = {
  value: 7 * 24 * 3600_000,
  source: 'https://cloud.google.com/storage/docs/access-control/signed-urls#example',
}

/** Signs with the account's key. A link can be revoked only by deleting that key. */
export function linksOf(scope: Scope, account: ServiceAccount): NonNullable<Backend['links']> {
  return {
    async make(path, { method, lastsMs, revocable, permanent, downloadAs, contentType, signal }) {
      const { container, key, attempt } = fileAt(scope, path, 'gcs.links.make')
      return failingAs(attempt, async () => {
        signal.throwIfAborted()
        if (revocable || permanent) {
          throw refuse('unsupported', 'gcs.no-revoking', attempt)
        }
        if (/(^|\/)\.\.?(\/|$)/.test(key)) {
          throw refuse('unsupported', 'objects.link-dots', attempt)
        }
        if (method === 'get' && !(await unlessDenied(headIfAny(scope.client, container, key, signal), { name: key }))) {
          throw nothingAt(attempt)
        }
        const now = Date.now()
        const seconds = Math.max(1, Math.floor(Math.min(lastsMs, longestLink.value) / 1000))
        const headers: Record<string, string> =
          method === 'put' && contentType !== undefined ? { 'content-type': contentType } : {}
        const query: Record<string, string> =
          method === 'put'
            ? {}
            : {
                ...(downloadAs !== undefined && { 'response-content-disposition': dispositionOf(downloadAs) }),
                ...(contentType !== undefined && { 'response-content-type': contentType }),
              }
        const url = signedUrl({
          endpoint: scope.client.endpoint,
          account,
          container,
          key,
          method,
          seconds,
          now,
          headers,
          query,
        })
        return {
          url,
          method,
          endsMs: now + seconds * 1000,
          ...(lastsMs > longestLink.value && { endsSooner: 'provider' as const }),
          headers,
          revocation: 'key',
        }
      })
    },
  }
}

interface ToSign {
  readonly endpoint: string
  readonly account: ServiceAccount
  readonly container: string
  readonly key: string
  readonly method: 'get' | 'put'
  readonly seconds: number
  readonly now: number
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
}

export function signedUrl({ endpoint, account, container, key, method, seconds, now, ...more }: ToSign): string {
  const { host } = new URL(endpoint)
  const at = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const scope = `${at.slice(0, 8)}/auto/storage/goog4_request`
  const headers = { host, ...more.headers }
  const names = Object.keys(headers).toSorted()
  const path = `/${container}/${key.split('/').map(encoded).join('/')}`
  const query = Object.entries({
    'X-Goog-Algorithm': 'GOOG4-RSA-SHA256',
    'X-Goog-Credential': `${account.client_email}/${scope}`,
    'X-Goog-Date': at,
    'X-Goog-Expires': String(seconds),
    'X-Goog-SignedHeaders': names.join(';'),
    ...more.query,
  })
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const lines = names.map((name) => `${name}:${headers[name as keyof typeof headers]}\n`).join('')
  const canonical = [method.toUpperCase(), path, query, lines, names.join(';'), 'UNSIGNED-PAYLOAD'].join('\n')
  const sum = createHash('sha256').update(canonical).digest('hex')
  const signature = signedBy(account, ['GOOG4-RSA-SHA256', at, scope, sum].join('\n')).toString('hex')
  return `${endpoint}${path}?${query}&X-Goog-Signature=${signature}`
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

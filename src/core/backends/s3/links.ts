import { isFolder } from '../object-store/read/look-up.ts'
import { unlessDenied } from '../object-store/failures/refusal.ts'
import { nothingAt, refuse } from '../object-store/failures/failures.ts'
import { parentPrefix } from '../object-store/object-names.ts'
import type { Link } from '../../../contract/facets.ts'
import type { Backend } from '../backend.ts'
import type { LinkOptions } from '../facets/link-options.ts'
import { failingAs } from './failures/failures.ts'
import { headIfAny } from './read/look-up.ts'
import { type ObjectAddress, objectAt, type Scope } from './connect/scope.ts'
import { S3Refusal } from './failures/refusal.ts'
import { publicUrlOf } from './connect/public-url.ts'
import { loadSdk } from './connect/sdk.ts'

/** The maximum validity of a signature. */
export const longestLink = {
  value: 7 * 24 * 3600_000,
  source: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
}

/** Browsers and libraries resolve dot segments before they send the request, so the signature would not match. */
export function hasDotSegments(key: string): boolean {
  return key.split('/').some((segment) => segment === '.' || segment === '..')
}

/**
 * Creates links signed with the mount's own credentials. A link expires with them, and can be revoked only by changing
 * the key.
 */
export function linksOf(scope: Scope): NonNullable<Backend['links']> {
  return {
    async make(path, options) {
      const object = objectAt(scope, path, 's3.links.make')
      return failingAs(object.attempt, () => makeLink(scope, object, options))
    },
  }
}

async function makeLink(scope: Scope, object: ObjectAddress, options: LinkOptions): Promise<Link> {
  const { method, lastsMs, revocable, signal } = options
  const { attempt } = object
  if (revocable) {
    throw refuse('unsupported', 's3.no-revoking', attempt)
  }
  if (hasDotSegments(object.key)) throw refuse('unsupported', 'objects.link-dots', attempt)
  await checkObject(scope, object, options)
  if (options.permanent) return publicLink(scope, object, options)
  const now = Date.now()
  const credentialEndMs = await credentialEnd(scope)
  const ends = [
    { endsMs: now + lastsMs },
    { endsMs: now + longestLink.value, endsSooner: 'provider' as const },
    ...(credentialEndMs === undefined ? [] : [{ endsMs: credentialEndMs, endsSooner: 'credential' as const }]),
  ]
  const end = ends.reduce((soonest, next) => (next.endsMs < soonest.endsMs ? next : soonest))
  const seconds = Math.floor((end.endsMs - now) / 1000)
  if (seconds < 1) throw refuse('sign-in', 's3.credentials-end', attempt)
  signal.throwIfAborted()
  const url = await sign(scope, object, options, seconds)
  return {
    url,
    method,
    endsMs: now + seconds * 1000,
    ...('endsSooner' in end && { endsSooner: end.endsSooner }),
    headers: method === 'put' && options.contentType !== undefined ? { 'content-type': options.contentType } : {},
    revocation: 'key',
  }
}

/** Returns a link without a signature. It works only for those who can read the bucket without an account. */
function publicLink(scope: Scope, { key, attempt }: ObjectAddress, options: LinkOptions): Link {
  const { method, downloadAs, contentType } = options
  const url = publicUrlOf(scope, key)
  if (url === undefined) throw refuse('unsupported', 's3.no-public-address', attempt)
  if (method === 'put' || downloadAs !== undefined || contentType !== undefined) {
    throw refuse('bad-input', 's3.public-reads-only', attempt)
  }
  return { url, method, headers: {}, revocation: 'public' }
}

/**
 * Checks that the object exists. This also teaches the client the bucket's region; a link signed for a wrong region
 * does not work.
 */
async function checkObject(scope: Scope, { bucket, key, attempt }: ObjectAddress, { method, signal }: LinkOptions) {
  if (method === 'put') {
    await unlessDenied(isFolder(scope, bucket, parentPrefix(key), signal), true)
  } else if (!(await unlessDenied(headIfAny(scope, bucket, key, signal), {}))) throw nothingAt(attempt)
}

async function credentialEnd({ client }: Scope): Promise<number | undefined> {
  try {
    return await client.credentialsEndMs()
  } catch (error) {
    throw new S3Refusal(error, 's3:GetObject')
  }
}

async function sign(scope: Scope, { bucket, key }: ObjectAddress, options: LinkOptions, expiresIn: number) {
  const { method, downloadAs, contentType } = options
  const { GetObjectCommand, PutObjectCommand } = await loadSdk()
  const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
  const target = { Bucket: bucket, Key: key }
  const s3 = scope.client.signer(bucket)
  if (method === 'put') {
    const command = new PutObjectCommand({ ...target, ...(contentType !== undefined && { ContentType: contentType }) })
    // the uploader must send only the headers that were requested
    const signableHeaders = new Set(contentType === undefined ? ['host'] : ['host', 'content-type'])
    return getSignedUrl(s3, command, { expiresIn, signableHeaders })
  }
  const command = new GetObjectCommand({
    ...target,
    ...(downloadAs !== undefined && { ResponseContentDisposition: dispositionOf(downloadAs) }),
    ...(contentType !== undefined && { ResponseContentType: contentType }),
  })
  return getSignedUrl(s3, command, { expiresIn })
}

function dispositionOf(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

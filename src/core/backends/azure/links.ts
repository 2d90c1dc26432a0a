import { fileAt } from '../object-store/address.ts'
import { type Attempt, refuse } from '../object-store/failures/failures.ts'
import type { SignedIdentifier } from '@azure/storage-blob'
import { randomBytes } from 'node:crypto'
import type { Link } from '../../../contract/facets.ts'
import type { Backend, Waits } from '../backend.ts'
import type { LinkOptions } from '../facets/link-options.ts'
import { failingAs } from './failures/failures.ts'
import { checkNewName, type Scope } from './connect/scope.ts'
import type { Signer } from './connect/sign.ts'

/** https://learn.microsoft.com/rest/api/storageservices/define-stored-access-policy */
const mostPolicies = 5
const policyPrefix = 'portolan-'

/**
 * Creates signed URLs (SAS). A revocable link is bound to a policy that is stored in its container, which allows five.
 * This requires the account's key.
 */
export function linksOf(scope: Scope, signer: Signer): NonNullable<Backend['links']> {
  const hasPolicies = scope.client.keySigner !== undefined
  return {
    make: (path, options) => makeLink(scope, signer, path, options),
    ...(hasPolicies && {
      revoke: (path: string, revocationId: string, options: Waits) => revokeLink(scope, path, revocationId, options),
    }),
  }
}

async function makeLink(scope: Scope, signer: Signer, path: string, options: LinkOptions): Promise<Link> {
  const { method, lastsMs, downloadAs, contentType, revocable, signal } = options
  signal.throwIfAborted()
  const { client } = scope
  const { container, key, attempt } = fileAt(scope, path, 'azure.links.make')
  return failingAs(attempt, async () => {
    if (method === 'put') checkNewName(key, attempt)
    if (revocable && !client.keySigner) {
      throw refuse('unsupported', 'azure.no-revoking', attempt)
    }
    // a SAS has a resolution of one second
    const wishedMs = Math.floor((Date.now() + lastsMs) / 1000) * 1000
    const permissions = client.sdk.BlobSASPermissions.parse(method === 'get' ? 'r' : 'cw')
    const policy = revocable
      ? await addPolicy(scope, container, permissions.toString(), wishedMs, attempt, signal)
      : undefined
    const { url, endsMs } = await signer.sign(
      {
        containerName: container,
        blobName: key,
        ...(policy === undefined ? { permissions } : { identifier: policy }),
        ...(method === 'get' &&
          downloadAs !== undefined && {
            contentDisposition: `attachment; filename*=UTF-8''${encodeRfc5987(downloadAs)}`,
          }),
        ...(method === 'get' && contentType !== undefined && { contentType }),
      },
      wishedMs,
      signal,
    )
    return {
      url,
      method,
      endsMs,
      ...(endsMs < wishedMs && { endsSooner: 'provider' as const }),
      headers:
        method === 'get'
          ? {}
          : {
              'x-ms-blob-type': 'BlockBlob',
              ...(contentType !== undefined && { 'content-type': contentType }),
            },
      revocation: policy === undefined ? 'key' : 'policy',
      ...(policy !== undefined && { revocationId: policy }),
    }
  })
}

/** Adds a policy and removes our own expired ones. All policies are written back together, as the service requires. */
async function addPolicy(
  scope: Scope,
  container: string,
  permissions: string,
  endsMs: number,
  attempt: Attempt,
  signal: AbortSignal,
): Promise<string> {
  const id = `${policyPrefix}${randomBytes(12).toString('hex')}`
  await changePolicies(scope, container, signal, (policies) => {
    const kept = policies.filter(({ id: name, accessPolicy }) => {
      const isOver = (accessPolicy.expiresOn?.getTime() ?? Infinity) < Date.now()
      return !(name.startsWith(policyPrefix) && isOver)
    })
    if (kept.length >= mostPolicies) {
      throw refuse('too-large', 'azure.too-many-links', attempt)
    }
    return [...kept, { id, accessPolicy: { permissions, expiresOn: new Date(endsMs) } }]
  })
  return id
}

async function revokeLink(scope: Scope, path: string, revocationId: string, { signal }: Waits): Promise<void> {
  signal.throwIfAborted()
  const { container, attempt } = fileAt(scope, path, 'azure.links.revoke')
  await failingAs(attempt, () =>
    changePolicies(scope, container, signal, (policies) => policies.filter(({ id }) => id !== revocationId)),
  )
}

/** Changes the policies, but not the public access level of the container. */
async function changePolicies(
  { client }: Scope,
  container: string,
  signal: AbortSignal,
  change: (policies: readonly SignedIdentifier[]) => SignedIdentifier[],
): Promise<void> {
  const { signedIdentifiers, blobPublicAccess } = await client.request(
    { right: 'container policies', signal },
    ({ abortSignal }) => client.container(container).getAccessPolicy({ abortSignal }),
  )
  const changed = change(signedIdentifiers)
  await client.request({ right: 'container policies', signal }, ({ abortSignal }) =>
    client.container(container).setAccessPolicy(blobPublicAccess, changed, { abortSignal }),
  )
}

function encodeRfc5987(text: string): string {
  return encodeURIComponent(text).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

import { freeTarget } from '../write/write.ts'
import { noteStored } from '../../object-store/write/target.ts'
import { atAddress, fileAt } from '../../object-store/address.ts'
import { isDenied, isUnmet } from '../../object-store/failures/refusal.ts'
import { otherSize, refuse, taken } from '../../object-store/failures/failures.ts'
import { baseName } from '../../../../contract/location.ts'
import type { Backend, CopyOptions, CopySource, Stored, Waits } from '../../backend.ts'
import { copyOver, type SourceRef } from './copy-over.ts'
import { changedSource, copyUrl } from './copy-url.ts'
import { copyUrlWithin } from './copy-within.ts'
import { failingAs } from '../failures/failures.ts'
import { sumsOf } from '../read/kept-sum.ts'
import { factsOf } from '../read/list.ts'
import { headIfAny } from '../read/look-up.ts'
import type { Scope } from '../connect/scope.ts'
import { headOf, textsOf } from '../read/blob-facts.ts'
import { tagsOf } from '../properties/properties.ts'
import type { Signer } from '../connect/sign.ts'
import { headersOf } from '../write/stored.ts'

/** How long the source URL is valid; the account must be able to read it during the copy. */
const signedForMs = 86_400_000

export function serverCopyOf(scope: Scope, signer: Signer | undefined): NonNullable<Backend['serverCopy']> {
  return {
    store: `azure ${scope.client.account.endpoint}`,
    source: (path, options) => sourceAt(scope, signer, path, options),
    copyFrom: (to, source, options) => copyFrom(scope, to, source, options),
  }
}

async function sourceAt(
  scope: Scope,
  signer: Signer | undefined,
  path: string,
  { signal }: Waits,
): Promise<CopySource> {
  signal.throwIfAborted()
  const { client } = scope
  const at = fileAt(scope, path, 'azure.serverCopy.source')
  const { container, key, attempt } = at
  return failingAs(attempt, async () => {
    const head = await headOf(scope, at, signal)
    if (head.accessTier === 'Archive') {
      throw refuse('unsupported', 'azure.copy-archived', attempt)
    }
    const tags = head.tagCount ? await tagsOf(scope, at, signal) : {}
    const ref: SourceRef = {
      url: (await signedUrl(scope, signer, container, key, signal)) ?? client.blob(container, key).url,
      etag: head.etag,
      headers: {
        ...headersOf(textsOf(head)),
        ...(head.contentMD5 && { blobContentMD5: head.contentMD5 }),
      },
      metadata: head.metadata ?? {},
      tags: tags === undefined || tags === 'denied' ? {} : tags,
    }
    return {
      kind: 'same-store',
      store: `azure ${client.account.endpoint}`,
      sizeBytes: head.contentLength ?? 0,
      ref,
    }
  })
}

/**
 * Returns a signed URL, so that a mount with its own SAS can also copy the file. Within an account it works without a
 * signature.
 */
async function signedUrl(
  { client }: Scope,
  signer: Signer | undefined,
  containerName: string,
  blobName: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const permissions = client.sdk.BlobSASPermissions.parse('r')
  try {
    const signed = await signer?.sign({ containerName, blobName, permissions }, Date.now() + signedForMs, signal)
    return signed?.url
  } catch (error) {
    if (isDenied(error)) return undefined
    throw error
  }
}

async function copyFrom(scope: Scope, to: string, source: CopySource, options: CopyOptions): Promise<Stored> {
  const { signal, ifExists, onProgress } = options
  const operation = 'azure.serverCopy.copyFrom'
  return atAddress(scope, { operation, path: to, signal }, async (address, attempt) => {
    if (source.kind === 'same-store' && source.store !== `azure ${scope.client.account.endpoint}`) {
      throw refuse('unsupported', 'azure.other-account', attempt)
    }
    const { target, isFree } = await freeTarget(scope, address, attempt, options)
    const { container, key } = target
    const mustBeNew = ifExists === 'fail'
    const tier = scope.tier === undefined ? {} : { tier: scope.tier }
    const progress = onProgress ? { onProgress } : {}
    try {
      if (source.kind === 'url') {
        await copyUrl(scope, source, { container, key }, { signal, mustBeNew, attempt, ...tier, ...progress })
      } else {
        const ref = source.ref as SourceRef
        const { url, etag, tags } = ref
        if (mustBeNew || isFree) {
          const condition = etag === undefined ? {} : { etag }
          const more = { tags, ...condition, ...tier, ...progress }
          await copyUrlWithin(scope, url, { container, key }, { signal, mustBeNew: true, ...more })
        } else
          await copyOver(scope, ref, source.sizeBytes, { container, key }, { signal, attempt, ...tier, ...progress })
      }
    } catch (error) {
      if (!isUnmet(error)) throw error
      // the failed condition may be that of the target or that of the source
      const isTaken = isFree || mustBeNew ? await headIfAny(scope, container, key, signal) : undefined
      if (!isTaken) throw changedSource(attempt)
      throw mustBeNew ? taken(attempt) : refuse('changed', 'azure.appeared', attempt)
    }
    noteStored(scope, container, key)
    const head = await headOf(scope, target, signal)
    if (head.contentLength !== source.sizeBytes) {
      throw otherSize(attempt, head.contentLength, source.sizeBytes)
    }
    onProgress?.(source.sizeBytes)
    return {
      name: baseName(to),
      kind: 'file',
      ...factsOf(head.contentLength, head.lastModified, head.accessTier),
      ...(head.versionId && { version: head.versionId }),
      sums: sumsOf(head),
      proof: 'size',
    }
  })
}

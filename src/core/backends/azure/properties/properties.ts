import { type FileAddress, fileAt } from '../../object-store/address.ts'
import { isCode, isDenied } from '../../object-store/failures/refusal.ts'
import type { BlobGetPropertiesResponse } from '@azure/storage-blob'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import type { Properties, PropertyChanges } from '../../../../contract/facets.ts'
import type { Backend } from '../../backend.ts'
import { checkChangeable } from '../../facets/changeable.ts'
import { failingAs } from '../failures/failures.ts'
import { splitMetadata, sumsOf } from '../read/kept-sum.ts'
import { headOf, textsOf } from '../read/blob-facts.ts'
import type { Scope } from '../connect/scope.ts'
import { headersOf } from '../write/stored.ts'

/** https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview */
export const tiers: readonly { readonly id: string; readonly label: string; readonly isArchive: boolean }[] = [
  { id: 'Hot', label: 'Hot', isArchive: false },
  { id: 'Cool', label: 'Cool', isArchive: false },
  { id: 'Cold', label: 'Cold', isArchive: false },
  { id: 'Archive', label: 'Archive', isArchive: true },
]

export const changeable = [
  'contentType',
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'metadata',
  'tags',
  'storageClass',
] as const

export function propertiesOf(scope: Scope, capabilities: Capabilities): NonNullable<Backend['properties']> {
  return {
    async read(path, { signal }) {
      signal.throwIfAborted()
      const at = fileAt(scope, path, 'azure.properties.read')
      return failingAs(at.attempt, () => readProperties(scope, at, signal))
    },
    async change(path, changes, { signal }) {
      signal.throwIfAborted()
      const operation = 'azure.properties.change'
      checkChangeable(capabilities, changes, operation)
      const at = fileAt(scope, path, operation)
      return failingAs(at.attempt, async () => {
        await changeProperties(scope, at, changes, signal)
        return readProperties(scope, at, signal)
      })
    },
  }
}

async function readProperties(scope: Scope, at: FileAddress, signal: AbortSignal): Promise<Properties> {
  const head = await headOf(scope, at, signal)
  const tags = await tagsOf(scope, at, signal)
  const archive = archiveStateOf(head)
  return {
    ...textsOf(head),
    metadata: splitMetadata(head.metadata).own,
    ...(tags !== undefined && tags !== 'denied' && { tags }),
    ...(head.accessTier && { storageClass: head.accessTier }),
    ...(head.isServerEncrypted && { encryption: encryptionOf(head) }),
    ...(head.lastModified && { modifiedMs: head.lastModified.getTime() }),
    ...(head.etag && { etag: head.etag }),
    ...(head.versionId && { versionId: head.versionId }),
    ...(archive && { archive }),
    lease: head.leaseState === 'leased' ? 'held' : head.leaseState === 'breaking' ? 'breaking' : 'free',
    checksums: sumsOf(head),
    withheld: tags === 'denied' ? { tags: 'tags' } : {},
  }
}

/** Returns undefined if the account has no tags, such as one with a hierarchical namespace. */
export async function tagsOf({ client }: Scope, { container, key }: FileAddress, signal: AbortSignal) {
  try {
    const { tags } = await client.request({ right: 'tags', signal }, ({ abortSignal }) =>
      client.blob(container, key).getTags({ abortSignal }),
    )
    return tags
  } catch (error) {
    if (isDenied(error)) return 'denied'
    if (isCode(error, 'FeatureNotSupportedForAccount', 'FeatureNotYetSupportedForHierarchicalNamespaceAccounts')) {
      return undefined
    }
    throw error
  }
}

/** Changes properties with one request for each kind, because the service cannot change several kinds in one step. */
async function changeProperties(
  scope: Scope,
  at: FileAddress,
  changes: PropertyChanges,
  signal: AbortSignal,
): Promise<void> {
  const { client } = scope
  const { container, key } = at
  const head = await headOf(scope, at, signal)
  const headers = headersOf(changes)
  let etag = head.etag
  const conditions = () => (etag === undefined ? {} : { conditions: { ifMatch: etag } })
  if (Object.keys(headers).length > 0) {
    // any header that is left out would be cleared, including the checksum
    const kept = headersOf(textsOf(head))
    const all = { ...kept, ...headers, ...(head.contentMD5 && { blobContentMD5: head.contentMD5 }) }
    const answer = await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).setHTTPHeaders(all, { abortSignal, ...conditions() }),
    )
    etag = answer.etag
  }
  if (changes.metadata) {
    const metadata = { ...splitMetadata(changes.metadata).own, ...splitMetadata(head.metadata).kept }
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).setMetadata(metadata, { abortSignal, ...conditions() }),
    )
  }
  if (changes.tags) {
    const { tags } = changes
    await client.request({ right: 'tags', signal }, ({ abortSignal }) =>
      client.blob(container, key).setTags(tags, { abortSignal }),
    )
  }
  if (changes.storageClass !== undefined && changes.storageClass !== head.accessTier) {
    const { storageClass } = changes
    await client.request({ right: 'write', signal }, ({ abortSignal }) =>
      client.blob(container, key).setAccessTier(storageClass, { abortSignal }),
    )
  }
}

function encryptionOf({ encryptionScope, encryptionKeySha256 }: BlobGetPropertiesResponse) {
  if (encryptionKeySha256) return { kind: 'customer' as const }
  return { kind: 'store' as const, ...(encryptionScope && { key: encryptionScope }) }
}

function archiveStateOf({ accessTier, archiveStatus }: BlobGetPropertiesResponse): Properties['archive'] {
  if (archiveStatus?.startsWith('rehydrate-pending')) return { state: 'restoring' }
  return accessTier === 'Archive' ? { state: 'archived' } : undefined
}

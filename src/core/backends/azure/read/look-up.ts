/** Answers small questions about what exists, with as few requests as possible. */
import { isMissing } from '../../object-store/failures/refusal.ts'
import type {
  BlobGetPropertiesResponse,
  ContainerListBlobFlatSegmentResponse,
  ContainerListBlobHierarchySegmentResponse,
  ContainerListBlobsOptions,
} from '@azure/storage-blob'
import type { Scope } from '../connect/scope.ts'

/** Returns the facts of a blob, or undefined if it does not exist. */
export async function headIfAny(
  { client }: Pick<Scope, 'client'>,
  container: string,
  key: string,
  signal: AbortSignal,
): Promise<BlobGetPropertiesResponse | undefined> {
  try {
    return await client.request({ right: 'read', signal }, (options) =>
      client.blob(container, key).getProperties(options),
    )
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/**
 * Tells whether a blob is the marker of a folder: an empty blob with the folder's name and this metadata, as Azure's
 * tools create it. Accounts with a hierarchical namespace show their folders this way. Metadata names may have any
 * case.
 */
export function isMarker(metadata: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(metadata ?? {}).some(
    ([name, value]) => name.toLowerCase() === markerName && value.toLowerCase() === 'true',
  )
}
export const markerName = 'hdi_isfolder'

export async function isMarked(
  scope: Pick<Scope, 'client'>,
  container: string,
  prefix: string,
  signal: AbortSignal,
): Promise<boolean> {
  if (prefix === '') return false
  const head = await headIfAny(scope, container, prefix.slice(0, -1), signal)
  return isMarker(head?.metadata)
}

/** Returns the first keys below a prefix, a few at most. */
export async function firstKeys(
  scope: Pick<Scope, 'client'>,
  container: string,
  prefix: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  let marker: string | undefined
  do {
    const page = await flatSegment(scope, container, prefix, signal, { most: 2, ...(marker && { marker }) })
    if (page.segment.blobItems.length > 0) return page.segment.blobItems.map(({ name }) => name)
    marker = page.continuationToken // a page may be empty although more pages follow
  } while (marker)
  return []
}

/** Later pages are retried here, because only this code knows the position in the listing. */
export const laterPage = { again: 'harmless' } as const

interface PageOptions {
  /** The continuation token of the last page. */
  readonly marker?: string
  readonly most?: number
}

/** Returns one page of a folder, with the metadata that marks folders. */
export async function listSegment(
  { client }: Pick<Scope, 'client'>,
  container: string,
  prefix: string,
  signal: AbortSignal,
  {
    marker,
    most,
    ...include
  }: PageOptions &
    Pick<ContainerListBlobsOptions, 'includeDeleted' | 'includeDeletedWithVersions' | 'includeVersions'> = {},
): Promise<ContainerListBlobHierarchySegmentResponse> {
  return client.request({ right: 'list', signal, ...(marker && laterPage) }, async ({ abortSignal }) => {
    const listing = client
      .container(container)
      .listBlobsByHierarchy('/', { prefix, includeMetadata: true, abortSignal, ...include })
    const pages = listing.byPage({ ...(marker && { continuationToken: marker }), ...(most && { maxPageSize: most }) })
    return firstOf<ContainerListBlobHierarchySegmentResponse>(pages)
  })
}

interface Page {
  readonly segment: { readonly blobItems: readonly unknown[] }
}

/** Returns the first page. If the response was cut off, its list may be missing or the SDK may throw a TypeError. */
async function firstOf<P extends Page>(pages: AsyncIterator<unknown>): Promise<P> {
  let page: Partial<P> | undefined
  try {
    page = (await pages.next()).value as P
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
  }
  if (page?.segment?.blobItems) return page as P
  throw Object.assign(new Error('the answer has no list'), { code: 'PARSE_ERROR' })
}

/** Returns one page of all keys with a prefix. */
export async function flatSegment(
  { client }: Pick<Scope, 'client'>,
  container: string,
  prefix: string,
  signal: AbortSignal,
  { marker, most, ...include }: PageOptions & Omit<ContainerListBlobsOptions, 'prefix' | 'abortSignal'> = {},
): Promise<ContainerListBlobFlatSegmentResponse> {
  return client.request({ right: 'list', signal, ...(marker && laterPage) }, async ({ abortSignal }) => {
    const listing = client.container(container).listBlobsFlat({ prefix, abortSignal, ...include })
    const pages = listing.byPage({ ...(marker && { continuationToken: marker }), ...(most && { maxPageSize: most }) })
    return firstOf<ContainerListBlobFlatSegmentResponse>(pages)
  })
}

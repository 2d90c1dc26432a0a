/** Small questions on what is where, with as few requests as the answer takes. */
import { isMissing } from '../../object-store/failures/refusal.ts'
import type {
  BlobGetPropertiesResponse,
  ContainerListBlobFlatSegmentResponse,
  ContainerListBlobHierarchySegmentResponse,
  ContainerListBlobsOptions,
} from '@azure/storage-blob'
import type { Scope } from '../connect/scope.ts'

/** The facts of a blob, or undefined when there is none. */
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
 * Is it the mark of a folder? An empty blob named like the folder with this in its metadata, as the tools of Azure make it;
 * accounts with a hierarchical namespace show their folders so. Names of metadata come in any case.
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

/** The first keys below a prefix, a few at most. */
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
    marker = page.continuationToken // a page may be empty and others follow
  } while (marker)
  return []
}

/** Where a listing goes on is known only here. */
export const laterPage = { again: 'harmless' } as const

interface PageOptions {
  /** Where the last page ended. */
  readonly marker?: string
  readonly most?: number
}

/** One page of what a folder has, with the metadata that marks folders. */
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

/** There always is a first page; an answer that broke off may be one without a list, or one the SDK stumbles over. */
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

/** One page of all keys that begin with a prefix. */
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

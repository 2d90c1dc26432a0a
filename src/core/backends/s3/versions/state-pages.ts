/** Yields the keys of a bucket page by page: with all their versions, or without if the bucket keeps none. */
import type {
  DeleteMarkerEntry,
  ListObjectsV2Output,
  ListObjectVersionsOutput,
  ObjectVersion,
} from '@aws-sdk/client-s3'
import type { Version } from '../../../../contract/facets.ts'
import { factsOf } from '../read/list.ts'
import type { KeyedState, PageOfStates } from '../../object-store/write/remove-current-last.ts'
import { decodeKey } from '../read/look-up.ts'
import { persist } from '../connect/persist.ts'
import type { Scope } from '../connect/scope.ts'

export interface State extends KeyedState {
  /** Absent if no version must be named. */
  readonly version?: string
}
export type StatePage = PageOfStates<State>

/**
 * Yields pages with one page of read-ahead. So a caller that removes what is on a page cannot remove the key that marks
 * the end of the next one. Some services lose their position in a listing if that key is gone.
 */
export async function* statePages(
  scope: Scope,
  bucket: string,
  prefix: string,
  { isVersioned, signal }: { readonly isVersioned: boolean; readonly signal: AbortSignal },
): AsyncGenerator<StatePage> {
  if (!isVersioned) {
    yield* keyPages(scope, bucket, prefix, signal)
    return
  }
  let before: StatePage | undefined
  for await (const page of versionPages(scope, { bucket, prefix }, signal)) {
    if (before) yield before
    before = statePageOf(page)
  }
  if (before) yield before
}

function statePageOf(page: ListObjectVersionsOutput): StatePage {
  const states = statesOf(page).map(({ key, version: { id, isCurrent } }) => ({ key, version: id, isCurrent }))
  // services differ in whether the marker is the last key or the next one
  const last = [page.Versions?.at(-1)?.Key, page.DeleteMarkers?.at(-1)?.Key, page.NextKeyMarker]
  const open = page.IsTruncated ? last.filter((key) => key !== undefined).map((key) => decodeKey(key, page)) : []
  return { states, open: new Set(open) }
}

async function* keyPages({ client }: Scope, bucket: string, prefix: string, signal: AbortSignal) {
  let token: string | undefined
  do {
    const from = token === undefined ? {} : { ContinuationToken: token }
    const send = (): Promise<ListObjectsV2Output> =>
      client.request({ right: 's3:ListBucket', bucket, signal }, (_s3, options, lean) =>
        lean.listObjectsV2({ Bucket: bucket, Prefix: prefix, EncodingType: 'url', ...from }, options),
      )
    const page = await (token === undefined ? send() : persist({ signal, isHarmless: true }, send))
    const states = (page.Contents ?? []).map(({ Key = '' }) => ({ key: decodeKey(Key, page), isCurrent: true }))
    yield { states, open: new Set<string>() }
    token = page.IsTruncated ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

interface VersionsOf {
  readonly bucket: string
  readonly prefix: string
  readonly delimiter?: string
  /** The maximum number of versions in a page. */
  readonly most?: number
}

/** Yields the service's pages of versions in its order: by key, newest first. */
export async function* versionPages(
  { client }: Scope,
  { bucket, prefix, delimiter, most }: VersionsOf,
  signal: AbortSignal,
): AsyncGenerator<ListObjectVersionsOutput> {
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {}
  while (next) {
    const markers: { KeyMarker?: string; VersionIdMarker?: string } = next
    const send = (): Promise<ListObjectVersionsOutput> =>
      client.request({ right: 's3:ListBucketVersions', bucket, signal }, (s3, options) =>
        s3.listObjectVersions(
          {
            Bucket: bucket,
            Prefix: prefix,
            EncodingType: 'url',
            ...(delimiter !== undefined && { Delimiter: delimiter }),
            ...(most !== undefined && { MaxKeys: most }),
            ...markers,
          },
          options,
        ),
      )
    // the retry is done here, because only this code knows the position in the listing
    const page = await (markers.KeyMarker === undefined ? send() : persist({ signal, isHarmless: true }, send))
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page
    next =
      IsTruncated && NextKeyMarker !== undefined
        ? {
            KeyMarker: decodeKey(NextKeyMarker, page),
            ...(NextVersionIdMarker && { VersionIdMarker: NextVersionIdMarker }),
          }
        : undefined
    yield page
  }
}

export interface KeyState {
  readonly key: string
  readonly version: Version
  /** The ETag of a version with bytes. */
  readonly etag?: string
}

/** Returns the versions of a page, including deletions, by key and newest first. */
export function statesOf(page: ListObjectVersionsOutput): KeyState[] {
  const stateOf = (row: ObjectVersion | DeleteMarkerEntry, kind: Version['kind']) => ({
    key: decodeKey(row.Key ?? '', page),
    ...('ETag' in row && row.ETag !== undefined && { etag: row.ETag }),
    atMs: row.LastModified?.getTime() ?? 0,
    version: {
      id: row.VersionId ?? 'null',
      kind,
      isCurrent: row.IsLatest ?? false,
      ...factsOf('Size' in row ? row.Size : undefined, row.LastModified),
      ...(row.Owner?.DisplayName && { author: row.Owner.DisplayName }),
      ...('StorageClass' in row && row.StorageClass && { storageClass: row.StorageClass }),
    },
  })
  const states = [
    ...(page.Versions ?? []).map((row) => stateOf(row, 'version')),
    ...(page.DeleteMarkers ?? []).map((row) => stateOf(row, 'deleted')),
  ]
  return states.toSorted(
    (a, b) =>
      (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
      Number(b.version.isCurrent) - Number(a.version.isCurrent) ||
      b.atMs - a.atMs,
  )
}

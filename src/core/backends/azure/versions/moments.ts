/**
 * Shows the past from a listing with versions and with soft-deleted blobs. In an account with versions, a deletion has
 * no time, so a deleted file counts as present until now. Snapshots are left out, because a listing by folders cannot
 * include them.
 */
import { createNameReader } from '../../object-store/read/names-in-pages.ts'
import type { BlobItem } from '@azure/storage-blob'
import type { Backend } from '../../backend.ts'
import { type KeyAt, momentsOf as momentsOfStore, type StateOfKey } from '../../object-store/read/moments.ts'
import type { Scope } from '../connect/scope.ts'
import { sumsOf } from '../read/kept-sum.ts'
import { listContainers } from '../read/list.ts'
import { flatSegment, isMarker, listSegment } from '../read/look-up.ts'
import { isCurrent, versionOf } from './versions.ts'

interface PageOfStates {
  readonly rows: readonly BlobItem[]
  readonly folders: readonly string[]
  readonly isLast: boolean
}

export function momentsOf(scope: Scope): NonNullable<Backend['moments']> {
  return momentsOfStore<PageOfStates>(scope, {
    containers: (signal) => listContainers(scope, signal),
    pages: (where, signal) => statePages(scope, where, signal),
    reader: createStatesAt,
    foldersOf: ({ folders }) => folders,
    isLast: ({ isLast }) => isLast,
  })
}

interface Where {
  readonly container: string
  readonly prefix: string
  readonly isFlat: boolean
  readonly most?: number
}

async function* statePages(
  scope: Scope,
  { container, prefix, isFlat, most }: Where,
  signal: AbortSignal,
): AsyncGenerator<PageOfStates> {
  const include = { includeVersions: true, includeDeleted: true }
  let marker: string | undefined
  do {
    const from = { ...(marker && { marker }), ...(most !== undefined && { most }) }
    if (isFlat) {
      const page = await flatSegment(scope, container, prefix, signal, { includeMetadata: true, ...include, ...from })
      marker = page.continuationToken
      yield { rows: page.segment.blobItems, folders: [], isLast: !marker }
    } else {
      const page = await listSegment(scope, container, prefix, signal, { ...include, ...from })
      marker = page.continuationToken
      const { blobItems, blobPrefixes = [] } = page.segment
      yield { rows: blobItems, folders: blobPrefixes.map(({ name }) => name), isLast: !marker }
    }
  } while (marker)
}

function createStatesAt(atMs: number): (page: PageOfStates) => KeyAt[] {
  const read = createNameReader<BlobItem>()
  return (page) => read(page).map(([key, states]) => keyAt(key, states, atMs))
}

function keyAt(key: string, rows: readonly BlobItem[], atMs: number): KeyAt {
  const states = rows.filter(({ deleted, snapshot, versionId }) => !snapshot && !(deleted && versionId))
  const now = states.find(isCurrent)
  const before = states
    .filter((state) => startMs(state) <= atMs)
    .reduce<BlobItem | undefined>(
      (newest, state) => (newest && startMs(newest) > startMs(state) ? newest : state),
      undefined,
    )
  const isGone = states.some(({ deleted, properties: { deletedOn } }) => {
    const deletedMs = deleted ? deletedOn?.getTime() : undefined
    return before && deletedMs !== undefined && deletedMs <= atMs && startMs(before) <= deletedMs
  })
  return { key, ...(before && !isGone && { before: stateOf(before) }), ...(now && { now: stateOf(now) }) }
}

/** Returns when a state began. The id of a version is its time, which is more exact than the modification time. */
function startMs({ versionId, properties }: BlobItem): number {
  const at = Date.parse(versionId ?? '')
  return Number.isNaN(at) ? properties.lastModified.getTime() : at
}

/** A blob that only soft delete retains cannot be read at its place, so it has no version. */
function stateOf(row: BlobItem): StateOfKey {
  const { metadata, properties, deleted } = row
  const { contentLength, lastModified, accessTier } = properties
  return {
    version: deleted ? '' : versionOf(row).id,
    modifiedMs: lastModified.getTime(),
    ...(contentLength !== undefined && { sizeBytes: contentLength }),
    ...(accessTier !== undefined && { storageClass: accessTier }),
    sums: sumsOf({ ...properties, metadata }),
    ...(isMarker(metadata) && { isMark: true }),
  }
}

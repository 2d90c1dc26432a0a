/** Finds, for each key in the service's pages of versions, the state at a moment and the present state. */
import type { ListObjectVersionsOutput } from '@aws-sdk/client-s3'
import type { KeyAt, StateOfKey } from '../../object-store/read/moments.ts'
import { decodeKey } from '../read/look-up.ts'
import { sumsOfTag } from '../read/sums.ts'
import { type KeyState, statesOf } from './state-pages.ts'

interface OpenKey {
  /** May be a deletion. */
  before?: KeyState
  now?: KeyState
}

/**
 * Returns the keys whose versions are complete, page by page. The versions of one key may continue on the next page, so
 * the last keys wait for it. Holds at most one page.
 */
export function createStatesAt(atMs: number): (page: ListObjectVersionsOutput) => KeyAt[] {
  let open = new Map<string, OpenKey>()

  return (page) => {
    const keys = open
    for (const state of statesOf(page)) {
      const found = keys.get(state.key) ?? {}
      keys.set(state.key, found)
      if (state.version.isCurrent) found.now = state
      if (!found.before && (state.version.modifiedMs ?? 0) <= atMs) found.before = state
    }
    open = new Map()
    if (page.IsTruncated && page.NextKeyMarker !== undefined) {
      // services differ in whether the marker is the last key or the next one
      const ends = [page.Versions?.at(-1)?.Key, page.DeleteMarkers?.at(-1)?.Key, page.NextKeyMarker]
      for (const end of ends) {
        const key = end === undefined ? undefined : decodeKey(end, page)
        const found = key === undefined ? undefined : keys.get(key)
        if (key === undefined || !found) continue
        open.set(key, found)
        keys.delete(key)
      }
    }
    return Array.from(keys, ([key, found]) => keyAt(key, found))
  }
}

function keyAt(key: string, { before, now }: OpenKey): KeyAt {
  return {
    key,
    ...(before?.version.kind === 'version' && { before: stateOf(before) }),
    ...(now?.version.kind === 'version' && { now: stateOf(now) }),
  }
}

function stateOf({ version, etag }: KeyState): StateOfKey {
  const { id, sizeBytes, modifiedMs, storageClass } = version
  return {
    version: id,
    ...(sizeBytes !== undefined && { sizeBytes }),
    ...(modifiedMs !== undefined && { modifiedMs }),
    ...(storageClass !== undefined && { storageClass }),
    sums: sumsOfTag(etag),
  }
}

/**
 * Caches folder listings, so that a pane can show them while it lists the folder again. Nothing that decides or copies
 * reads them. A listing is stored page by page and is valid once it is complete; a change in between removes it.
 */
import { setImmediate } from 'node:timers/promises'
import type { EntryPage } from '../../contract/entry-page.ts'
import { StorageError } from '../../contract/failure.ts'
import { parentPath } from '../../contract/location.ts'
import type { CacheDatabase } from './cache-database.ts'
import type { Counts } from './counts.ts'
import type { CacheBounds } from './limits.ts'
import { createListingDrafts, type ListingPlace } from './listing-drafts.ts'
import { pageOfBytes } from './page-bytes.ts'

export type KnownListing = { readonly asOfMs: number; readonly entries: number } | EntryPage

export interface ListingCache {
  /** Passes a listing through and caches it when it is complete. */
  recorded(place: ListingPlace, path: string, pages: AsyncIterable<EntryPage>): AsyncIterable<EntryPage>
  /**
   * Yields the time and the number of entries first, then the pages; nothing if the folder is not cached. There are
   * fewer pages if the listing is removed in the meantime.
   */
  known(place: ListingPlace, path: string): AsyncGenerator<KnownListing>
  /** Forgets changed paths: their parent folders, the paths themselves, and everything below them. */
  forget(mount: string, paths: readonly string[]): void
  forgetAll(mount?: string): void
  size(mount?: string): { readonly folders: number; readonly entries: number; readonly bytes: number }
}

export interface ListingCacheDeps {
  readonly database: CacheDatabase
  readonly counts: Counts
  readonly bounds: CacheBounds
  readonly now: () => number
}

export function createListingCache({ database, counts, bounds, now }: ListingCacheDeps): ListingCache {
  const { use, change } = database
  const { begin, remove } = createListingDrafts({ database, bounds, now })
  /** Most changed paths are not cached, and a query is cheaper than an empty delete. */
  function removeIfThere(where: string, ...values: readonly unknown[]) {
    const found = use(({ one }) => one(`select 1 as yes from listings where ${where} limit 1`, ...values))
    if (found !== undefined) remove(where, ...values)
  }

  return {
    async *recorded(place, path, pages) {
      const draft = begin(place, path)
      try {
        for await (const page of pages) {
          yield page
          draft.add(page)
        }
        draft.finish()
      } catch (error) {
        if (isGone(error)) remove(...below(place.mount, path))
        throw error
      } finally {
        draft.drop() // Has no effect on a finished listing.
      }
    },
    async *known({ mount, identity, ttlMs }, path) {
      const sql = `select id, as_of_ms as asOfMs, entries, bytes from listings
        where mount = ? and path = ? and identity = ? and as_of_ms > ? order by as_of_ms desc limit 1`
      const found = use(({ one }) => one(sql, mount, path, identity, now() - ttlMs)) as
        { readonly id: number; readonly asOfMs: number; readonly entries: number; readonly bytes: number } | undefined
      counts.add(mount, 'listing', found ? { hits: 1, savedBytes: found.bytes } : { misses: 1 })
      if (!found) return
      const { id, asOfMs, entries } = found
      change(({ run }) => run('update listings set used_ms = ? where id = ?', now(), id))
      yield { asOfMs, entries }
      for (let number = 1; ; number += 1) {
        const page = use(({ one }) => one('select bytes from pages where listing = ? and number = ?', id, number))
        if (page === undefined) return
        const read = pageOfBytes((page as { readonly bytes: Uint8Array }).bytes)
        if (!read) {
          remove('id = ?', id)
          return
        }
        yield read
        await setImmediate() // Lets an abort take effect between two pages.
      }
    },
    forget(mount, paths) {
      const held = use(({ one }) => one('select 1 as yes from listings where mount = ? limit 1', mount))
      if (held === undefined) return
      const above = new Set<string>()
      for (const path of paths) {
        removeIfThere(...below(mount, path))
        for (let at = path; at !== '';) above.add((at = parentPath(at)))
      }
      removeIfThere('mount = ? and path in (select value from json_each(?))', mount, JSON.stringify([...above]))
    },
    forgetAll: (mount) => {
      if (mount === undefined) remove('true')
      else remove('mount = ?', mount)
    },
    size(mount) {
      const sql = `select count(*) as folders, coalesce(sum(entries), 0) as entries, coalesce(sum(bytes), 0) as bytes
        from listings where as_of_ms is not null and (?1 is null or mount = ?1)`
      const none = { folders: 0, entries: 0, bytes: 0 }
      return (use(({ one }) => one(sql, mount ?? null)) as typeof none | undefined) ?? none
    },
  }
}

function below(mount: string, path: string): [where: string, ...values: string[]] {
  if (path === '') return ['mount = ?', mount]
  // `0` comes after `/`, so one index range covers the path and everything below it. A few similar names are removed as
  // well.
  return ['mount = ? and path >= ? and path < ?', mount, path, `${path}0`]
}

function isGone(error: unknown): boolean {
  return error instanceof StorageError && ['not-found', 'not-a-folder'].includes(error.failure.kind)
}

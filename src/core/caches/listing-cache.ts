/**
 * What folders were last known to hold, for a pane to show while it lists them again. Nothing that decides or copies reads it. A listing is
 * written down page by page while it is made and counts when it is whole; a change in between takes it away.
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
  /** Passes a listing on, and keeps it when it has come to its end. */
  recorded(place: ListingPlace, path: string, pages: AsyncIterable<EntryPage>): AsyncIterable<EntryPage>
  /** First of when it is and how many entries it has, then its pages; nothing where none is kept. Fewer come when it is lost meanwhile. */
  known(place: ListingPlace, path: string): AsyncGenerator<KnownListing>
  /** Of what changed: the folders it is in, itself, and all below it. */
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
  /** Most changes are of what is not kept, and looking takes less than a change of nothing. */
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
        draft.drop() // unless it is finished
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
        await setImmediate() // who leaves is heard between two pages
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
  // `0` comes after `/`: itself and all that begins with it and a slash, by one look into the index; a few names like it go along
  return ['mount = ? and path >= ? and path < ?', mount, path, `${path}0`]
}

function isGone(error: unknown): boolean {
  return error instanceof StorageError && ['not-found', 'not-a-folder'].includes(error.failure.kind)
}

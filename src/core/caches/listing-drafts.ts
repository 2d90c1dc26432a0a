/** Listings that are still being written, and evictions for them. */
import type { EntryPage } from '../../contract/entry-page.ts'
import type { CacheDatabase } from './cache-database.ts'
import type { CacheBounds } from './limits.ts'
import { bytesOfPage } from './page-bytes.ts'

/** `identity` differs for another account or address under the same name. */
export interface ListingPlace {
  readonly mount: string
  readonly identity: string
  readonly ttlMs: number
  readonly entries: number
}

interface DraftDeps {
  readonly database: CacheDatabase
  readonly bounds: CacheBounds
  readonly now: () => number
}

/** A draft that is older than this comes from a program that was killed. */
const longestListingMs = 3_600_000

export function createListingDrafts({ database: { use, change }, bounds, now }: DraftDeps) {
  const remove = (where: string, ...values: readonly unknown[]) =>
    change(({ run }) => {
      run(`delete from pages where listing in (select id from listings where ${where})`, ...values)
      run(`delete from listings where ${where}`, ...values)
      return true
    })

  let hasTidied = false
  function begin({ mount, identity, entries: most }: ListingPlace, path: string) {
    // Programs that were killed may have left unfinished listings.
    if (!hasTidied) makeRoom(mount, most)
    hasTidied = true
    const begunMs = now()
    const insert = 'insert into listings (mount, identity, path, begun_ms, used_ms) values (?, ?, ?, ?, ?) returning id'
    const row = change(({ one }) => one(insert, mount, identity, path, begunMs, begunMs)) as { id: number } | undefined
    let id = row?.id
    let number = 0
    let entries = 0
    let bytes = 0
    function drop() {
      if (id !== undefined) remove('id = ?', id)
      id = undefined
    }
    return {
      drop,
      add(page: EntryPage) {
        if (id === undefined) return
        const packed = bytesOfPage(page)
        entries += page.count
        bytes += packed.length
        if (entries > Math.min(most, bounds.entries) || bytes > bounds.listingBytes) return drop()
        const isWritten = change(({ run }) => {
          const held = run('update listings set entries = ?, bytes = ? where id = ?', entries, bytes, id)
          if (held > 0) run('insert into pages (listing, number, bytes) values (?, ?, ?)', id, (number += 1), packed)
          return held > 0
        })
        if (isWritten !== true) drop()
      },
      finish() {
        if (id === undefined) return
        const older = 'mount = ? and path = ? and as_of_ms is not null and id <> ?'
        const isThere = () => use(({ one }) => one('select 1 as yes from listings where id = ?', id)) !== undefined
        if (!isThere()) return
        remove(older, mount, path, id)
        // This comes first, because the program may be killed in between.
        if (!makeRoom(mount, most) || !isThere()) return
        change(({ run }) => run('update listings set as_of_ms = ? where id = ?', begunMs, id))
        id = undefined
      },
    }
  }

  /**
   * Evicts the least recently used listings, and returns whether the limits are met. This may evict the listing that is
   * being written, which is then not kept.
   */
  function makeRoom(mount: string, mostOfMount: number): boolean {
    remove('as_of_ms is null and begun_ms < ?', now() - longestListingMs)
    return (
      evict('mount = ?', [mount], mostOfMount, Number.POSITIVE_INFINITY) &&
      evict('true', [], bounds.entries, bounds.listingBytes)
    )
  }
  function evict(where: string, values: readonly unknown[], mostEntries: number, mostBytes: number): boolean {
    for (;;) {
      const sums = `select coalesce(sum(entries), 0) as entries, coalesce(sum(bytes), 0) as bytes from listings where ${where}`
      const sum = use(({ one }) => one(sums, ...values)) as { entries: number; bytes: number } | undefined
      if (!sum) return false
      if (sum.entries <= mostEntries && sum.bytes <= mostBytes) return true
      const oldest = `select id from listings where ${where} order by used_ms, id limit 1`
      const found = use(({ one }) => one(oldest, ...values)) as { id: number } | undefined
      if (!found || remove('id = ?', found.id) === undefined) return false
    }
  }

  return { begin, remove }
}

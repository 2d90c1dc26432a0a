/** Counts cache hits and misses of all programs. */
import type { CacheDatabase } from './cache-database.ts'

export type CachePart = 'listing' | 'content'

export interface Counted {
  readonly hits: number
  readonly misses: number
  /** Bytes that were not requested from the store. */
  readonly savedBytes: number
}

export interface Counts {
  add(mount: string, part: CachePart, counted: Partial<Counted>): void
  of(mount: string, part: CachePart): Counted
  mounts(): readonly string[]
  forget(mount?: string): void
  flush(): void
}

const writeWithinMs = 1000
const none: Counted = { hits: 0, misses: 0, savedBytes: 0 }
const addSql = `insert into counts (mount, part, hits, misses, bytes) values (?, ?, ?, ?, ?)
  on conflict (mount, part) do update set hits = hits + excluded.hits, misses = misses + excluded.misses, bytes = bytes + excluded.bytes`

export function createCounts(database: CacheDatabase): Counts {
  let pending = new Map<string, readonly [mount: string, part: CachePart, counted: Counted]>()
  let timer: NodeJS.Timeout | undefined

  function flush() {
    clearTimeout(timer)
    timer = undefined
    const all = [...pending.values()]
    pending = new Map()
    if (all.length === 0) return
    database.change(({ run }) => {
      for (const [mount, part, { hits, misses, savedBytes }] of all) run(addSql, mount, part, hits, misses, savedBytes)
    })
  }
  return {
    add(mount, part, { hits = 0, misses = 0, savedBytes = 0 }) {
      const key = `${part} ${mount}`
      const before = pending.get(key)?.[2] ?? none
      const now = {
        hits: before.hits + hits,
        misses: before.misses + misses,
        savedBytes: before.savedBytes + savedBytes,
      }
      pending.set(key, [mount, part, now])
      timer ??= setTimeout(flush, writeWithinMs).unref()
    },
    of(mount, part) {
      flush()
      const sql = 'select hits, misses, bytes as savedBytes from counts where mount = ? and part = ?'
      return (database.use(({ one }) => one(sql, mount, part)) as Counted | undefined) ?? none
    },
    mounts() {
      flush()
      const rows = database.use(({ all }) => all('select distinct mount from counts')) ?? []
      return (rows as readonly { readonly mount: string }[]).map(({ mount }) => mount)
    },
    forget(mount) {
      flush()
      database.change(({ run }) => run('delete from counts where ?1 is null or mount = ?1', mount ?? null))
    },
    flush,
  }
}

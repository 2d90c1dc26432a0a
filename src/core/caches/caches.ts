/**
 * The cache of remote mounts, which makes them faster to show: listings in a database, and bytes of files in folders
 * next to it. It never answers a copy, a sync, a search or any other decision. All of it can be lost without harm.
 */
import { rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EntryPage } from '../../contract/entry-page.ts'
import type { Backend } from '../backends/backend.ts'
import { createBlockStore, touch } from './block-store.ts'
import { createCacheDatabase } from './cache-database.ts'
import { type CachedRange, createContentCache } from './content-cache.ts'
import { createCounts, type Counted } from './counts.ts'
import { type CacheBounds, type CacheLimits, standardBounds } from './limits.ts'
import { createListingCache, type KnownListing } from './listing-cache.ts'
import { keptFiles, makeRoom } from './make-room.ts'
import { safeName } from './safe-names.ts'

export interface MountCacheOptions {
  readonly name: string
  /** Differs for another address or account under the same name. */
  readonly identity: string
  readonly limits: CacheLimits
}

/** The cache of one mount. An absent part is not cached. */
export interface MountCache {
  readonly listings?: {
    recorded(path: string, pages: AsyncIterable<EntryPage>): AsyncIterable<EntryPage>
    known(path: string): AsyncGenerator<KnownListing>
  }
  readonly contents?: {
    read(backend: Pick<Backend, 'read'>, path: string, range: CachedRange): AsyncGenerator<Uint8Array>
  }
  /** Forgets these changed paths and the listings of their parent folders. */
  forget(paths: readonly string[]): void
}

export interface CacheUse {
  readonly mount: string
  readonly listings: Counted & { readonly folders: number; readonly entries: number; readonly bytes: number }
  readonly contents: Counted & { readonly files: number; readonly bytes: number }
}

export interface Caches {
  of(mount: MountCacheOptions): MountCache
  /** Returns the use of each mount that has cached data or requests. */
  status(mount?: string): Promise<readonly CacheUse[]>
  clear(mount?: string): void
  readonly bounds: CacheBounds
  readonly folder: string
  /** Resolves when no eviction is running. */
  idle(): Promise<void>
  close(): void
}

export interface CachesDeps {
  readonly folder: string
  readonly bounds?: Partial<CacheBounds>
  readonly now?: () => number
}

export function createCaches({ folder, bounds: given, now = Date.now }: CachesDeps): Caches {
  const bounds = { ...standardBounds, ...given }
  const database = createCacheDatabase(join(folder, 'cache.db'))
  const counts = createCounts(database)
  const listings = createListingCache({ database, counts, bounds, now })
  const files = join(folder, 'files')
  const space = createSpace(files, bounds.contentBytes)
  const opened = new Map<string, MountCache>()

  function contentsOf({ name, identity, limits: { content } }: MountCacheOptions) {
    const root = join(files, safeName(name), identity)
    const store = createBlockStore(root)
    return createContentCache({
      store,
      now,
      ttlMs: content?.ttlMs ?? 0,
      mostBytes: Math.min(content?.bytes ?? 0, bounds.contentBytes) / 4,
      onUsed(path, used) {
        counts.add(name, 'content', used)
        if (used.hits > 0) void touch(root, path)
      },
      onKept: (bytes) => space.add(join(files, safeName(name)), bytes, content?.bytes ?? 0),
    })
  }
  function create(options: MountCacheOptions): MountCache {
    const { name, identity, limits } = options
    const contents = contentsOf(options)
    const place = limits.listing && { mount: name, identity, ...limits.listing }
    return {
      ...(place && {
        listings: {
          recorded: (path, pages) => listings.recorded(place, path, pages),
          known: (path) => listings.known(place, path),
        },
      }),
      ...(limits.content && { contents: { read: (backend, path, range) => contents.read(backend, path, range) } }),
      forget(paths) {
        listings.forget(name, paths)
        contents.forget(paths)
      },
    }
  }

  return {
    bounds,
    folder,
    of(options) {
      const key = JSON.stringify(options)
      const known = opened.get(key) ?? create(options)
      opened.set(key, known)
      return known
    },
    async status(only) {
      const folders = new Map((await readdir(files).catch(() => [])).map((each) => [each, join(files, each)]))
      const names = only === undefined ? counts.mounts() : [only]
      const uses: CacheUse[] = []
      for (const mount of names.toSorted()) {
        const kept = await keptFiles(folders.get(safeName(mount)) ?? join(files, safeName(mount)))
        const bytes = kept.reduce((sum, file) => sum + file.bytes, 0)
        uses.push({
          mount,
          listings: { ...counts.of(mount, 'listing'), ...listings.size(mount) },
          contents: { ...counts.of(mount, 'content'), files: kept.length, bytes },
        })
      }
      return uses
    },
    clear(mount) {
      listings.forgetAll(mount)
      counts.forget(mount)
      try {
        rmSync(mount === undefined ? files : join(files, safeName(mount)), { recursive: true, force: true })
      } catch {
        // Blocks that can't be deleted still belong to their state.
      }
    },
    idle: () => space.idle(),
    close() {
      counts.flush()
      database.close()
    },
  }
}

/**
 * Evicts data when the amount added since the last check may exceed a limit, of one mount or of all. Other programs add
 * data too, so each program checks repeatedly.
 */
function createSpace(files: string, mostBytes: number) {
  interface Room {
    added: number
    looking?: Promise<void> | undefined
  }
  const rooms = new Map<string, Room>()

  async function look(folder: string, room: Room, most: number) {
    room.added = 0
    await makeRoom(folder, most).catch(() => {})
    room.looking = undefined
  }
  return {
    /** Waits during an eviction, unless little was added in the meantime. */
    async add(ofMount: string, bytes: number, mostOfMount: number) {
      const all = [
        [ofMount, Math.min(mostOfMount, mostBytes)],
        [files, mostBytes],
      ] as const
      for (const [folder, most] of all) {
        const room = rooms.get(folder) ?? { added: Number.POSITIVE_INFINITY }
        rooms.set(folder, room)
        room.added += bytes
        if (room.added > most / 40) room.looking ??= look(folder, room, most)
        if (room.added > most / 20) await room.looking
      }
    },
    async idle() {
      for (const { looking } of rooms.values()) await looking
    },
  }
}

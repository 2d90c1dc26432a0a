/**
 * What is kept of mounts that are elsewhere, to show it sooner: listings in a database, the bytes of files in folders beside it. Nothing here
 * is ever an answer to a copy, a sync, a search or any other decision; all of it can be lost without harm.
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

/** Of one mount. A part that is absent is not kept. */
export interface MountCache {
  readonly listings?: {
    recorded(path: string, pages: AsyncIterable<EntryPage>): AsyncIterable<EntryPage>
    known(path: string): AsyncGenerator<KnownListing>
  }
  readonly contents?: {
    read(backend: Pick<Backend, 'read'>, path: string, range: CachedRange): AsyncGenerator<Uint8Array>
  }
  /** These were changed: neither they nor the folders they are in are as they were. */
  forget(paths: readonly string[]): void
}

export interface CacheUse {
  readonly mount: string
  readonly listings: Counted & { readonly folders: number; readonly entries: number; readonly bytes: number }
  readonly contents: Counted & { readonly files: number; readonly bytes: number }
}

export interface Caches {
  of(mount: MountCacheOptions): MountCache
  /** Of each mount of which something is kept or was asked for. */
  status(mount?: string): Promise<readonly CacheUse[]>
  clear(mount?: string): void
  readonly bounds: CacheBounds
  readonly folder: string
  /** Resolves when no room is being made. */
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
        // what the disk does not let go of is still of its state
      }
    },
    idle: () => space.idle(),
    close() {
      counts.flush()
      database.close()
    },
  }
}

/** Makes room when what was kept since the last time may be too much, of the mount or of all. */
function createSpace(files: string, mostBytes: number) {
  const held = new Map<string, number>()
  const most = new Map<string, number>([[files, mostBytes]])
  let working: Promise<void> | undefined

  const isOver = (folder: string) =>
    (held.get(folder) ?? Number.POSITIVE_INFINITY) > (most.get(folder) ?? Number.POSITIVE_INFINITY)
  async function tidy(folders: readonly string[]) {
    for (let round = 0; round < 2; round += 1) {
      for (const folder of folders.filter(isOver)) {
        const before = held.get(folder) ?? 0
        const left = await makeRoom(folder, most.get(folder) ?? mostBytes)
        // what was added meanwhile was maybe not seen
        held.set(folder, left + Math.max(0, (held.get(folder) ?? 0) - before))
      }
    }
  }
  return {
    add(ofMount: string, bytes: number, mostOfMount: number) {
      most.set(ofMount, Math.min(mostOfMount, mostBytes))
      const folders = [ofMount, files]
      for (const folder of folders) {
        const known = held.get(folder)
        if (known !== undefined) held.set(folder, known + bytes)
      }
      if (!folders.some(isOver)) return
      working ??= tidy(folders)
        .catch(() => {})
        .finally(() => (working = undefined))
    },
    idle: async () => working,
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EntryPage, packEntries, unpackEntries } from '../../contract/entry-page.ts'
import type { Backend } from '../backends/backend.ts'
import { createMemoryBackend } from '../backends/memory/index.ts'
import { withForgetting } from '../layers/forgetting.ts'
import { createCaches, type MountCache, type MountCacheOptions } from './caches.ts'
import type { CachedRange } from './content-cache.ts'
import type { CacheBounds } from './limits.ts'

const { signal } = new AbortController()
const text = new TextEncoder()

/** A cached store, with a clock that tests can set. */
export async function createCacheRig(bounds: Partial<CacheBounds> = {}, under?: string) {
  const folder = under ?? (await mkdtemp(join(tmpdir(), 'portolan-caches-')))
  const store = createMemoryBackend()
  const state = { nowMs: 1_700_000_000_000, asked: 0 }
  const options: MountCacheOptions = {
    name: 'far',
    identity: 'a1',
    limits: { listing: { ttlMs: 1000, entries: 1_000_000 }, content: { ttlMs: 0, bytes: 100_000_000 } },
  }
  const open = (more: Partial<CacheBounds> = {}) =>
    createCaches({ folder, bounds: { ...bounds, ...more }, now: () => state.nowMs })
  const caches = open()
  const cache = caches.of(options)
  const counted: Backend = {
    ...store,
    read(path, wish) {
      state.asked += 1
      return store.read(path, wish)
    },
  }
  return {
    folder,
    state,
    options,
    open,
    caches,
    cache,
    /** The store without the mount, for changes that the caches are not told of. */
    store,
    /** The mount, for changes that are reported to the caches. */
    mount: withForgetting(counted, (paths) => cache.forget(paths)),
    async close() {
      caches.close()
      if (under === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

export async function put(backend: Backend, path: string, bytes: string | Uint8Array): Promise<void> {
  const body = new Blob([typeof bytes === 'string' ? text.encode(bytes) : Uint8Array.from(bytes)]).stream()
  await backend.write(path, body, { ifExists: 'replace', modifiedMs: 1_600_000_000_000, signal })
}

export async function listThrough(cache: MountCache, backend: Backend, path: string): Promise<string[]> {
  return namesIn(cache.listings?.recorded(path, backend.list(path, { signal })) ?? [])
}

/** Undefined if nothing is cached. */
export async function knownIn(cache: MountCache, path: string): Promise<string[] | undefined> {
  let isKnown = false
  async function* pages() {
    for await (const item of cache.listings?.known(path) ?? []) {
      isKnown = true
      if (!('asOfMs' in item)) yield item
    }
  }
  const names = await namesIn(pages())
  return isKnown ? names : undefined
}

async function namesIn(pages: AsyncIterable<EntryPage> | Iterable<EntryPage>): Promise<string[]> {
  const names: string[] = []
  for await (const page of pages) names.push(...unpackEntries(page).map(({ name }) => name))
  return names.toSorted()
}

export async function readThrough(
  cache: MountCache,
  backend: Backend,
  path: string,
  range: Omit<CachedRange, 'signal'> = {},
): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  // Chunks are views, so later reads must not change them.
  for await (const chunk of cache.contents?.read(backend, path, { ...range, signal }) ?? []) chunks.push(chunk)
  return Buffer.concat(chunks)
}

export function pageOf(count: number, from = 0): EntryPage {
  return packEntries(Array.from({ length: count }, (_, at) => ({ name: `entry ${from + at}`, kind: 'file' as const })))
}

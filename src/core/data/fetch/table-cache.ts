/**
 * Fetched parts of remote files, for the queries of this program. They are in a folder that is removed at the end. The
 * next program removes what a killed program left there.
 */
import { said } from '../../../contract/sentences/said.ts'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Entry } from '../../../contract/entry.ts'
import { StorageError } from '../../../contract/failure.ts'
import { formatLocation, type Location } from '../../../contract/location.ts'
import type { Backend } from '../../backends/backend.ts'
import type { MountCache } from '../../caches/caches.ts'
import { createFetchedFile, type FetchedFile, type FetchOptions } from './fetched-file.ts'

export interface TableCache {
  /** Creates a new folder. The caller removes it. */
  newFolder(): Promise<string>
  /**
   * Returns the file as far as it was fetched before, unless it changed since; the store is asked. It stays at least
   * until `done`. Throws `too-large` if it can never fit.
   */
  take(location: Location, entry: Entry, backend: Backend, options: FetchOptions): Promise<Taken>
  close(): Promise<void>
}

export interface Taken {
  readonly file: FetchedFile
  done(): Promise<void>
}

interface Kept {
  readonly file: FetchedFile
  readonly backend: Backend
  readonly modifiedMs: number | undefined
  users: number
  isForgotten?: true
}

export interface TableCacheOptions {
  readonly mostBytes: number
  /** Returns the cache of a mount's files that outlives this program. */
  readonly contentsOf?: (mount: string) => MountCache['contents']
}

export function createTableCache(parent: string, { mostBytes, contentsOf }: TableCacheOptions): TableCache {
  const own = `${process.pid}-${Date.now().toString(36)}`
  const folder = join(parent, own)
  /** Ordered by use, the most recently used last. */
  const kept = new Map<string, Kept>()
  let count = 0
  let made: Promise<void> | undefined

  async function make() {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeLeft(parent, own)
  }
  /** A query that still reads it continues. */
  async function forget(key: string, one: Kept) {
    if (kept.get(key) === one) kept.delete(key)
    one.isForgotten = true
    if (one.users === 0) await rm(one.file.localPath, { force: true })
  }
  async function makeRoom() {
    let held = [...kept.values()].reduce((sum, { file }) => sum + file.heldBytes(), 0)
    for (const [key, one] of kept) {
      if (held <= mostBytes) return
      if (one.users > 0) continue
      held -= one.file.heldBytes()
      await forget(key, one)
    }
  }
  function newFile({ mount, path }: Location, backend: Backend, sizeBytes: number): FetchedFile {
    const contents = contentsOf?.(mount)
    const localPath = join(folder, `f${(count += 1)}`)
    return createFetchedFile({ backend, path, localPath, sizeBytes, ...(contents && { contents }) })
  }
  async function upToDate(
    key: string,
    entry: Entry,
    backend: Backend,
    options: FetchOptions,
  ): Promise<Kept | undefined> {
    const known = kept.get(key)
    if (!known) return undefined
    const isSame =
      known.backend === backend && known.file.sizeBytes === entry.sizeBytes && known.modifiedMs === entry.modifiedMs
    if (isSame && (await isUnchanged(known.file, options))) return known
    await forget(key, known)
    return undefined
  }

  return {
    async newFolder() {
      await (made ??= make())
      const path = join(folder, `q${(count += 1)}`)
      await mkdir(path)
      return path
    },
    async take(location, entry, backend, options) {
      await (made ??= make())
      const key = formatLocation(location)
      const sizeBytes = entry.sizeBytes
      if (sizeBytes === undefined) throw unknownSize(location)
      const known = await upToDate(key, entry, backend, options)
      const file = known?.file ?? newFile(location, backend, sizeBytes)
      const now = known ?? { file, backend, modifiedMs: entry.modifiedMs, users: 0 }
      now.users += 1
      kept.delete(key)
      kept.set(key, now)
      await makeRoom()
      return {
        file,
        async done() {
          now.users -= 1
          if (now.isForgotten) await forget(key, now)
          await makeRoom()
        },
      }
    },
    async close() {
      kept.clear()
      if (!made) return
      await made.catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function isUnchanged(file: FetchedFile, options: FetchOptions): Promise<boolean> {
  try {
    await file.check(options)
    return true
  } catch (error) {
    if (error instanceof StorageError && error.failure.kind === 'changed') return false
    throw error
  }
}

/** Removes the folders of programs that have ended. */
async function removeLeft(parent: string, own: string) {
  for (const name of await readdir(parent)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1])
    if (name === own || !Number.isSafeInteger(pid) || isAlive(pid)) continue
    await rm(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function unknownSize(location: Location): StorageError {
  return new StorageError({
    kind: 'unsupported',
    ...said('table.size-unknown'),
    operation: 'tables.fetch',
    location: formatLocation(location),
  })
}

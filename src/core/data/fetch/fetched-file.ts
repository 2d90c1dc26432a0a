import { said } from '../../../contract/sentences/said.ts'
import { type FileHandle, open } from 'node:fs/promises'
import { StorageError } from '../../../contract/failure.ts'
import { forEachChunk, watchBytes } from '../../../lib/flow/byte-stream.ts'
import { createWorkerPool } from '../../../lib/flow/worker-pool.ts'
import { streamOfChunks } from '../../../lib/flow/pull-stream.ts'
import type { Backend, ReadOptions, Waits } from '../../backends/backend.ts'
import type { MountCache } from '../../caches/caches.ts'
import { joined, missing, type Range } from './ranges.ts'

export interface FetchOptions extends Waits {
  /** Receives the number of bytes as they arrive from the store. */
  readonly onBytes: (count: number) => void
}

/** A remote file as far as it was fetched. On disk it has its full size, with holes. */
export interface FetchedFile {
  readonly localPath: string
  readonly sizeBytes: number
  /** Tells whether the file is complete. */
  isWhole(): boolean
  heldBytes(): number
  /** Throws `changed` if the file differs from its state at the first fetch. */
  fetch(ranges: readonly Range[], options: FetchOptions): Promise<void>
  /** Throws `changed` in the same case, and reads as little as possible. */
  check(options: FetchOptions): Promise<void>
  /** Reads bytes that were fetched before. */
  read(range: Range): Promise<ArrayBuffer>
}

/** A request costs about as much as this number of bytes. */
const gapBytes = 65_536
const sideBySide = 4

export interface FetchedFileOptions {
  readonly backend: Pick<Backend, 'read'>
  /** Cached blocks of the file are not fetched again if the store confirms that they are current. */
  readonly contents?: MountCache['contents']
  readonly path: string
  readonly localPath: string
  readonly sizeBytes: number
}

export function createFetchedFile(given: FetchedFileOptions): FetchedFile {
  const { backend, path, localPath, sizeBytes } = given
  let held: Range[] = []
  let mark: string | undefined
  /** Fetches run one at a time, because two queries may need the same bytes. */
  let turn: Promise<void> = Promise.resolve()

  async function fetchRange({ start, end }: Range, to: FileHandle, options: Fetching) {
    const { signal } = options
    const bytes = await openBytes(given, options, {
      offset: start,
      length: end - start,
      signal,
      ...(mark !== undefined && { ifUnchanged: mark }),
      onOpened: (now) => (mark ??= now),
    })
    let at = start
    await forEachChunk(bytes, signal, async (chunk) => {
      await to.write(chunk, 0, chunk.length, at)
      at += chunk.length
    })
    if (at !== end) throw changed()
    held = joined([...held, { start, end }])
  }

  async function fetchNow(ranges: readonly Range[], options: FetchOptions) {
    const wanted = joined(ranges, gapBytes).flatMap((range) => missing(range, held))
    if (wanted.length === 0) return
    const fetching = { ...options, sinceMs: Date.now() }
    const file = await open(localPath, held.length === 0 ? 'w' : 'r+')
    try {
      if (held.length === 0) await file.truncate(sizeBytes)
      const [first, ...others] = wanted
      if (first) await fetchRange(first, file, fetching) // Determines the mark for all other reads.
      const workers = createWorkerPool(sideBySide)
      try {
        for (const range of others) await workers.begin(() => fetchRange(range, file, fetching), options.signal)
        await workers.finish()
      } finally {
        await workers.idle()
      }
    } catch (error) {
      throw isFull(error) ? noSpace() : error
    } finally {
      await file.close()
    }
  }

  return {
    localPath,
    sizeBytes,
    isWhole: () => missing({ start: 0, end: sizeBytes }, held).length === 0,
    heldBytes: () => held.reduce((sum, { start, end }) => sum + end - start, 0),
    async fetch(ranges, options) {
      const before = turn
      const work = before.then(() => fetchNow(ranges, options))
      turn = work.catch(() => {})
      await work
    },
    async check({ signal, onBytes }) {
      if (mark === undefined || sizeBytes === 0) return
      const bytes = await backend.read(path, { offset: 0, length: 1, signal, ifUnchanged: mark })
      await forEachChunk(bytes, signal, (chunk) => onBytes(chunk.length))
    },
    async read({ start, end }) {
      const file = await open(localPath, 'r')
      try {
        const bytes = new Uint8Array(end - start)
        let filled = 0
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, start + filled)
          if (bytesRead === 0) throw changed()
          filled += bytesRead
        }
        return bytes.buffer
      } finally {
        await file.close()
      }
    },
  }
}

interface Fetching extends FetchOptions {
  /** The start of the fetch: from then on, the store is asked once. */
  readonly sinceMs: number
}

/** Reads from the cache if possible, otherwise from the store. */
async function openBytes(
  { backend, contents, path }: FetchedFileOptions,
  { signal, onBytes, sinceMs }: Fetching,
  wish: ReadOptions,
): Promise<ReadableStream<Uint8Array>> {
  const store: Pick<Backend, 'read'> = {
    read: async (at, options) =>
      watchBytes(await backend.read(at, options), signal, { onChunk: onBytes, onEnd: () => {} }),
  }
  if (!contents) return store.read(path, wish)
  return streamOfChunks(contents.read(store, path, { ...wish, checkedSinceMs: sinceMs }))
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

function noSpace(): StorageError {
  return new StorageError({ kind: 'no-space', ...said('table.no-space'), operation: 'tables.fetch' })
}

function changed(): StorageError {
  return new StorageError({ kind: 'changed', ...said('table.changed'), operation: 'tables.fetch' })
}

import { said } from '../../../contract/sentences/said.ts'
import { type FileHandle, open } from 'node:fs/promises'
import { StorageError } from '../../../contract/failure.ts'
import { forEachChunk, watchBytes } from '../../../lib/flow/byte-stream.ts'
import { createCrew } from '../../../lib/flow/crew.ts'
import { streamOfChunks } from '../../../lib/flow/pull-stream.ts'
import type { Backend, ReadOptions, Waits } from '../../backends/backend.ts'
import type { MountCache } from '../../caches/caches.ts'
import { joined, missing, type Range } from './ranges.ts'

export interface FetchOptions extends Waits {
  /** Told of all that comes from the store, as it comes. */
  readonly onBytes: (count: number) => void
}

/** A file of another place as far as it was fetched: on disk it has its true size, and holes. */
export interface FetchedFile {
  readonly localPath: string
  readonly sizeBytes: number
  /** Is nothing of it missing? */
  isWhole(): boolean
  heldBytes(): number
  /** Throws `changed` when the file is not what it was at the first fetch. */
  fetch(ranges: readonly Range[], options: FetchOptions): Promise<void>
  /** Throws `changed` likewise, with as little read as can be. */
  check(options: FetchOptions): Promise<void>
  /** What was fetched before. */
  read(range: Range): Promise<ArrayBuffer>
}

/** A request costs about as much as so many bytes. */
const gapBytes = 65_536
const sideBySide = 4

export interface FetchedFileOptions {
  readonly backend: Pick<Backend, 'read'>
  /** What was kept of it earlier is not fetched again, as far as the store says that it is still the file. */
  readonly contents?: MountCache['contents']
  readonly path: string
  readonly localPath: string
  readonly sizeBytes: number
}

export function createFetchedFile(given: FetchedFileOptions): FetchedFile {
  const { backend, path, localPath, sizeBytes } = given
  let held: Range[] = []
  let mark: string | undefined
  /** One fetch at a time: two queries may want the same. */
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
      if (first) await fetchRange(first, file, fetching) // tells the mark that all others are read by
      const crew = createCrew(sideBySide)
      try {
        for (const range of others) await crew.begin(() => fetchRange(range, file, fetching), options.signal)
        await crew.finish()
      } finally {
        await crew.idle()
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
  /** When it began: the store is asked once from then on. */
  readonly sinceMs: number
}

/** From what is kept where it can be, else from the store. */
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

/** Reads one content, whole or a range of it. Memory holds only a part of one chunk. */
import { refuse } from '../../refusals.ts'
import { failureOf, StorageError } from '../../../../contract/failure.ts'
import { type ByteSource, pullStream, sourceOf } from '../../../../lib/flow/pull-stream.ts'
import type { ReadOptions } from '../../backend.ts'
import type { Shelf } from '../shelf.ts'
import { contentPath } from './places.ts'

const operation = 'shelf.versions.read'

type Shelves = Pick<Shelf, 'contents' | 'history'>
type Body = ReadableStream<Uint8Array>

/** `name` is the file's name in failures. Throws `corrupt` when it reaches a chunk that is missing. */
export async function readContent(
  shelf: Shelves,
  { sum, size }: { readonly sum: string; readonly size: number | null },
  name: string,
  options: ReadOptions,
): Promise<Body> {
  const { signal, offset = 0, length = Infinity, onOpened, ifUnchanged } = options
  signal.throwIfAborted()
  if (!shelf.history.chunkAt(sum, 0)) return missingAs(name, () => shelf.contents.read(contentPath(sum), options))
  if (ifUnchanged !== undefined && ifUnchanged !== sum)
    throw refuse('changed', 'shelf.another-version', operation, name)
  const end = Math.min(size ?? 0, offset + length)
  const source = chunksFrom(shelf, sum, name, { at: offset, end, signal })
  await source.open()
  onOpened?.(sum)
  return pullStream(source)
}

interface Range {
  readonly at: number
  readonly end: number
  readonly signal: AbortSignal
}

function chunksFrom({ contents, history }: Shelves, sum: string, name: string, { at: from, end, signal }: Range) {
  let at = from
  let chunk: ByteSource | undefined
  let chunkEnd = from

  /** Opens the chunk that contains the next byte. Does nothing at the end. */
  async function open(): Promise<void> {
    if (chunk || at >= end) return
    const row = history.chunkAt(sum, at)
    if (!row) throw refuse('changed', 'shelf.version-removed', operation, name)
    chunkEnd = Math.min(end, row.start + row.size)
    const range = { offset: at - row.start, length: chunkEnd - at, signal }
    chunk = sourceOf(await missingAs(name, () => contents.read(contentPath(row.chunk), range)))
  }
  return {
    open,
    async read(): Promise<Uint8Array | undefined> {
      for (;;) {
        signal.throwIfAborted()
        await open()
        const bytes = await chunk?.read()
        signal.throwIfAborted()
        if (bytes) {
          at += bytes.length
          return bytes
        }
        chunk = undefined
        if (at < chunkEnd) throw missing(name)
        if (at >= end) return undefined
      }
    },
    cancel: async (reason?: unknown) => chunk?.cancel(reason),
  }
}

async function missingAs(name: string, read: () => Promise<Body>): Promise<Body> {
  try {
    return await read()
  } catch (error) {
    if (failureOf(error).kind !== 'not-found') throw error
    throw missing(name, error)
  }
}

function missing(name: string, cause?: unknown): StorageError {
  return refuse('corrupt', 'shelf.missing-bytes', operation, name, cause)
}

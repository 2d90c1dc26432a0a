import { pullStream, sourceOf } from './pull-stream.ts'

type Body = ReadableStream<Uint8Array>

/** Gives each chunk to `take`, one at a time. When that or the signal ends it early, the stream is cancelled. */
export async function forEachChunk(
  body: Body,
  signal: AbortSignal,
  take: (chunk: Uint8Array) => Promise<void> | void,
): Promise<void> {
  const reader = body.getReader()
  const onAbort = () => void reader.cancel(signal.reason).catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    for (;;) {
      signal.throwIfAborted()
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return
      await take(value)
    }
  } catch (error) {
    await reader.cancel(error).catch(() => {})
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    reader.releaseLock()
  }
}

/** Runs a write; when it fails before it took the body, cancels the body so that its source is freed. */
export async function cancellingOnFailure<T>(body: Body, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!body.locked) await body.cancel(error).catch(() => {})
    throw error
  }
}

export interface BytesWatcher {
  onChunk?(bytes: number): void
  /** Called once, with the error it failed with. `left`: whoever read it stopped, or aborted. */
  onEnd(how: 'done' | 'failed' | 'left', error?: unknown): void
  /** What the reader gets to see instead of an error. */
  shown?(error: unknown): unknown
}

/** The same bytes, with somebody told how they go and how they end, also where an aborting reader just walks away. */
export function watchBytes(bytes: Body, signal: AbortSignal, watcher: BytesWatcher): Body {
  const source = sourceOf(bytes)
  let isOver = false
  const onAbort = () => end('left')
  function end(how: 'done' | 'failed' | 'left', error?: unknown) {
    if (isOver) return
    isOver = true
    signal.removeEventListener('abort', onAbort)
    watcher.onEnd(how, error)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  return pullStream({
    async read() {
      try {
        const chunk = await source.read()
        if (chunk) watcher.onChunk?.(chunk.length)
        else end('done')
        return chunk
      } catch (error) {
        end(signal.aborted ? 'left' : 'failed', error)
        throw watcher.shown ? watcher.shown(error) : error
      }
    },
    async cancel(reason) {
      end('left')
      await source.cancel(reason)
    },
  })
}

/** A body that several attempts can be lent in turn, as long as none of them has taken anything of it. */
export interface LentBody {
  lend(): Body
  /** Has an attempt asked for bytes? They are gone then. */
  isTaken(): boolean
  /** Cancels what was not used up. */
  release(reason?: unknown): Promise<void>
}

export function lendBody(body: Body): LentBody {
  const source = sourceOf(body)
  let isTaken = false
  let isOver = false
  return {
    isTaken: () => isTaken,
    lend: () =>
      pullStream({
        async read() {
          isTaken = true
          const chunk = await source.read()
          if (!chunk) isOver = true
          return chunk
        },
        async cancel(reason) {
          if (!isTaken || isOver) return
          isOver = true
          await source.cancel(reason)
        },
      }),
    async release(reason) {
      if (isOver) return
      isOver = true
      await source.cancel(reason).catch(() => {})
    },
  }
}

/** All bytes of a stream as one piece. */
export async function collectBytes(body: Body, signal: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  await forEachChunk(body, signal, async (chunk) => void chunks.push(chunk))
  const [first] = chunks
  if (first && chunks.length === 1) return first
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

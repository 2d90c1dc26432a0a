import { pullStream, sourceOf } from './pull-stream.ts'

type Body = ReadableStream<Uint8Array>

/** Passes each chunk to `take`, one at a time. If `take` throws or the signal is aborted, the stream is cancelled. */
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

/** Runs a write. If it fails before it took the body, cancels the body to free its source. */
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
  /** Called once, with the error if it failed. `left`: the reader stopped or aborted. */
  onEnd(how: 'done' | 'failed' | 'left', error?: unknown): void
  /** Replaces an error that the reader sees. */
  shown?(error: unknown): unknown
}

/** Returns the same bytes and reports their progress and end, even if an aborting reader does not cancel. */
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

/** A body that can be lent to several attempts in turn, as long as no attempt has read from it. */
export interface LentBody {
  lend(): Body
  /** Tells whether an attempt has read from the body. Those bytes are lost. */
  isTaken(): boolean
  /** Cancels the unused body. */
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

/** Returns all bytes of a stream in one array. */
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

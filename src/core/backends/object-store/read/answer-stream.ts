/** The body of an HTTP answer as a stream that is pulled: for stores whose SDK gives Node's streams. */
import type { Readable } from 'node:stream'

export interface AnswerOptions {
  readonly signal: AbortSignal
  /** How many bytes the answer promised; fewer are a connection that broke. Undefined when it did not say. */
  readonly expectedBytes: number | undefined
  /** What the reader gets to see instead of an error of the body. */
  readonly failure: (error: unknown) => unknown
  readonly onChunk?: (chunk: Uint8Array) => void
  /** All bytes came; throws where they are not the right ones. */
  readonly onEnd?: () => void
}

/** Ends with the signal's reason when that aborts; cancelling it or its end frees the connection. */
export function streamOfAnswer(body: Readable, options: AnswerOptions): ReadableStream<Uint8Array> {
  const { signal, expectedBytes = 0, failure, onChunk, onEnd } = options
  const bytes = openBytes(body)
  let count = 0
  let onAbort: (() => void) | undefined

  function close() {
    if (onAbort) signal.removeEventListener('abort', onAbort)
    onAbort = undefined
    bytes.close()
  }

  /** The next bytes; after the last one, undefined. */
  async function next(): Promise<Uint8Array | undefined> {
    const chunk = await bytes.next()
    if (chunk) {
      count += chunk.length
      onChunk?.(chunk)
    } else if (count < expectedBytes) {
      throw Object.assign(new Error('the answer ended too soon'), { code: 'ECONNRESET' })
    } else onEnd?.()
    return chunk
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onAbort = () => {
          controller.error(signal.reason)
          close()
        }
        signal.addEventListener('abort', onAbort, { once: true })
      },
      async pull(controller) {
        try {
          const chunk = await next()
          if (!onAbort) return
          if (chunk) return controller.enqueue(chunk)
          close()
          controller.close()
        } catch (error) {
          if (!onAbort) return
          close()
          controller.error(failure(error))
        }
      },
      cancel: close,
    },
    { highWaterMark: 0 },
  )
}

/** For a body nobody wants. */
export function dropAnswer(body: Readable): void {
  body.on('error', () => {})
  body.destroy()
}

/** All that has arrived, as one chunk, when asked for. */
function openBytes(body: Readable) {
  // it may have ended before somebody listened
  let failure = body.errored ? { error: body.errored as unknown } : undefined
  let isOver = body.closed
  let wake: (() => void) | undefined
  const rouse = () => wake?.()
  const end = () => {
    isOver = true
    rouse()
  }
  body.on('readable', rouse)
  body.once('end', end)
  body.once('close', end)
  body.on('error', (error) => {
    failure ??= { error }
    rouse()
  })

  return {
    async next(): Promise<Uint8Array | undefined> {
      for (;;) {
        if (failure) throw failure.error
        const chunk = body.read() as Buffer | null
        if (chunk) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        if (isOver) return undefined
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close() {
      isOver = true
      body.destroy()
      rouse()
    },
  }
}

/** The size of all of it, where the answer is a range of it: from `bytes 0-9/1234`. Undefined where it does not say. */
export function wholeBytesOf(contentRange: string | undefined, contentLength: number | undefined): number | undefined {
  if (contentRange === undefined) return contentLength
  const total = /\/(\d+)$/.exec(contentRange)?.[1]
  return total === undefined ? undefined : Number(total)
}

/** Converts the body of an HTTP response into a pull-based stream, for stores whose SDK returns Node streams. */
import type { Readable } from 'node:stream'

export interface AnswerOptions {
  readonly signal: AbortSignal
  /**
   * The number of bytes that the response announced. If fewer arrive, the connection was lost. Undefined if it
   * announced none.
   */
  readonly expectedBytes: number | undefined
  /** Translates an error of the body for the reader. */
  readonly failure: (error: unknown) => unknown
  readonly onChunk?: (chunk: Uint8Array) => void
  /** Called when all bytes have arrived. Throws if they are not the right ones. */
  readonly onEnd?: () => void
}

/**
 * Returns a stream that fails with the signal's reason when it aborts. Cancelling it, or its end, frees the connection.
 */
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

  /** Returns the next bytes, or undefined after the last one. */
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

/** Discards a body that is not needed. */
export function dropAnswer(body: Readable): void {
  body.on('error', () => {})
  body.destroy()
}

/** Returns everything that has arrived as one chunk, on demand. */
function openBytes(body: Readable) {
  // it may have ended before anything listened
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

/**
 * Returns the total size if the response is a range: from `bytes 0-9/1234`. Undefined if the header does not contain
 * it.
 */
export function wholeBytesOf(contentRange: string | undefined, contentLength: number | undefined): number | undefined {
  if (contentRange === undefined) return contentLength
  const total = /\/(\d+)$/.exec(contentRange)?.[1]
  return total === undefined ? undefined : Number(total)
}

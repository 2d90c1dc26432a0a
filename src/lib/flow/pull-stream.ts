type Body = ReadableStream<Uint8Array>

/** Bytes that are produced on request. */
export interface ByteSource {
  /** Returns the next bytes; undefined at the end. Calls must not overlap. */
  read(): Promise<Uint8Array | undefined>
  /** Called when the rest is not needed. */
  cancel(reason?: unknown): Promise<void>
}

/** The sources of the streams created here. */
const sources = new WeakMap<Body, ByteSource>()

/** Returns a stream that buffers no chunk. */
export function pullStream(source: ByteSource): Body {
  const own = endingOnce(source)
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await own.read()
        if (chunk) controller.enqueue(chunk)
        else controller.close()
      },
      cancel: (reason) => own.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  sources.set(stream, own)
  return stream
}

/** Returns a stream of these chunks. */
export function streamOfChunks(given: AsyncIterable<Uint8Array>): Body {
  const chunks = given[Symbol.asyncIterator]()
  return pullStream({
    async read() {
      const next = await chunks.next()
      return next.done ? undefined : next.value
    },
    async cancel() {
      await chunks.return?.()
    },
  })
}

/**
 * Takes a stream, which is locked from then on. The source of one of our own streams is read directly, so each layer
 * around bytes costs a call instead of a stream.
 */
export function sourceOf(stream: Body): ByteSource {
  const own = sources.get(stream)
  const reader = stream.getReader() // Throws if the stream is already locked.
  if (own) return own
  return {
    read: async () => (await reader.read()).value,
    cancel: (reason) => reader.cancel(reason),
  }
}

/** Behaves like a stream: after its end, a failure or a cancel, the source is not called again. */
function endingOnce(source: ByteSource): ByteSource {
  let isOver = false
  let failure: { readonly error: unknown } | undefined
  return {
    async read() {
      if (failure) throw failure.error
      if (isOver) return undefined
      try {
        const chunk = await source.read()
        if (isOver) return undefined
        if (!chunk) isOver = true
        return chunk
      } catch (error) {
        if (isOver) return undefined
        isOver = true
        failure = { error }
        throw error
      }
    },
    async cancel(reason) {
      if (isOver) return
      isOver = true
      await source.cancel(reason)
    },
  }
}

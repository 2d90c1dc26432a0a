type Body = ReadableStream<Uint8Array>

/** Bytes that come when they are asked for. */
export interface ByteSource {
  /** Undefined at the end. One call at a time. */
  read(): Promise<Uint8Array | undefined>
  /** Nobody wants the rest. */
  cancel(reason?: unknown): Promise<void>
}

/** What stands behind the streams made here. */
const sources = new WeakMap<Body, ByteSource>()

/** A stream that holds no chunk of its own. */
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

/** Of chunks that come in turn. */
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

/** Takes a stream, which is locked from then on. What stands behind one of ours is read directly: layers around bytes cost a call each, not a stream each. */
export function sourceOf(stream: Body): ByteSource {
  const own = sources.get(stream)
  const reader = stream.getReader() // throws where it is taken already
  if (own) return own
  return {
    read: async () => (await reader.read()).value,
    cancel: (reason) => reader.cancel(reason),
  }
}

/** As streams are: after its end, a failure or a cancel nothing more is asked of it. */
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

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

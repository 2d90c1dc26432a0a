/** A queue of items from one producer to one reader. The producer waits when the queue is full. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  /** Resolves when there is room for more. */
  push(value: T): Promise<void>
  /** Drops the item if the queue is full. */
  offer(value: T): void
  end(): void
  fail(error: unknown): void
}

export function createAsyncQueue<T>(limit: number): AsyncQueue<T> {
  const waiting: T[] = []
  let outcome: { readonly error?: unknown } | undefined
  let wakeReader: (() => void) | undefined
  let wakeWriter: (() => void) | undefined

  function add(value: T) {
    if (outcome) return
    waiting.push(value)
    wakeReader?.()
  }
  function settle(value: { readonly error?: unknown }) {
    outcome ??= value
    wakeReader?.()
    wakeWriter?.()
  }

  return {
    async push(value) {
      add(value)
      while (waiting.length >= limit && !outcome) await new Promise<void>((resolve) => (wakeWriter = resolve))
    },
    offer(value) {
      if (waiting.length < limit) add(value)
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    async *[Symbol.asyncIterator]() {
      try {
        for (;;) {
          if (waiting.length > 0) {
            const value = waiting.shift() as T
            wakeWriter?.()
            yield value
          } else if (outcome) {
            if ('error' in outcome) throw outcome.error
            return
          } else await new Promise<void>((resolve) => (wakeReader = resolve))
        }
      } finally {
        settle({})
      }
    },
  }
}

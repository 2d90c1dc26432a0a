/** A queue of items that have arrived and wait for their reader. */
export interface ItemQueue extends AsyncIterable<unknown> {
  push(value: unknown): void
  /** No more items follow; those that arrived are still delivered. */
  end(): void
  /** Like `end`, and then throws. */
  fail(error: unknown): void
  /** Throws at the reader's next step and drops waiting items. */
  abort(error: unknown): void
}

/** Creates a queue for one reader. `onTaken` runs after each item taken, to grant credit for the next. */
export function createItemQueue(onTaken: () => void): ItemQueue {
  const waiting: unknown[] = []
  let outcome: { readonly error?: unknown } | undefined
  let wake: (() => void) | undefined

  function settle(value: { error?: unknown }) {
    outcome ??= value
    wake?.()
  }

  return {
    push(value) {
      if (outcome) return
      waiting.push(value)
      wake?.()
    },
    end: () => settle({}),
    fail: (error) => settle({ error }),
    abort(error) {
      waiting.length = 0
      settle({ error })
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (waiting.length > 0) {
          const value = waiting.shift()
          if (!outcome) onTaken()
          yield value
        } else if (outcome) {
          if ('error' in outcome) throw outcome.error
          return
        } else {
          await new Promise<void>((resolve) => (wake = resolve))
        }
      }
    },
  }
}

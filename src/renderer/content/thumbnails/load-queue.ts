/**
 * A queue that runs a few tasks in parallel, in the order of the requests. It starts none while new requests keep
 * coming.
 */
export interface LoadQueue {
  /** Adds `work` to the queue. */
  ask(key: string, work: () => Promise<void>): void
  /** Removes the task if it has not started. */
  forget(key: string): void
  /** Announces that more requests follow. */
  stir(): void
}

export interface LoadQueueDeps {
  readonly now: () => number
  readonly after: (delayMs: number, run: () => void) => void
}

const sideBySide = 4
/** Files that the user only scrolls past would be read for nothing. */
const calmMs = 80

export function createLoadQueue({ now, after }: LoadQueueDeps): LoadQueue {
  const waiting = new Map<string, () => Promise<void>>()
  let running = 0
  let stirredMs = Number.NEGATIVE_INFINITY
  let isWaitingForCalm = false

  function begin() {
    const leftMs = stirredMs + calmMs - now()
    if (leftMs > 0) return beginAfter(leftMs)
    for (const [key, work] of waiting) {
      if (running >= sideBySide) return
      waiting.delete(key)
      running += 1
      void work().finally(() => {
        running -= 1
        begin()
      })
    }
  }

  function beginAfter(delayMs: number) {
    if (isWaitingForCalm) return
    isWaitingForCalm = true
    after(delayMs, () => {
      isWaitingForCalm = false
      begin()
    })
  }

  return {
    ask(key, work) {
      waiting.set(key, work)
      begin()
    },
    forget: (key) => void waiting.delete(key),
    stir: () => void (stirredMs = now()),
  }
}

/** Runs work side by side; how much of it can be changed meanwhile. What fails is its own affair. */
export interface Pool {
  /** Resolves when it has begun. */
  begin(work: () => Promise<void>, signal: AbortSignal): Promise<void>
  setSize(size: number): void
  isIdle(): boolean
  /** Resolves when one more has ended. */
  change(): Promise<void>
  idle(): Promise<void>
}

export function createPool(initialSize: number): Pool {
  let size = initialSize
  const running = new Set<Promise<void>>()
  let changed = deferred()

  function tell() {
    const { resolve } = changed
    changed = deferred()
    resolve()
  }
  return {
    async begin(work, signal) {
      while (running.size >= size && !signal.aborted) await changed.promise
      signal.throwIfAborted()
      const turn: Promise<void> = work().finally(() => {
        running.delete(turn)
        tell()
      })
      turn.catch(() => {}) // it tells by itself
      running.add(turn)
    },
    setSize(next) {
      size = next
      tell()
    },
    isIdle: () => running.size === 0,
    change: () => changed.promise,
    async idle() {
      await Promise.allSettled(running)
    },
  }
}

function deferred() {
  let resolve: () => void = () => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

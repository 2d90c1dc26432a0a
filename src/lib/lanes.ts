/** So many files on their way at a time; how many can be changed meanwhile. */
export interface Lanes {
  /** Waits for a free lane and holds it while the work lasts. */
  within<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
  setSize(size: number): void
}

export function createLanes(initialSize: number): Lanes {
  let size = initialSize
  let busy = 0
  const waiting = new Set<() => void>()

  function wakeNext() {
    while (busy < size) {
      const [next] = waiting
      if (!next) return
      waiting.delete(next)
      busy += 1
      next()
    }
  }
  async function enter(signal: AbortSignal): Promise<void> {
    if (busy < size) {
      busy += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      const leave = () => {
        waiting.delete(go)
        reject(signal.reason as Error)
      }
      waiting.add(go)
      signal.addEventListener('abort', leave, { once: true })
    })
  }
  return {
    async within(work, signal) {
      signal.throwIfAborted()
      await enter(signal)
      try {
        return await work()
      } finally {
        busy -= 1
        wakeNext()
      }
    },
    setSize(next) {
      size = next
      wakeNext()
    },
  }
}

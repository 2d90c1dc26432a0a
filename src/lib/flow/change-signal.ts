/** Tells any number of listeners that something changed. A slow listener gets one notification for many changes. */
export interface ChangeSignal {
  emit(): void
  /** Tells whether there are listeners. */
  isHeard(): boolean
  /** Yields at once, then after changes, until the signal is aborted. */
  occasions(signal: AbortSignal): AsyncGenerator<void>
}

export function createChangeSignal(): ChangeSignal {
  const listeners = new Set<() => void>()
  return {
    emit() {
      for (const listener of listeners) listener()
    },
    isHeard: () => listeners.size > 0,
    async *occasions(signal) {
      let isDue = true
      let wake: (() => void) | undefined
      const onChange = () => {
        isDue = true
        wake?.()
      }
      const onAbort = () => wake?.()
      listeners.add(onChange)
      signal.addEventListener('abort', onAbort)
      try {
        for (;;) {
          signal.throwIfAborted()
          if (isDue) {
            isDue = false
            yield
          } else await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        listeners.delete(onChange)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

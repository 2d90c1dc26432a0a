export interface ThreadWatch {
  /** How long it may be busy without answering. */
  readonly patienceMs: number
  /** A request that needs no work. */
  readonly ping: () => Promise<unknown>
  readonly onStuck: () => void
}

/** Reports when a thread is stuck: it does not even answer a request that needs no work. The result stops the watch. */
export function watchThread({ patienceMs, ping, onStuck }: ThreadWatch): () => void {
  const everyMs = patienceMs / 2
  let lookedMs = Date.now()
  let isAsked = false
  const timer = setInterval(() => {
    const passedMs = Date.now() - lookedMs
    lookedMs += passedMs
    // The computer slept, its clock was set, or this program was busy. The answer may have arrived without being read
    // yet.
    if (Math.abs(passedMs - everyMs) > everyMs / 2) return
    if (isAsked) {
      clearInterval(timer)
      onStuck()
      return
    }
    isAsked = true
    ping().then(
      () => (isAsked = false),
      () => {}, // The connection is closed.
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

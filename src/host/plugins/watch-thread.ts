export interface ThreadWatch {
  /** How long it may be busy without answering. */
  readonly patienceMs: number
  /** A question that takes no work. */
  readonly ping: () => Promise<unknown>
  readonly onStuck: () => void
}

/** Tells when a thread is stuck: it answers nothing, also no question that takes no work. The result ends the watch. */
export function watchThread({ patienceMs, ping, onStuck }: ThreadWatch): () => void {
  const everyMs = patienceMs / 2
  let lookedMs = Date.now()
  let isAsked = false
  const timer = setInterval(() => {
    const passedMs = Date.now() - lookedMs
    lookedMs += passedMs
    // the computer slept, its clock was set or this program was busy: the answer may be there and not be read yet
    if (Math.abs(passedMs - everyMs) > everyMs / 2) return
    if (isAsked) {
      clearInterval(timer)
      onStuck()
      return
    }
    isAsked = true
    ping().then(
      () => (isAsked = false),
      () => {}, // the line is closed
    )
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

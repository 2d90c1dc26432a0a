/** The number of items that may be sent before the reader on the other side grants more. */
export interface Credit {
  /** Waits for credit. Returns true when one item may be sent, and false when the call is over. */
  take(): Promise<boolean>
  grant(count: number): void
  stop(): void
}

/** Creates credit for one sender. */
export function createCredit(initial = 0): Credit {
  let available = initial
  let isStopped = false
  let wake: (() => void) | undefined
  return {
    async take() {
      while (available === 0 && !isStopped) await new Promise<void>((resolve) => (wake = resolve))
      if (isStopped) return false
      available -= 1
      return true
    },
    grant(count) {
      available += count
      wake?.()
    },
    stop() {
      isStopped = true
      wake?.()
    },
  }
}

/** Work in the order it was asked for, a few side by side, and none while more is asked for all the time. */
export interface Turns {
  /** `work` is begun in its turn. */
  ask(key: string, work: () => Promise<void>): void
  /** It is no longer wanted, if it was not begun. */
  forget(key: string): void
  /** More is about to be asked for. */
  stir(): void
}

export interface TurnsDeps {
  readonly now: () => number
  readonly after: (delayMs: number, run: () => void) => void
}

const sideBySide = 4
/** What is scrolled past would be read in vain. */
const calmMs = 80

export function createTurns({ now, after }: TurnsDeps): Turns {
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

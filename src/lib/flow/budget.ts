/**
 * What many share and there is only so much of: files on their way, bytes held in memory. Whoever needs some waits for its
 * turn, first come first served, and gives it back. How much there is can be changed meanwhile.
 */
export interface Budget {
  /**
   * Waits until the amount is free. More than there is in all is given when nobody else has any. Throws the signal's
   * reason, and takes nothing then.
   */
  take(amount: number, signal?: AbortSignal): Promise<GiveBack>
  /** Counts, but does not wait: for callers that somebody who holds some may be waiting for. */
  takeNow(amount: number): GiveBack
  /** Holds an amount of one while the work lasts. */
  within<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** What is taken stays taken, also where it is more than the new size. */
  setSize(size: number): void
  isFull(): boolean
}

/** Only the first call counts. */
export type GiveBack = () => void

interface Waiting {
  readonly amount: number
  readonly begin: (giveBack: GiveBack) => void
}

export function createBudget(initialSize: number): Budget {
  let size = initialSize
  let used = 0
  const waiting = new Set<Waiting>()
  const fits = (amount: number) => used === 0 || used + amount <= size

  function takeNow(amount: number): GiveBack {
    let isHeld = true
    used += amount
    return () => {
      if (!isHeld) return
      isHeld = false
      used -= amount
      letIn()
    }
  }
  /** In their order: small ones never pass a large one that waits. */
  function letIn() {
    for (const next of waiting) {
      if (!fits(next.amount)) return
      waiting.delete(next)
      next.begin(takeNow(next.amount))
    }
  }
  async function take(amount: number, signal?: AbortSignal): Promise<GiveBack> {
    signal?.throwIfAborted()
    if (waiting.size === 0 && fits(amount)) return takeNow(amount)
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(turn)
        reject(signal?.reason as Error)
        letIn() // those behind may need less
      }
      const turn: Waiting = {
        amount,
        begin(giveBack) {
          signal?.removeEventListener('abort', leave)
          resolve(giveBack)
        },
      }
      waiting.add(turn)
      signal?.addEventListener('abort', leave, { once: true })
    })
  }

  return {
    take,
    takeNow,
    async within(work, signal) {
      const giveBack = await take(1, signal)
      try {
        return await work()
      } finally {
        giveBack()
      }
    },
    setSize(next) {
      size = next
      letIn()
    },
    isFull: () => used >= size,
  }
}

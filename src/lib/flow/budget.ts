/**
 * A semaphore with amounts, for shared limited resources: files in progress, bytes in memory. Callers wait in the order
 * of arrival and give the amount back. The size can change at any time.
 */
export interface Budget {
  /**
   * Waits until the amount is free. An amount larger than the whole budget is granted when nothing else is taken. If
   * the signal is aborted, it throws the reason and takes nothing.
   */
  take(amount: number, signal?: AbortSignal): Promise<GiveBack>
  /** Takes the amount without waiting. It is for callers that a holder may be waiting for. */
  takeNow(amount: number): GiveBack
  /** Holds an amount of one while the work runs. */
  within<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>
  /** Amounts already taken stay taken, even if they exceed the new size. */
  setSize(size: number): void
  isFull(): boolean
}

/** Only the first call has an effect. */
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
  /** Grants in order: small requests never overtake a large one that waits. */
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
        letIn() // The next requests may need less.
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

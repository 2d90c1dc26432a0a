import { pause } from '../../lib/pause.ts'

/** Holds back bytes so that no more than so many pass in a second. */
export interface Bandwidth {
  /** Undefined: as many as there are. Takes effect at once. */
  setLimit(bytesPerSecond: number | undefined): void
  pass(bytes: number, signal: AbortSignal): Promise<void>
}

/** A limit that was just raised or taken away is noticed within so long. */
const longestNapMs = 200

export function createBandwidth(now: () => number = () => performance.now()): Bandwidth {
  let limit: number | undefined
  /** Rises with every change of the limit. */
  let age = 0
  /** When all that was let through would have passed at the limit. */
  let paidUntilMs = 0
  return {
    setLimit(bytesPerSecond) {
      if (bytesPerSecond === limit) return
      limit = bytesPerSecond
      age += 1
      paidUntilMs = now()
    },
    async pass(bytes, signal) {
      if (limit === undefined) return
      const began = age
      paidUntilMs = Math.max(paidUntilMs, now()) + (bytes / limit) * 1000
      // each waits for its own turn, not for those that came after it
      for (const dueMs = paidUntilMs; age === began && dueMs > now();) {
        await pause(Math.min(longestNapMs, dueMs - now()), signal)
        signal.throwIfAborted()
      }
    },
  }
}

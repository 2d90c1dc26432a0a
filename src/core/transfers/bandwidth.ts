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
  /** When all that has passed would have passed at the limit. */
  let paidUntilMs = 0
  return {
    setLimit(bytesPerSecond) {
      if (bytesPerSecond === limit) return
      limit = bytesPerSecond
      paidUntilMs = now()
    },
    async pass(bytes, signal) {
      if (limit === undefined) return
      paidUntilMs = Math.max(paidUntilMs, now()) + (bytes / limit) * 1000
      while (limit !== undefined && paidUntilMs > now()) {
        await pause(Math.min(longestNapMs, paidUntilMs - now()), signal)
        signal.throwIfAborted()
      }
    },
  }
}

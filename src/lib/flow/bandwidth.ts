/**
 * A rate limiter, in contrast to `budget.ts`: bytes that passed are never given back, and only time makes room for
 * more.
 */
import { pause } from './pause.ts'

/** Limits the number of bytes that pass in a second. */
export interface Bandwidth {
  /** Sets the limit; undefined means no limit. Takes effect at once. */
  setLimit(bytesPerSecond: number | undefined): void
  pass(bytes: number, signal: AbortSignal): Promise<void>
  isLimited(): boolean
  limit(): number | undefined
}

/** Waiting callers notice a raised or removed limit within this time. */
const longestNapMs = 200

export function createBandwidth(now: () => number = () => performance.now()): Bandwidth {
  let limit: number | undefined
  /** Returns the total number of bytes that were allowed to pass so far. */
  let mark = { atMs: now(), bytes: 0 }
  /** The total number of bytes that were requested so far. */
  let asked = 0
  const allowed = () => (limit === undefined ? Infinity : mark.bytes + ((now() - mark.atMs) / 1000) * limit)

  return {
    isLimited: () => limit !== undefined,
    limit: () => limit,
    setLimit(bytesPerSecond) {
      if (bytesPerSecond === limit) return
      // Waiting callers continue to wait, at the new rate.
      mark = { atMs: now(), bytes: Math.min(asked, allowed()) }
      limit = bytesPerSecond
    },
    async pass(bytes, signal) {
      if (limit === undefined) return
      // Unused bandwidth can't be used later.
      asked = Math.max(asked, allowed()) + bytes
      const due = asked
      for (let missing = due - allowed(); missing > 0; missing = due - allowed()) {
        await pause(Math.min(longestNapMs, (missing / (limit ?? Infinity)) * 1000), signal)
        signal.throwIfAborted()
      }
    },
  }
}

/** A rate and no `budget.ts`: what has passed is never given back, and time alone makes room for more. */
import { pause } from './pause.ts'

/** Holds back bytes so that no more than so many pass in a second. */
export interface Bandwidth {
  /** Undefined: as many as there are. Takes effect at once. */
  setLimit(bytesPerSecond: number | undefined): void
  pass(bytes: number, signal: AbortSignal): Promise<void>
  isLimited(): boolean
  limit(): number | undefined
}

/** A limit that was just raised or taken away is noticed within so long. */
const longestNapMs = 200

export function createBandwidth(now: () => number = () => performance.now()): Bandwidth {
  let limit: number | undefined
  /** So many bytes might have passed at this moment, since ever. */
  let mark = { atMs: now(), bytes: 0 }
  /** So many were asked to pass, since ever. */
  let asked = 0
  const allowed = () => (limit === undefined ? Infinity : mark.bytes + ((now() - mark.atMs) / 1000) * limit)

  return {
    isLimited: () => limit !== undefined,
    limit: () => limit,
    setLimit(bytesPerSecond) {
      if (bytesPerSecond === limit) return
      // who waits goes on waiting, at the new rate
      mark = { atMs: now(), bytes: Math.min(asked, allowed()) }
      limit = bytesPerSecond
    },
    async pass(bytes, signal) {
      if (limit === undefined) return
      // what was not used before can't be used later
      asked = Math.max(asked, allowed()) + bytes
      const due = asked
      for (let missing = due - allowed(); missing > 0; missing = due - allowed()) {
        await pause(Math.min(longestNapMs, (missing / (limit ?? Infinity)) * 1000), signal)
        signal.throwIfAborted()
      }
    },
  }
}

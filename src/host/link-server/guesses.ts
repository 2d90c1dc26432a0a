/** Counts requests for invalid links by their client address. A client with many of them must wait. */
export interface Guesses {
  /** Returns how long the client must wait; 0 if it need not wait yet. */
  note(address: string): number
}

const windowMs = 60_000
const mostInWindow = 30
const mostAddresses = 5000

export function createGuesses(now: () => number): Guesses {
  const seen = new Map<string, { count: number; readonly sinceMs: number }>()
  return {
    note(address) {
      const known = seen.get(address)
      if (known && now() - known.sinceMs < windowMs) {
        known.count += 1
        return known.count > mostInWindow ? known.sinceMs + windowMs - now() : 0
      }
      seen.delete(address)
      seen.set(address, { count: 1, sinceMs: now() })
      const [oldest] = seen.keys()
      if (seen.size > mostAddresses && oldest !== undefined) seen.delete(oldest)
      return 0
    },
  }
}

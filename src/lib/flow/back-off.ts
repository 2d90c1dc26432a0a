/** How trying again is spread over time. */
export interface BackOff {
  /** How often at the most, the first time included. */
  readonly mostAttempts: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  /** No attempt begins later than this after the first one began. */
  readonly totalMs: number
  /** From 0 to 1. */
  readonly random: () => number
}

export interface Attempts {
  /** How many were made. */
  readonly count: number
  /** Since the first one began. */
  readonly elapsedMs: number
  /** How long the server asked to wait. */
  readonly askedMs: number | undefined
}

/**
 * How long to wait before the next attempt; undefined when there is to be none. Doubles each time and is jittered, so that
 * many who failed together don't come back together; never sooner than the server asked for.
 */
export function nextDelay(backOff: BackOff, { count, elapsedMs, askedMs = 0 }: Attempts): number | undefined {
  const { mostAttempts, firstDelayMs, longestDelayMs, totalMs, random } = backOff
  if (count >= mostAttempts) return undefined
  const grown = Math.min(firstDelayMs * 2 ** (count - 1), longestDelayMs)
  const delay = Math.max(askedMs, Math.round(grown * (0.5 + random())))
  return elapsedMs + delay > totalMs ? undefined : delay
}

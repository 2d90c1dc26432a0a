/** Settings for retries with exponential backoff. */
export interface BackOff {
  /** The largest number of attempts, including the first one. */
  readonly mostAttempts: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
  /** No attempt starts later than this after the start of the first one. */
  readonly totalMs: number
  /** Returns a number from 0 to 1. */
  readonly random: () => number
}

export interface Attempts {
  /** The number of attempts made. */
  readonly count: number
  /** The time since the first attempt started. */
  readonly elapsedMs: number
  /** How long the server asked to wait. */
  readonly askedMs: number | undefined
}

/**
 * Returns how long to wait before the next attempt; undefined if there is none. The delay doubles each time and is
 * jittered, so that clients that failed together do not retry together. It is never shorter than the server asked for.
 */
export function nextDelay(backOff: BackOff, { count, elapsedMs, askedMs = 0 }: Attempts): number | undefined {
  const { mostAttempts, firstDelayMs, longestDelayMs, totalMs, random } = backOff
  if (count >= mostAttempts) return undefined
  const grown = Math.min(firstDelayMs * 2 ** (count - 1), longestDelayMs)
  const delay = Math.max(askedMs, Math.round(grown * (0.5 + random())))
  return elapsedMs + delay > totalMs ? undefined : delay
}

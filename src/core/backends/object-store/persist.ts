/**
 * Retries a request within an operation, where no layer above could: the bytes of a part come from a body that has
 * already been read, and only this code knows the next page of a listing. Everything else is left to the retry layer,
 * so that retries do not multiply.
 */
import { type BackOff, nextDelay } from '../../../lib/flow/back-off.ts'
import { pause } from '../../../lib/flow/pause.ts'
import { Refusal } from './failures/refusal.ts'

const backOff: BackOff = {
  mostAttempts: 4,
  firstDelayMs: 200,
  longestDelayMs: 10_000,
  totalMs: 60_000,
  random: Math.random,
}

export interface Persistence<R> {
  readonly signal: AbortSignal
  readonly isWorthIt: (refusal: R) => boolean
}

/** Throws what `send` throws: `R`s, or the signal's reason. */
export async function persist<R extends Refusal, T>(
  { signal, isWorthIt }: Persistence<R>,
  send: () => Promise<T>,
): Promise<T> {
  const began = performance.now()
  for (let count = 1; ; count += 1) {
    try {
      return await send()
    } catch (error) {
      if (signal.aborted || !(error instanceof Refusal) || !isWorthIt(error as R)) throw error
      const elapsedMs = performance.now() - began
      const delayMs = nextDelay(backOff, { count, elapsedMs, askedMs: error.retryAfterMs })
      if (delayMs === undefined) throw error
      await pause(delayMs, signal)
      signal.throwIfAborted()
    }
  }
}

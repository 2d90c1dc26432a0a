import { type Budget, createBudget, type GiveBack } from '../../../lib/flow/budget.ts'

/**
 * A semaphore for the concurrent calls of a mount, with an adaptive limit. It is halved when the store asks to slow
 * down, and grows by one for each full round of successes.
 */
export interface Permits {
  /** Waits for a permit in the order of arrival. Throws the signal's reason. */
  take(lane: Lane, options: TakeOptions): Promise<Permit>
  limit(): number
}

/**
 * Calls of different lanes never wait for each other. For example, a copy within one mount holds a read while its write
 * waits, and a listing's reader makes other calls between pages.
 */
export type Lane = 'brief' | 'long' | 'read'

export interface TakeOptions {
  readonly signal: AbortSignal
  /** The call counts but does not wait, because a holder of a permit may depend on it. */
  readonly isUrgent?: boolean
}

export interface Permit {
  /** Only the first call has an effect. */
  release(how: 'well' | 'busy' | 'otherwise'): void
}

export interface PermitsOptions {
  readonly first: number
  readonly most: number
}

/** Enough to keep a fast store busy, and few enough for the first answer of a slow one. */
export const standardPermits: PermitsOptions = { first: 16, most: 64 }

export function createPermits({ first, most }: PermitsOptions = standardPermits): Permits {
  const lanes: Readonly<Record<Lane, Budget>> = {
    brief: createBudget(first),
    long: createBudget(first),
    read: createBudget(first),
  }
  let limit = first
  let wentWell = 0
  let round = 0

  function setLimit(next: number) {
    limit = next
    wentWell = 0
    for (const lane of Object.values(lanes)) lane.setSize(limit)
  }

  /**
   * Halves the limit. Calls that started before the last cut do not cut it again, because the limit was still higher
   * then.
   */
  function cut(begunIn: number) {
    if (begunIn < round) return
    round += 1
    setLimit(Math.max(1, Math.floor(limit / 2)))
  }

  function grow(wasFull: boolean) {
    if (!wasFull || limit >= most) return // Without enough calls to use it, a higher limit would prove nothing.
    wentWell += 1
    if (wentWell >= limit) setLimit(limit + 1)
  }

  function permit(lane: Budget, giveBack: GiveBack): Permit {
    const begunIn = round
    let isReleased = false
    return {
      release(how) {
        if (isReleased) return
        isReleased = true
        if (how === 'busy') cut(begunIn)
        else if (how === 'well') grow(lane.isFull())
        giveBack()
      },
    }
  }

  return {
    limit: () => limit,
    async take(name, { signal, isUrgent = false }) {
      signal.throwIfAborted()
      const lane = lanes[name]
      return permit(lane, isUrgent ? lane.takeNow(1) : await lane.take(1, signal))
    },
  }
}

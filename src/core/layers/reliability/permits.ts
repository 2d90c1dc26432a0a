import { type Budget, createBudget, type GiveBack } from '../../../lib/flow/budget.ts'

/**
 * How many calls a mount may have under way at once, found out by trying: halved when the store asks to slow down, and one
 * more for each full round that went well.
 */
export interface Permits {
  /** Waits for its turn, first come first served. Throws the signal's reason. */
  take(lane: Lane, options: TakeOptions): Promise<Permit>
  limit(): number
}

/**
 * Calls of one lane never wait for those of another: a copy within one mount holds a read while its write waits, and a
 * listing's reader asks for more before it goes on.
 */
export type Lane = 'brief' | 'long' | 'read'

export interface TakeOptions {
  readonly signal: AbortSignal
  /** Counts, but does not wait: somebody who holds a permit already may depend on it. */
  readonly isUrgent?: boolean
}

export interface Permit {
  /** The first call counts. */
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

  /** Those that began before the last cut were too many by then already: they don't cut again. */
  function cut(begunIn: number) {
    if (begunIn < round) return
    round += 1
    setLimit(Math.max(1, Math.floor(limit / 2)))
  }

  function grow(wasFull: boolean) {
    if (!wasFull || limit >= most) return // without calls to fill it, a higher limit would be no finding
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

/** Measures how far the clock of a service is ahead of this computer's clock, from the dates in its responses. */
export interface AnswerClock {
  /** Records the `Date` header of a response that has just arrived. */
  note(date: string | null | undefined): void
  /** Returns how far the service's clock is ahead. Negative if it is behind; undefined before the first response. */
  aheadMs(): number | undefined
}

export function createAnswerClock(now: () => number = Date.now): AnswerClock {
  let aheadMs: number | undefined
  return {
    note(date) {
      const time = Date.parse(date ?? '')
      if (!Number.isNaN(time)) aheadMs = time - now()
    },
    aheadMs: () => aheadMs,
  }
}

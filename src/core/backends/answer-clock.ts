/** How far the clock of a service is ahead of this computer's, from the dates in its answers. */
export interface AnswerClock {
  /** The `Date` header of an answer that just came. */
  note(date: string | null | undefined): void
  /** Negative where it is behind; undefined until it has answered. */
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

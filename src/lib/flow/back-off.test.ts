import { describe, expect, it } from 'vitest'
import { type BackOff, nextDelay } from './back-off.ts'

const backOff: BackOff = {
  mostAttempts: 5,
  firstDelayMs: 100,
  longestDelayMs: 500,
  totalMs: 2000,
  random: () => 0.5,
}
const after = (count: number, elapsedMs = 0, askedMs?: number) => nextDelay(backOff, { count, elapsedMs, askedMs })

describe('backing off', () => {
  it('doubles the delay up to a maximum', () => {
    expect([1, 2, 3, 4].map((count) => after(count))).toEqual([100, 200, 400, 500])
  })

  it('gives up after the last attempt', () => {
    expect(after(5)).toBeUndefined()
  })

  it('gives up if the next attempt would start too late', () => {
    expect([after(1, 1900), after(1, 1901)]).toEqual([100, undefined])
  })

  it('waits as long as the server asks, or gives up', () => {
    expect([after(1, 0, 1500), after(1, 0, 10), after(1, 0, 2001)]).toEqual([1500, 100, undefined])
  })

  it('applies jitter from half to one and a half of the delay', () => {
    const delays = [0, 0.25, 1].map((random) =>
      nextDelay({ ...backOff, random: () => random }, { count: 1, elapsedMs: 0, askedMs: undefined }),
    )
    expect(delays).toEqual([50, 75, 150])
  })
})

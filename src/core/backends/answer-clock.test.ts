import { expect, it } from 'vitest'
import { createAnswerClock } from './answer-clock.ts'

it('computes the clock difference from the latest response with a date', () => {
  const now = Date.parse('2026-11-28T12:00:00Z')
  const clock = createAnswerClock(() => now)
  expect(clock.aheadMs()).toBeUndefined()
  clock.note(undefined)
  clock.note('no date')
  expect(clock.aheadMs()).toBeUndefined()
  clock.note('Sat, 28 Nov 2026 13:00:00 GMT')
  expect(clock.aheadMs()).toBe(3_600_000)
  clock.note('Sat, 28 Nov 2026 11:59:00 GMT')
  clock.note(null)
  expect(clock.aheadMs()).toBe(-60_000)
})

import { expect, test } from 'vitest'
import { stopsOf } from './use-stops.ts'

test('the slider stops at each change, the shown moment and now, in order and without duplicates', () => {
  const changes = { momentsMs: [50, 30, 10], nowMs: 60 }
  expect(stopsOf(changes, 30)).toEqual([10, 30, 50, 60])
  expect(stopsOf(changes, 40)).toEqual([10, 30, 40, 50, 60])
  expect(stopsOf({ momentsMs: [], nowMs: 60 }, 60)).toEqual([60])
})

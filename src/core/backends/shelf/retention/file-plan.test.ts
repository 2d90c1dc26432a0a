import { expect, test } from 'vitest'
import type { Retention } from '../../../../contract/history.ts'
import type { HistoryRow } from '../history/rows.ts'
import { removableOf } from './file-plan.ts'

const now = new Date(2026, 10, 28, 12).getTime()
const hour = 3_600_000
const day = 24 * hour

/**
 * Returns the removable versions among rows of these ages, newest first. The newest one is present unless `isDeleted`.
 */
function removable(agesMs: readonly number[], retention: Retention, { isDeleted = false } = {}) {
  const rows = agesMs.map(
    (age, at): HistoryRow => ({
      seq: agesMs.length - at, folder: '', name: 'a', sum: `sum ${age}`, size: 1, modified: null, mode: null,
      made: now - age, author: null,
      properties: null,
    }), // prettier-ignore
  )
  const deletion: HistoryRow = { ...(rows[0] as HistoryRow), seq: 99, sum: null, made: now - hour / 2 }
  const present = isDeleted ? undefined : rows[0]?.seq
  return removableOf(isDeleted ? [deletion, ...rows] : rows, present, retention, now).map(({ madeMs }) => now - madeMs)
}

test('removes all but the current version if there is no other rule, the oldest first', () => {
  expect(removable([1, 2 * day, 3 * day], {})).toEqual([3 * day, 2 * day])
  expect(removable([0, 1], {})).toEqual([1])
  expect(removable([5 * day], {})).toEqual([])
  expect(removable([5 * day], {}, { isDeleted: true })).toEqual([5 * day])
})

test('keeps the newest versions of each file, including the current one', () => {
  expect(removable([1, 2, 3, 4], { newest: 3 })).toEqual([4])
  expect(removable([1, 2], { newest: 3 })).toEqual([])
})

test('counts the age of a version from its replacement or deletion', () => {
  expect(removable([5 * day, 100 * day, 200 * day], { days: 30 })).toEqual([200 * day])
  expect(removable([100 * day], { days: 30 }, { isDeleted: true })).toEqual([])
})

test('keeps a version if any rule keeps it', () => {
  expect(removable([1, 40 * day, 50 * day, 60 * day], { newest: 2, days: 45 })).toEqual([60 * day])
})

test('keeps all of a day, one per day for a month, and one per week for a year', () => {
  const dense = [1, hour, 2 * hour, 23 * hour]
  expect(removable(dense, { staggered: true })).toEqual([])
  const sameDay = [2 * day, 2 * day + hour, 2 * day + 2 * hour]
  expect(removable([1, ...sameDay], { staggered: true })).toEqual([2 * day + 2 * hour, 2 * day + hour])
  const daily = Array.from({ length: 28 }, (_, at) => (at + 2) * day)
  expect(removable([1, ...daily], { staggered: true })).toEqual([])
  const kept = (ages: readonly number[]) => ages.length - removable([1, ...ages], { staggered: true }).length
  const wholeYear = Array.from({ length: 330 }, (_, at) => (at + 33) * day)
  expect(kept(wholeYear)).toBeGreaterThanOrEqual(Math.floor(330 / 7))
  expect(kept(wholeYear)).toBeLessThanOrEqual(Math.ceil(330 / 7) + 1)
  expect(kept([400 * day, 500 * day])).toBe(0)
})

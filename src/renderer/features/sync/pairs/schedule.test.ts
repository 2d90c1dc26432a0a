import { expect, test } from 'vitest'
import { syncPairsTexts } from '../../../strings/en/en-sync-pairs.ts'
import { addTexts } from '../../../strings/text.ts'
import { limitText, readLimit, scheduleText } from './schedule.ts'

addTexts(syncPairsTexts)

test('a schedule is told in the largest unit that fits', () => {
  expect(scheduleText({})).toBe('run manually')
  expect(scheduleText({ everyMs: 3600_000 })).toBe('every hour while open')
  expect(scheduleText({ everyMs: 90 * 60_000 })).toBe('every 90 minutes while open')
  expect(scheduleText({ everyMs: 7 * 24 * 3600_000, onMount: true })).toBe(
    'every 7 days while open · when both places can be reached',
  )
})

test('a limit is a number or a share, and what is neither is refused', () => {
  expect(readLimit('')).toEqual({})
  expect(readLimit(' 100 ')).toEqual({ mostDeletions: 100 })
  expect(readLimit('0')).toEqual({ mostDeletions: 0 })
  expect(readLimit('12,5 %')).toEqual({ mostShare: 0.125 })
  for (const typed of ['many', '1.5', '120 %', '-3', '5 files']) expect(readLimit(typed)).toBeUndefined()
})

test('a limit that was read is written the same way', () => {
  for (const typed of ['', '100', '20 %', '12.5 %']) expect(limitText(readLimit(typed) ?? {})).toBe(typed)
})

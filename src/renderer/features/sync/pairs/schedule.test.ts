import { expect, test } from 'vitest'
import { syncPairsTexts } from '../../../strings/en/en-sync-pairs.ts'
import { addTexts } from '../../../strings/text.ts'
import { limitText, readLimit, scheduleText } from './schedule.ts'

addTexts(syncPairsTexts)

test('shows a schedule in the largest unit that fits', () => {
  expect(scheduleText({})).toBe('run manually')
  expect(scheduleText({ everyMs: 3600_000 })).toBe('every hour while open')
  expect(scheduleText({ everyMs: 90 * 60_000 })).toBe('every 90 minutes while open')
  expect(scheduleText({ everyMs: 7 * 24 * 3600_000, onMount: true })).toBe(
    'every 7 days while open · when both places can be reached',
  )
})

test('reads a limit as a number or a percentage, and refuses anything else', () => {
  expect(readLimit('')).toEqual({})
  expect(readLimit(' 100 ')).toEqual({ mostDeletions: 100 })
  expect(readLimit('0')).toEqual({ mostDeletions: 0 })
  expect(readLimit('12,5 %')).toEqual({ mostShare: 0.125 })
  for (const typed of ['many', '1.5', '120 %', '-3', '5 files']) expect(readLimit(typed)).toBeUndefined()
})

test('writes a limit in the format it was read from', () => {
  for (const typed of ['', '100', '20 %', '12.5 %']) expect(limitText(readLimit(typed) ?? {})).toBe(typed)
})

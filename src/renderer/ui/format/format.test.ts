import { afterEach, expect, test } from 'vitest'
import { formatChoices, setFormatChoices } from './choices.ts'
import { createDateFormat } from './date.ts'
import { formatDuration, formatSize } from './size.ts'

const standard = formatChoices()
afterEach(() => setFormatChoices(standard))

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [4000, '4 KB'],
  [4321, '4.3 KB'],
  [640_000, '640 KB'],
  [999_600, '1 MB'],
  [9_100_000, '9.1 MB'],
  [812_345_678, '812 MB'],
  [1_240_000_000, '1.24 GB'],
  [Number.NaN, '—'],
])('formats %d bytes as %s', (bytes, text) => {
  expect(formatSize(bytes)).toBe(text)
})

test('formats dates as people write them', () => {
  const now = new Date(2026, 10, 13, 12, 0).getTime()
  const { short, full } = createDateFormat(now)
  const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
  expect(short(at(2026, 10, 13, 11, 20))).toBe('today 11:20')
  expect(short(at(2026, 10, 12, 18, 44))).toBe('yesterday 18:44')
  expect(short(at(2026, 10, 3, 9, 2))).toBe('3 Nov 09:02')
  expect(short(at(2026, 3, 2, 9, 0))).toBe('2 Apr 2026')
  expect(short(at(2031, 0, 1, 0, 0))).toBe('1 Jan 2031')
  expect(short(Number.NaN)).toBe('—')
  expect(full(at(2026, 3, 2, 9, 0))).toBe('2 Apr 2026 09:00:00')
})

test('formats durations in the unit that fits', () => {
  expect([40, 4130, 12_000, 180_000].map(formatDuration)).toEqual(['40 ms', '4.1 s', '12 s', '3 min'])
})

test.each([
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1_048_576, '1 MiB'],
  [1_572_864, '1.5 MiB'],
  [5_368_709_120, '5 GiB'],
])('formats %d bytes as %s in units of 1024', (bytes, text) => {
  setFormatChoices({ ...standard, sizes: 'binary' })
  expect(formatSize(bytes)).toBe(text)
})

test('formats dates in the chosen style, clock and time zone', () => {
  const now = Date.UTC(2026, 10, 13, 12, 0)
  const at = Date.UTC(2026, 10, 13, 15, 4, 5)
  const utc = { ...standard, timeZone: 'utc' } as const
  expect(createDateFormat(now, { ...utc, dates: 'iso' }).short(at)).toBe('2026-11-13 15:04')
  expect(createDateFormat(now, { ...utc, dates: 'iso', clock: '12h' }).full(at)).toBe('2026-11-13 15:04:05 UTC')
  expect(createDateFormat(now, { ...utc, clock: '12h' }).short(at)).toBe('today 3:04 pm')
  expect(createDateFormat(now, utc).full(at)).toBe('13 Nov 2026 15:04:05 UTC')
  expect(createDateFormat(now, { ...utc, dates: 'locale', clock: '24h' }).short(at)).toContain('15:04')
  expect(createDateFormat(now, { ...utc, dates: 'locale' }).short(Number.NaN)).toBe('—')
})

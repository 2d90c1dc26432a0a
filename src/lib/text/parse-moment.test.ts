import { describe, expect, it } from 'vitest'
import { parseMoment } from './parse-moment.ts'

/** A Wednesday, in the time zone of the test run. */
const now = new Date(2026, 10, 11, 16, 48, 30).getTime()
const local = (...parts: readonly [number, number, number, number?, number?, number?, number?]) => {
  const [year, month, ...rest] = parts
  return new Date(year, month - 1, ...rest).getTime()
}
const minuteMs = 60_000

describe('a time in the past', () => {
  it.each<[string, number]>([
    ['2026-11-10 16:48', local(2026, 11, 10, 16, 48)],
    ['2026-11-10 16:48:05', local(2026, 11, 10, 16, 48, 5)],
    ['2026-11-10T16:48:05.25', local(2026, 11, 10, 16, 48, 5, 250)],
    ['2026-11-10', local(2026, 11, 10)],
    ['2026-11-10T16:48Z', Date.UTC(2026, 10, 10, 16, 48)],
    ['2026-11-10T16:48:05.123Z', Date.UTC(2026, 10, 10, 16, 48, 5, 123)],
    ['2026-11-10T164805Z', Date.UTC(2026, 10, 10, 16, 48, 5)],
    ['2026-11-10 16:48+01:00', Date.UTC(2026, 10, 10, 15, 48)],
    ['2026-11-10 16:48 -0330', Date.UTC(2026, 10, 10, 20, 18)],
    ['now', now],
    ['today', local(2026, 11, 11)],
    ['Today  9:15', local(2026, 11, 11, 9, 15)],
    ['today at 9:15', local(2026, 11, 11, 9, 15)],
    ['16:48', local(2026, 11, 11, 16, 48)],
    ['yesterday', local(2026, 11, 10)],
    [' yesterday 18:00 ', local(2026, 11, 10, 18)],
    ['monday', local(2026, 11, 9)],
    ['Mon 18:00', local(2026, 11, 9, 18)],
    ['wednesday', local(2026, 11, 11)],
    ['thursday', local(2026, 11, 5)],
    ['wednesday 18:00', local(2026, 11, 4, 18)],
    ['2 hours ago', now - 120 * minuteMs],
    ['an hour ago', now - 60 * minuteMs],
    ['90 min', now - 90 * minuteMs],
    ['45s ago', now - 45_000],
    ['3d', local(2026, 11, 8, 16, 48, 30)],
    ['3 days ago', local(2026, 11, 8, 16, 48, 30)],
    ['2w', local(2026, 10, 28, 16, 48, 30)],
  ])('is parsed from “%s”', (text, atMs) => expect(parseMoment(text, now)).toEqual({ atMs }))

  it.each(['16:49', '2026-11-12', '2026-11-11T23:59:59-12:00', 'today 18:00', '2027-01-01 00:00'])(
    'is not “%s”, which is in the future',
    (text) => expect(parseMoment(text, now)).toEqual({ problem: 'future' }),
  )

  it.each(['', 'soon', '25:00', '2026-02-30', '2026-13-01', 'yesterday 9', '3 moons ago', '12', 'mo', '10:61', '1e3d'])(
    'is not “%s”, which is invalid',
    (text) => expect(parseMoment(text, now)).toEqual({ problem: 'unreadable' }),
  )
})

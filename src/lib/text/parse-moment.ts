/**
 * Parses a time in the past as users type it, in the time zone of this computer:
 *
 * | written | meaning |
 * | --- | --- |
 * | `2026-11-11 16:48`, `2026-11-11T16:48:05` | that time; `Z` or `+01:00` at the end sets the time zone |
 * | `2026-11-11`, `yesterday`, `today`, `monday` | the beginning of that day |
 * | `yesterday 18:00`, `monday 9:15` | a time of that day; for a weekday, the latest one in the past |
 * | `18:00` | today |
 * | `2 hours ago`, `90 min`, `3d` | that long ago; days and weeks by the calendar |
 * | `now` | |
 */
export type ParsedMoment = { readonly atMs: number } | { readonly problem: 'unreadable' | 'future' }

export function parseMoment(text: string, nowMs: number): ParsedMoment {
  const plain = text.trim().toLowerCase().replaceAll(/\s+/g, ' ')
  const atMs = ago(plain, nowMs) ?? absolute(plain) ?? day(plain, nowMs)
  if (atMs === undefined || Number.isNaN(atMs)) return { problem: 'unreadable' }
  return atMs > nowMs ? { problem: 'future' } : { atMs }
}

interface Clock {
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
  readonly ms: number
}

const midnight: Clock = { hours: 0, minutes: 0, seconds: 0, ms: 0 }
const clockPattern = String.raw`(\d{1,2}):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,3})\d*)?)?`
const onlyClock = new RegExp(`^${clockPattern}$`)
const dated = new RegExp(String.raw`^(\d{4})-(\d\d)-(\d\d)(?:[t ]${clockPattern}\s?(z|[+-]\d\d:?\d\d)?)?$`)

function absolute(text: string): number | undefined {
  const match = dated.exec(text)
  if (!match) return undefined
  const [, year = '', month = '', date = '', , , , , zone] = match
  const clock = match[4] === undefined ? midnight : clockOf(match.slice(4, 8))
  if (!clock) return undefined
  const { hours, minutes, seconds, ms } = clock
  const days = [Number(year), Number(month) - 1, Number(date)] as const
  const utc = new Date(Date.UTC(...days))
  if (utc.getUTCMonth() !== days[1] || utc.getUTCDate() !== days[2]) return undefined // For dates such as 30 February.
  if (zone === undefined) return new Date(...days, hours, minutes, seconds, ms).getTime()
  return Date.UTC(...days, hours, minutes, seconds, ms) - zoneMs(zone)
}

function zoneMs(zone: string): number {
  if (zone === 'z') return 0
  const [hours, minutes] = [zone.slice(1, 3), zone.slice(-2)].map(Number)
  return (zone.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000
}

function clockOf([hour, minute, second = '0', fraction = '0']: readonly (string | undefined)[]): Clock | undefined {
  const [hours, minutes, seconds] = [hour, minute, second].map(Number)
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined
  return { hours, minutes, seconds, ms: Number(fraction.padEnd(3, '0')) }
}

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** Parses `yesterday 18:00`, `monday`, `18:00`, `now`. */
function day(text: string, nowMs: number): number | undefined {
  if (text === 'now') return nowMs
  const [, word = 'today', rest] = /^([a-z]+)?(?: ?(?:at )?(\d.*))?$/.exec(text) ?? []
  if (text === '' || (rest === undefined && text !== word)) return undefined
  const match = rest === undefined ? undefined : onlyClock.exec(rest)
  const clock = rest === undefined ? midnight : match && clockOf(match.slice(1))
  if (!clock) return undefined
  if (word === 'today') return daysBefore(nowMs, 0, clock)
  if (word === 'yesterday') return daysBefore(nowMs, 1, clock)
  const weekday = word.length < 3 ? -1 : weekdays.findIndex((name) => name === word || name.slice(0, 3) === word)
  if (weekday < 0) return undefined
  const back = (new Date(nowMs).getDay() - weekday + 7) % 7
  const atMs = daysBefore(nowMs, back, clock)
  return atMs > nowMs ? daysBefore(nowMs, back + 7, clock) : atMs
}

function daysBefore(nowMs: number, days: number, { hours, minutes, seconds, ms }: Clock): number {
  const now = new Date(nowMs)
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days, hours, minutes, seconds, ms).getTime()
}

const units: readonly (readonly [pattern: RegExp, back: (now: Date, count: number) => number])[] = [
  [/^(?:s|secs?|seconds?)$/, (now, count) => now.getTime() - count * 1000],
  [/^(?:m|mins?|minutes?)$/, (now, count) => now.getTime() - count * 60_000],
  [/^(?:h|hrs?|hours?)$/, (now, count) => now.getTime() - count * 3_600_000],
  [/^(?:d|days?)$/, (now, count) => new Date(now).setDate(now.getDate() - count)],
  [/^(?:w|weeks?)$/, (now, count) => new Date(now).setDate(now.getDate() - 7 * count)],
]

/** Parses `2 hours ago`, `3d`. */
function ago(text: string, nowMs: number): number | undefined {
  const [, number, unit = ''] = /^(\d{1,6}|an?) ?([a-z]+)(?: ago)?$/.exec(text) ?? []
  const back = units.find(([pattern]) => pattern.test(unit))?.[1]
  if (number === undefined || !back) return undefined
  return back(new Date(nowMs), number.startsWith('a') ? 1 : Number(number))
}

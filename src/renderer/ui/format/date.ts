import { text } from '../../strings/text.ts'
import { type FormatChoices, formatChoices } from './choices.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

export interface DateFormat {
  /**
   * Formats a time as `today 11:20`, `yesterday 18:44`, `3 Nov 09:12` within half a year, or else `2 Apr 2026`; a dash
   * if unknown.
   */
  readonly short: (ms: number) => string
  /** Formats like `short`, with seconds: `today 11:20:05`. */
  readonly precise: (ms: number) => string
  /** Formats like `2 Apr 2026 09:12:33`. */
  readonly full: (ms: number) => string
}

const dayMs = 86_400_000
const halfYearMs = 183 * dayMs

/** A point in time as calendar and clock values. */
interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

/** Creates formats for dates relative to `nowMs`, in the chosen style and time zone. */
export function createDateFormat(nowMs: number, choices: FormatChoices = formatChoices()): DateFormat {
  const format = formatOf(nowMs, choices)
  const orDash = (write: (ms: number) => string) => (ms: number) => (Number.isNaN(ms) ? '—' : write(ms))
  return { short: orDash(format.short), precise: orDash(format.precise), full: orDash(format.full) }
}

function formatOf(nowMs: number, choices: FormatChoices): DateFormat {
  if (choices.dates === 'iso') return isoFormat(choices)
  return choices.dates === 'locale' ? localeFormat(choices) : relativeFormat(nowMs, choices)
}

function relativeFormat(nowMs: number, choices: FormatChoices): DateFormat {
  const isUtc = choices.timeZone === 'utc'
  const today = startOfDay(nowMs, isUtc)
  const [tomorrow, yesterday] = [1, -1].map((days) => shiftDay(today, days, isUtc)) as [number, number]
  const nearDay = (ms: number, parts: Parts): string | undefined => {
    if (ms >= today && ms < tomorrow) return text('date.today')
    if (ms >= yesterday && ms < today) return text('date.yesterday')
    return ms < tomorrow && nowMs - ms < halfYearMs ? dayText(parts) : undefined
  }
  const withYear = (parts: Parts) => `${dayText(parts)} ${parts.year}`
  return {
    short(ms) {
      const parts = partsOf(ms, isUtc)
      const near = nearDay(ms, parts)
      return near === undefined ? withYear(parts) : `${near} ${timeText(parts, choices, { seconds: false })}`
    },
    precise(ms) {
      const parts = partsOf(ms, isUtc)
      return `${nearDay(ms, parts) ?? withYear(parts)} ${timeText(parts, choices, { seconds: true })}`
    },
    full(ms) {
      const parts = partsOf(ms, isUtc)
      return `${withYear(parts)} ${timeText(parts, choices, { seconds: true })}${zoneText(choices)}`
    },
  }
}

function isoFormat(choices: FormatChoices): DateFormat {
  const isUtc = choices.timeZone === 'utc'
  const write = (ms: number, seconds: boolean) => {
    const parts = partsOf(ms, isUtc)
    const day = `${parts.year}-${two(parts.month + 1)}-${two(parts.day)}`
    return `${day} ${timeText(parts, { ...choices, clock: '24h' }, { seconds })}`
  }
  return {
    short: (ms) => write(ms, false),
    precise: (ms) => write(ms, true),
    full: (ms) => `${write(ms, true)}${zoneText(choices)}`,
  }
}

function localeFormat(choices: FormatChoices): DateFormat {
  const { clock, timeZone } = choices
  const shared = { hourCycle: clock === '24h' ? 'h23' : 'h12', ...(timeZone === 'utc' && { timeZone: 'UTC' }) } as const
  const style = (dateStyle: 'short' | 'medium', timeStyle: 'short' | 'medium') =>
    new Intl.DateTimeFormat(undefined, { ...shared, dateStyle, timeStyle })
  const [short, precise, full] = [style('short', 'short'), style('short', 'medium'), style('medium', 'medium')]
  return {
    short: (ms) => short.format(ms),
    precise: (ms) => precise.format(ms),
    full: (ms) => `${full.format(ms)}${zoneText(choices)}`,
  }
}

function zoneText({ timeZone }: FormatChoices): string {
  return timeZone === 'utc' ? ' UTC' : ''
}

function startOfDay(ms: number, isUtc: boolean): number {
  return isUtc ? Math.floor(ms / dayMs) * dayMs : new Date(ms).setHours(0, 0, 0, 0)
}

function shiftDay(ms: number, days: number, isUtc: boolean): number {
  if (isUtc) return ms + days * dayMs
  const date = new Date(ms)
  return date.setDate(date.getDate() + days)
}

function partsOf(ms: number, isUtc: boolean): Parts {
  const date = new Date(isUtc ? ms : ms - new Date(ms).getTimezoneOffset() * 60_000)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth(),
    day: date.getUTCDate(),
    hours: date.getUTCHours(),
    minutes: date.getUTCMinutes(),
    seconds: date.getUTCSeconds(),
  }
}

function dayText({ day, month }: Parts): string {
  return `${day} ${months[month] ?? ''}`
}

function timeText(
  { hours, minutes, seconds }: Parts,
  { clock }: FormatChoices,
  to: { readonly seconds: boolean },
): string {
  const rest = to.seconds ? `${two(minutes)}:${two(seconds)}` : two(minutes)
  return clock === '24h' ? `${two(hours)}:${rest}` : `${hours % 12 || 12}:${rest} ${hours < 12 ? 'am' : 'pm'}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

export interface DateFormat {
  /** `today 11:20`, `yesterday 18:44`, `3 Nov 09:12` this half year, else `2 Apr 2026`; a dash where it is not known. */
  readonly short: (ms: number) => string
  /** As `short`, to the second: `today 11:20:05`. */
  readonly precise: (ms: number) => string
  /** `2 Apr 2026 09:12:33`. */
  readonly full: (ms: number) => string
}

const halfYearMs = 183 * 86_400_000

/** Formats dates as seen at `nowMs`, in the time zone of this computer. */
export function createDateFormat(nowMs: number): DateFormat {
  const today = new Date(nowMs).setHours(0, 0, 0, 0)
  const tomorrow = shiftDay(today, 1)
  const yesterday = shiftDay(today, -1)
  const dayOf = (ms: number, date: Date): string | undefined => {
    if (ms >= today && ms < tomorrow) return 'today'
    if (ms >= yesterday && ms < today) return 'yesterday'
    return ms < tomorrow && nowMs - ms < halfYearMs ? day(date) : undefined
  }
  return {
    short(ms) {
      if (Number.isNaN(ms)) return '—'
      const date = new Date(ms)
      const near = dayOf(ms, date)
      return near === undefined ? `${day(date)} ${date.getFullYear()}` : `${near} ${time(date)}`
    },
    precise(ms) {
      if (Number.isNaN(ms)) return '—'
      const date = new Date(ms)
      return `${dayOf(ms, date) ?? `${day(date)} ${date.getFullYear()}`} ${timeToSecond(date)}`
    },
    full(ms) {
      if (Number.isNaN(ms)) return '—'
      const date = new Date(ms)
      return `${day(date)} ${date.getFullYear()} ${timeToSecond(date)}`
    },
  }
}

function shiftDay(dayMs: number, days: number): number {
  const date = new Date(dayMs)
  return date.setDate(date.getDate() + days)
}

function day(date: Date): string {
  return `${date.getDate()} ${months[date.getMonth()] ?? ''}`
}

function time(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

function timeToSecond(date: Date): string {
  return `${time(date)}:${two(date.getSeconds())}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

export interface DateFormat {
  /** `today 11:20`, `yesterday 18:44`, `3 Nov 09:12` this half year, else `2 Apr 2026`; a dash where it is not known. */
  readonly short: (ms: number) => string
  /** `2 Apr 2026 09:12:33`. */
  readonly full: (ms: number) => string
}

const halfYearMs = 183 * 86_400_000

/** Formats dates as seen at `nowMs`, in the time zone of this computer. */
export function createDateFormat(nowMs: number): DateFormat {
  const today = new Date(nowMs).setHours(0, 0, 0, 0)
  const tomorrow = shiftDay(today, 1)
  const yesterday = shiftDay(today, -1)
  return {
    short(ms) {
      if (Number.isNaN(ms)) return '—'
      const date = new Date(ms)
      if (ms >= today && ms < tomorrow) return `today ${time(date)}`
      if (ms >= yesterday && ms < today) return `yesterday ${time(date)}`
      if (ms < tomorrow && nowMs - ms < halfYearMs) return `${day(date)} ${time(date)}`
      return `${day(date)} ${date.getFullYear()}`
    },
    full(ms) {
      if (Number.isNaN(ms)) return '—'
      const date = new Date(ms)
      return `${day(date)} ${date.getFullYear()} ${time(date)}:${two(date.getSeconds())}`
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

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

export const durations = ['hour', 'day', 'week', 'date'] as const
/** `permanent` means a public address. */
export type Duration = (typeof durations)[number] | 'permanent'

const hourMs = 3_600_000
const lengths = { hour: hourMs, day: 24 * hourMs, week: 7 * 24 * hourMs } as const

/** Returns how long a link should last; undefined for a date that is invalid or in the past. `date` is local time. */
export function lastsMs(duration: Exclude<Duration, 'permanent'>, date: string, nowMs: number): number | undefined {
  if (duration !== 'date') return lengths[duration]
  const lasts = Date.parse(date) - nowMs
  return lasts > 0 ? lasts : undefined
}

/** Formats a time for a `datetime-local` input, in local time. */
export function localDateTime(ms: number): string {
  const date = new Date(ms)
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** Formats a duration: `in 2 days`, `in 40 minutes`. */
export function inWords(ms: number): string {
  const [value, unit] =
    ms >= 48 * hourMs
      ? [ms / (24 * hourMs), 'day' as const]
      : ms >= 2 * hourMs
        ? [ms / hourMs, 'hour' as const]
        : [ms / 60_000, 'minute' as const]
  return relative.format(Math.max(1, Math.round(value)), unit)
}
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' })

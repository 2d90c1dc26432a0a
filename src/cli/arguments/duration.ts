import { UsageError } from '../usage-error.ts'

const unitMs = { s: 1000, m: 60_000, h: 3600_000, d: 24 * 3600_000, w: 7 * 24 * 3600_000 } as const

/** Formats a duration as the user writes it: `2h`, `90m`. */
export function durationText(durationMs: number): string {
  const unit = (['w', 'd', 'h', 'm'] as const).find((each) => durationMs % unitMs[each] === 0) ?? 's'
  return `${durationMs / unitMs[unit]}${unit}`
}

/** Parses `90s`, `15m`, `1h`, `7d`, `2w` to milliseconds. */
export function parseDuration(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhdw])$/.exec(text.trim()) ?? []
  const durationMs = Number(number) * (unitMs[unit as keyof typeof unitMs] ?? Number.NaN)
  if (durationMs > 0) return durationMs
  throw new UsageError(`“${text}” is not a valid duration.`, 'Write 90s, 15m, 1h, 7d or 2w.')
}

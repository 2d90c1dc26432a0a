import { formatChoices } from './choices.ts'

const decimalUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const
const binaryUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const

/**
 * Formats a size: `812 MB`, `1.24 GB`, `9.1 MB`, `0 B`; a dash if unknown. The units are steps of 1000, or of 1024 if
 * chosen.
 */
export function formatSize(bytes: number): string {
  if (Number.isNaN(bytes)) return '—'
  const isBinary = formatChoices().sizes === 'binary'
  const units = isBinary ? binaryUnits : decimalUnits
  const step = isBinary ? 1024 : 1000
  let unit = 0
  let value = bytes
  while (value >= step - 0.5 && unit < units.length - 1) {
    value /= step
    unit++
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : unit >= 3 ? 2 : 1
  const text = value.toFixed(digits)
  return `${digits > 0 ? text.replace(/\.0+$/, '') : text} ${units[unit] ?? ''}`
}

/** Formats a count: `12,408`. */
export function formatCount(count: number): string {
  return countFormat.format(count)
}
const countFormat = new Intl.NumberFormat('en')

/** Formats a duration: `40 ms`, `0.4 s`, `12 s`, `3 min`. */
export function formatDuration(ms: number): string {
  if (ms < 95) return `${Math.max(1, Math.round(ms))} ms`
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  return ms < 119_500 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`
}

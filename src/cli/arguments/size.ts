import { UsageError } from '../usage-error.ts'

const factors: Readonly<Record<string, number>> = { '': 1, k: 1000, m: 1000 ** 2, g: 1000 ** 3, t: 1000 ** 4 }

/** `500K`, `10M`, `1.5G`, `2T` in bytes. */
export function parseSize(text: string): number {
  const bytes = bytesOf(text)
  if (bytes !== undefined) return bytes
  throw new UsageError(`“${text}” is no size.`, 'Write 500K, 10M, 1.5G or 2T.')
}

/** Undefined for what is no size of one byte or more. */
export function bytesOf(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kmgt]?)b?$/i.exec(text.trim()) ?? []
  const bytes = Math.round(Number(number) * (factors[unit.toLowerCase()] ?? Number.NaN))
  return bytes >= 1 ? bytes : undefined
}

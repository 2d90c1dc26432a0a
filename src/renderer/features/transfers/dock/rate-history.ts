import type { Transfer } from '../../../../contract/transfer.ts'

/** As many points as the line has. */
const mostKept = 60

/** Bytes a second of all that run. */
export function totalRate(transfers: readonly Transfer[]): number {
  return transfers.reduce((sum, { state, bytesPerSecond = 0 }) => sum + (state === 'running' ? bytesPerSecond : 0), 0)
}

/** The rates with one more; none while nothing runs, so that the next transfer begins a line of its own. */
export function withRate(rates: readonly number[], active: readonly Transfer[]): readonly number[] {
  if (!active.some(({ state }) => state === 'running')) return rates.length === 0 ? rates : []
  return [...rates.slice(1 - mostKept), totalRate(active)]
}

/** The line's points, over the whole of a box of that size. */
export function linePoints(rates: readonly number[], width: number, height: number): string {
  const top = Math.max(...rates, 1)
  const step = width / Math.max(1, rates.length - 1)
  return rates
    .map((rate, at) => `${(at * step).toFixed(1)},${(height - 1 - (rate / top) * (height - 2)).toFixed(1)}`)
    .join(' ')
}

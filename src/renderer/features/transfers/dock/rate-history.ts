import type { Transfer } from '../../../../contract/transfer.ts'

/** The number of points in the line. */
const mostKept = 60

/** Returns the bytes per second of all running transfers. */
export function totalRate(transfers: readonly Transfer[]): number {
  return transfers.reduce((sum, { state, bytesPerSecond = 0 }) => sum + (state === 'running' ? bytesPerSecond : 0), 0)
}

/** Appends a rate. The history is cleared while no transfer runs, so the next transfer starts a new line. */
export function withRate(rates: readonly number[], active: readonly Transfer[]): readonly number[] {
  if (!active.some(({ state }) => state === 'running')) return rates.length === 0 ? rates : []
  return [...rates.slice(1 - mostKept), totalRate(active)]
}

/** Returns the points of the line, scaled to a box of this size. */
export function linePoints(rates: readonly number[], width: number, height: number): string {
  const top = Math.max(...rates, 1)
  const step = width / Math.max(1, rates.length - 1)
  return rates
    .map((rate, at) => `${(at * step).toFixed(1)},${(height - 1 - (rate / top) * (height - 2)).toFixed(1)}`)
    .join(' ')
}

/** The recent speed, from counts that are sampled from time to time. */
export interface Rates {
  /** Records the current counts. */
  note(nowMs: number, counts: { readonly bytes: number; readonly items: number }): void
  /** Undefined unless the count increased at least twice recently. */
  bytesPerSecond(): number | undefined
  itemsPerSecond(): number | undefined
  /** Tells whether any count increased recently. */
  isMoving(): boolean
}

const windowMs = 10_000
const leastMs = 700
/** A single increase, such as one small file, says nothing about the speed. */
const leastSteps = 2

export function createRates(): Rates {
  let samples: { readonly ms: number; readonly bytes: number; readonly items: number }[] = []
  function stepsOf(of: 'bytes' | 'items'): number {
    return samples.filter((sample, at) => sample[of] > (samples[at - 1]?.[of] ?? Infinity)).length
  }
  function perSecond(of: 'bytes' | 'items'): number | undefined {
    const [first, last] = [samples[0], samples.at(-1)]
    if (!first || !last || last.ms - first.ms < leastMs || stepsOf(of) < leastSteps) return undefined
    const moved = last[of] - first[of]
    return moved > 0 ? (moved / (last.ms - first.ms)) * 1000 : undefined
  }
  return {
    note(ms, { bytes, items }) {
      const last = samples.at(-1)
      if (last && ms - last.ms < 100) return
      samples = [...samples.filter((sample) => ms - sample.ms <= windowMs), { ms, bytes, items }]
    },
    bytesPerSecond: () => perSecond('bytes'),
    itemsPerSecond: () => perSecond('items'),
    isMoving: () => stepsOf('bytes') > 0 || stepsOf('items') > 0,
  }
}

/** The cost of a small file as a number of bytes. Such files take time that does not depend on their bytes. */
const bytesOfAnItem = 128 * 1024

/**
 * Estimates the remaining time from the recent speed; undefined if no reliable estimate is possible. The result is
 * never shorter than the bandwidth limit allows. If the limit is what slows the transfer, only bytes are counted.
 */
export function timeLeft(
  { bytes: restBytes, items: restItems }: { readonly bytes: number; readonly items: number },
  rates: Pick<Rates, 'bytesPerSecond' | 'itemsPerSecond' | 'isMoving'>,
  limit = Infinity,
): number | undefined {
  const atLimitMs = (Math.max(0, restBytes) / limit) * 1000
  const [bytes, items] = [rates.bytesPerSecond(), rates.itemsPerSecond()]
  if (bytes === undefined && items === undefined) {
    return limit < Infinity && rates.isMoving() ? atLimitMs : undefined
  }
  if (bytes !== undefined && bytes >= limit / 2) return Math.max((restBytes / bytes) * 1000, atLimitMs)
  const work = restBytes + restItems * bytesOfAnItem
  const speed = (bytes ?? 0) + (items ?? 0) * bytesOfAnItem
  return Math.max((work / speed) * 1000, atLimitMs)
}

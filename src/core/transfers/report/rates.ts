/** How fast something goes lately, from what is counted now and then. */
export interface Rates {
  /** Counts as they are at a time. */
  note(nowMs: number, counts: { readonly bytes: number; readonly items: number }): void
  /** Undefined unless it went forward at least twice lately. */
  bytesPerSecond(): number | undefined
  itemsPerSecond(): number | undefined
  /** Did anything go forward lately? */
  isMoving(): boolean
}

const windowMs = 10_000
const leastMs = 700
/** What came at once, such as one small file, tells nothing of how fast it goes. */
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

/** A small file costs about as much as so many bytes: it is not its bytes that take the time. */
const bytesOfAnItem = 128 * 1024

/**
 * How long the rest takes, as it goes lately; undefined while that can't be told honestly. Never less than a limit of bytes a
 * second allows. Where the limit is what holds it back, the bytes alone take the time.
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

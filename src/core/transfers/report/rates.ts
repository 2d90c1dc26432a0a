/** How fast something goes lately, from what is counted now and then. */
export interface Rates {
  /** Counts as they are at a time. */
  note(nowMs: number, counts: { readonly bytes: number; readonly items: number }): void
  bytesPerSecond(): number | undefined
  itemsPerSecond(): number | undefined
}

const windowMs = 10_000
const leastMs = 700

export function createRates(): Rates {
  let samples: { readonly ms: number; readonly bytes: number; readonly items: number }[] = []
  function perSecond(of: 'bytes' | 'items'): number | undefined {
    const [first, last] = [samples[0], samples.at(-1)]
    if (!first || !last || last.ms - first.ms < leastMs) return undefined
    return Math.max(0, ((last[of] - first[of]) / (last.ms - first.ms)) * 1000)
  }
  return {
    note(ms, { bytes, items }) {
      const last = samples.at(-1)
      if (last && ms - last.ms < 100) return
      samples = [...samples.filter((sample) => ms - sample.ms <= windowMs), { ms, bytes, items }]
    },
    bytesPerSecond: () => perSecond('bytes'),
    itemsPerSecond: () => perSecond('items'),
  }
}

/** A small file costs about as much as so many bytes: it is not its bytes that take the time. */
const bytesOfAnItem = 128 * 1024

/** How long the rest takes, as it goes lately; undefined while that can't be told honestly. */
export function timeLeft(
  rest: { readonly bytes: number; readonly items: number },
  rates: Pick<Rates, 'bytesPerSecond' | 'itemsPerSecond'>,
): number | undefined {
  const bytes = rates.bytesPerSecond()
  const items = rates.itemsPerSecond()
  if (bytes === undefined || items === undefined) return undefined
  const work = rest.bytes + rest.items * bytesOfAnItem
  const speed = bytes + items * bytesOfAnItem
  if (work <= 0) return 0
  return speed > 0 ? (work / speed) * 1000 : undefined
}

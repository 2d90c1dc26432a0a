import type { NodeFacts } from '../table/node-facts.ts'

const mostKeptBytes = 64 * 1024 * 1024
const mostBytesOfOne = 1024 * 1024

/**
 * Caches small entries that a decoder passes on its way to another one. The latest ones are kept until they are read.
 */
export function createPassedEntries(entries: () => Iterable<NodeFacts>) {
  const kept = new Map<number, Buffer>()
  let keptBytes = 0
  let order: { readonly starts: Float64Array; readonly sizes: Float64Array } | undefined
  let open: { readonly at: number; readonly sizeBytes: number; readonly parts: Buffer[]; have: number } | undefined

  function ordered() {
    if (order) return order
    const files = [...entries()].filter(({ sizeBytes }) => sizeBytes > 0 && sizeBytes <= mostBytesOfOne)
    files.sort((one, other) => one.at - other.at)
    order = {
      starts: Float64Array.from(files, ({ at }) => at),
      sizes: Float64Array.from(files, ({ sizeBytes }) => sizeBytes),
    }
    return order
  }
  function keep(at: number, bytes: Buffer) {
    if (kept.has(at)) return
    kept.set(at, bytes)
    keptBytes += bytes.length
    for (const [oldest, { length }] of kept) {
      if (keptBytes <= mostKeptBytes) return
      kept.delete(oldest)
      keptBytes -= length
    }
  }

  return {
    take({ at }: NodeFacts): Buffer | undefined {
      const found = kept.get(at)
      if (found) {
        kept.delete(at)
        keptBytes -= found.length
      }
      return found
    },
    /** Receives bytes that were passed, from a position on. */
    see(position: number, part: Buffer): void {
      const { starts, sizes } = ordered()
      const end = position + part.length
      if (open && open.at + open.have !== position) open = undefined
      for (let from = position; from < end;) {
        if (!open) {
          const next = firstFrom(starts, from)
          const at = starts[next] ?? Number.POSITIVE_INFINITY
          if (at >= end) return
          open = { at, sizeBytes: sizes[next] ?? 0, parts: [], have: 0 }
          from = at
        }
        const piece = part.subarray(from - position, from - position + open.sizeBytes - open.have)
        open.parts.push(Buffer.from(piece))
        open.have += piece.length
        from += piece.length
        if (open.have < open.sizeBytes) return
        keep(open.at, Buffer.concat(open.parts))
        open = undefined
      }
    },
  }
}

function firstFrom(starts: Float64Array, position: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) < position) low = middle + 1
    else high = middle
  }
  return low
}

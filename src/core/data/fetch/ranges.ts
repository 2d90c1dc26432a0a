/** A range of a file, from `start` up to but not including `end`. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * Sorts ranges and joins those that overlap or are at most `gap` apart. One request then also takes the bytes between
 * them.
 */
export function joined(ranges: readonly Range[], gap = 0): Range[] {
  const all: Range[] = []
  for (const range of ranges.toSorted((one, other) => one.start - other.start)) {
    const last = all.at(-1)
    if (range.end <= range.start) continue
    if (last && range.start <= last.end + gap)
      all[all.length - 1] = { start: last.start, end: Math.max(last.end, range.end) }
    else all.push(range)
  }
  return all
}

/** Returns the parts of `wanted` that are not in `held`, which must be joined. */
export function missing(wanted: Range, held: readonly Range[]): Range[] {
  const parts: Range[] = []
  let start = wanted.start
  for (const one of held) {
    if (one.end <= start || one.start >= wanted.end) continue
    if (one.start > start) parts.push({ start, end: one.start })
    start = Math.max(start, one.end)
  }
  if (start < wanted.end) parts.push({ start, end: wanted.end })
  return parts
}

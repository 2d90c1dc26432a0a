/** A rectangle in percent of the whole. */
export interface Rect {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/**
 * Divides a rectangle among values, largest first. Areas are proportional to the values, and the shapes are close to
 * squares. This is the squarified treemap of Bruls, Huizing and van Wijk. `ratio` is width divided by height of the
 * whole.
 */
export function treemap(values: readonly number[], ratio: number): readonly Rect[] {
  const total = values.reduce((sum, value) => sum + value, 0)
  if (total <= 0) return values.map(() => ({ left: 0, top: 0, width: 0, height: 0 }))
  const areas = values.map((value) => (value / total) * ratio) // The whole has the height 1.
  const rects: Rect[] = []
  let free = { left: 0, top: 0, width: ratio, height: 1 }
  let from = 0
  while (from < areas.length) {
    const side = Math.min(free.width, free.height)
    let to = from + 1
    while (to < areas.length && worst(areas.slice(from, to + 1), side) <= worst(areas.slice(from, to), side)) to += 1
    const row = areas.slice(from, to)
    rects.push(...placed(row, free))
    free = without(free, sumOf(row))
    from = to
  }
  const percent = (part: number, whole: number) => (part / whole) * 100
  return rects.map(({ left, top, width, height }) => ({
    left: percent(left, ratio),
    top: percent(top, 1),
    width: percent(width, ratio),
    height: percent(height, 1),
  }))
}

function sumOf(row: readonly number[]): number {
  return row.reduce((sum, area) => sum + area, 0)
}

/** Returns the worst aspect ratio in a row that lies along a side. */
function worst(row: readonly number[], side: number): number {
  const sum = sumOf(row)
  if (sum <= 0 || side <= 0) return Number.POSITIVE_INFINITY
  const [largest, smallest] = [Math.max(...row), Math.min(...row)]
  return Math.max((side * side * largest) / (sum * sum), smallest > 0 ? (sum * sum) / (side * side * smallest) : 0)
}

/** Places a row along the shorter side of the free rectangle. */
function placed(row: readonly number[], free: Rect): Rect[] {
  const isUpright = free.width >= free.height
  const side = isUpright ? free.height : free.width
  const depth = side > 0 ? sumOf(row) / side : 0
  let at = 0
  return row.map((area) => {
    const length = depth > 0 ? area / depth : 0
    const rect = isUpright
      ? { left: free.left, top: free.top + at, width: depth, height: length }
      : { left: free.left + at, top: free.top, width: length, height: depth }
    at += length
    return rect
  })
}

function without(free: Rect, area: number): Rect {
  if (free.width >= free.height) {
    const depth = free.height > 0 ? area / free.height : 0
    return { ...free, left: free.left + depth, width: Math.max(0, free.width - depth) }
  }
  const depth = free.width > 0 ? area / free.width : 0
  return { ...free, top: free.top + depth, height: Math.max(0, free.height - depth) }
}

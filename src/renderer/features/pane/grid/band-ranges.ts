import type { PositionRange } from '../choose.ts'

/**
 * Returns the positions under a selection band. Lines and columns are fractional, and each pair may be in either order.
 */
export function bandRanges(
  lines: readonly [number, number],
  columns: readonly [number, number],
  perLine: number,
): readonly PositionRange[] {
  const [top, bottom] = ordered(lines)
  const [left, right] = ordered(columns).map((column) => Math.min(Math.max(column, 0), perLine - 1)) as [number, number]
  // Complete lines form one continuous range.
  if (left === 0 && right === perLine - 1) return [[top * perLine, bottom * perLine + right]]
  const ranges: PositionRange[] = []
  for (let line = Math.max(0, top); line <= bottom; line++) ranges.push([line * perLine + left, line * perLine + right])
  return ranges
}

function ordered([a, b]: readonly [number, number]): [number, number] {
  return [Math.floor(Math.min(a, b)), Math.floor(Math.max(a, b))]
}

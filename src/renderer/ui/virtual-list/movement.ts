import { isRightToLeft, stepOfArrow } from '../direction.ts'

export interface MovedList {
  readonly count: number
  /** How many lines are in sight. */
  readonly pageRows: number
  /** How many stand side by side in a line; undefined for a list, in which left and right move nothing. */
  readonly perLine?: number | undefined
  /** A line is read from right to left; as the window is, unless it is said. */
  readonly isMirrored?: boolean
}

/** Where a key takes the cursor in a list; undefined for keys that do not move it. */
export function movedPosition(key: string, from: number, list: MovedList): number | undefined {
  const { count, pageRows, perLine, isMirrored = isRightToLeft } = list
  if (count === 0) return undefined
  const last = count - 1
  const line = perLine ?? 1
  const page = Math.max(1, pageRows - 1) * line
  switch (key) {
    case 'ArrowUp':
      return up(from, line)
    case 'ArrowDown':
      return down(from, line, last, line)
    case 'ArrowLeft':
    case 'ArrowRight':
      if (perLine === undefined) return undefined
      return Math.min(last, Math.max(0, from + (stepOfArrow(key, isMirrored) ?? 0)))
    case 'PageUp':
      return up(from, page, line)
    case 'PageDown':
      return down(from, page, last, line)
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return undefined
  }
}

/** In the same column, as far as there are lines. */
function up(from: number, by: number, line = by): number {
  return from >= by ? from - by : from % line
}

/** In the same column; where the last line is too short for that, to its end. */
function down(from: number, by: number, last: number, line: number): number {
  if (from + by <= last) return from + by
  const lastLine = last - (last % line)
  return Math.max(from, from >= lastLine ? from : Math.min(last, lastLine + (from % line)))
}

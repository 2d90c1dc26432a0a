import { isRightToLeft, stepOfArrow } from '../direction.ts'

export interface MovedList {
  readonly count: number
  /** The number of visible lines. */
  readonly pageRows: number
  /** The number of tiles in a line; undefined for a list, in which Left and Right do not move. */
  readonly perLine?: number | undefined
  /** True if lines are read from right to left. The default is the direction of the window. */
  readonly isMirrored?: boolean
}

/** Returns the position to which a key moves the cursor; undefined for other keys. */
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

/** Moves up in the same column, at most to the first line. */
function up(from: number, by: number, line = by): number {
  return from >= by ? from - by : from % line
}

/** Moves down in the same column. If the last line is too short, it moves to its end. */
function down(from: number, by: number, last: number, line: number): number {
  if (from + by <= last) return from + by
  const lastLine = last - (last % line)
  return Math.max(from, from >= lastLine ? from : Math.min(last, lastLine + (from % line)))
}

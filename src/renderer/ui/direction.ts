import { direction } from '../strings/locale.ts'

export const isRightToLeft = direction === 'rtl'

/** The step that an arrow key makes along a line of things: 1 to the next, -1 to the one before. */
export function stepOfArrow(key: string, isMirrored = isRightToLeft): 1 | -1 | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  return (key === 'ArrowRight') === isMirrored ? -1 : 1
}

import { direction } from '../strings/locale.ts'

export const isRightToLeft = direction === 'rtl'

/** Returns the step of a horizontal arrow key: 1 to the next item, -1 to the previous one. */
export function stepOfArrow(key: string, isMirrored = isRightToLeft): 1 | -1 | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined
  return (key === 'ArrowRight') === isMirrored ? -1 : 1
}

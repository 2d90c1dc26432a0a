import { useRootPx, useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import type { PictureSize } from '../pane-state.ts'

/** How the files of a tab are laid out: rows of a list, or tiles side by side. */
export interface GridShape {
  readonly linePx: number
  /** Undefined in a list. */
  readonly perLine: number | undefined
}

/** Room for the picture itself, and at least so much from one to the next. */
export const tileRem: Readonly<Record<PictureSize, { readonly width: number; readonly picture: number }>> = {
  small: { width: 5.75, picture: 4 },
  medium: { width: 8, picture: 6 },
  large: { width: 13, picture: 9.5 },
}

/** The name below a picture, and what is around both. */
const besidePictureRem = 2.5

export function useGridShape(pictures: PictureSize | undefined, paneRem: number): GridShape {
  const rowPx = useRowHeightPx()
  const tile = tileRem[pictures ?? 'medium']
  const tilePx = useRootPx(tile.picture + besidePictureRem)
  if (!pictures) return { linePx: rowPx, perLine: undefined }
  return { linePx: tilePx, perLine: tilesPerLine(paneRem, tile.width) }
}

/** As many as have their room, and at least one. */
export function tilesPerLine(paneRem: number, widthRem: number): number {
  return Math.max(1, Math.floor((paneRem - 1) / widthRem))
}

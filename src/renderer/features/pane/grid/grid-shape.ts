import { useRootPx, useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import type { PictureSize } from '../pane-state.ts'

/** The layout of the files of a tab: rows of a list, or tiles side by side. */
export interface GridShape {
  readonly linePx: number
  /** The number of tiles in a line; undefined in a list. */
  readonly perLine: number | undefined
}

/** The size of the picture itself, and the minimum width of a tile with its margin. */
export const tileRem: Readonly<Record<PictureSize, { readonly width: number; readonly picture: number }>> = {
  small: { width: 5.75, picture: 4 },
  medium: { width: 8, picture: 6 },
  large: { width: 13, picture: 9.5 },
}

/** The height of the name below a picture, and of the padding around both. */
const besidePictureRem = 2.5

export function useGridShape(pictures: PictureSize | undefined, paneRem: number): GridShape {
  const rowPx = useRowHeightPx()
  const tile = tileRem[pictures ?? 'medium']
  const tilePx = useRootPx(tile.picture + besidePictureRem)
  if (!pictures) return { linePx: rowPx, perLine: undefined }
  return { linePx: tilePx, perLine: tilesPerLine(paneRem, tile.width) }
}

/** Returns how many tiles fit into a line, at least one. */
export function tilesPerLine(paneRem: number, widthRem: number): number {
  return Math.max(1, Math.floor((paneRem - 1) / widthRem))
}

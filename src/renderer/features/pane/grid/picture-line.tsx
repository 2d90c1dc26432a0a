import type { ReactNode } from 'react'

export interface PictureLineProps {
  /** The index among all lines; the header is 1. */
  readonly rowIndex: number
  readonly topPx: number
  readonly heightPx: number
  readonly perLine: number
  readonly children: ReactNode
}

/** A row of the grid with tiles side by side. */
export function PictureLine({ rowIndex, topPx, heightPx, perLine, children }: PictureLineProps) {
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="picture-line"
      style={{
        height: heightPx,
        transform: `translateY(${topPx}px)`,
        gridTemplateColumns: `repeat(${perLine}, minmax(0, 1fr))`,
      }}
    >
      {children}
    </div>
  )
}

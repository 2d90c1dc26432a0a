import type { ReactNode } from 'react'

export interface PictureLineProps {
  /** Where the line stands among all, the header being 1. */
  readonly rowIndex: number
  readonly topPx: number
  readonly heightPx: number
  readonly perLine: number
  readonly children: ReactNode
}

/** Tiles side by side: a row of the grid. */
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

/**
 * A grid of any length that draws only the rows in sight. Rows have one height; those out of sight leave their elements
 * to others, so that scrolling changes little of the document. The grid keeps the focus and points to its active row.
 */
import {
  type KeyboardEventHandler,
  type MouseEventHandler,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { flushSync } from 'react-dom'
import { createGridScroller, type GridScroller, nothingShown, type Shown } from './grid-scroller.ts'

export interface RowPlace {
  readonly position: number
  /** Distance from the top of the spacer. */
  readonly topPx: number
}

/** `reveal` scrolls no further than needed to show a row; positions of the top have a fraction. */
export type VirtualGridHandle = Pick<GridScroller, 'focus' | 'reveal' | 'topPosition' | 'scrollToTop' | 'pageRows'>

export interface VirtualGridProps {
  readonly label: string
  readonly count: number
  readonly rowHeightPx: number
  readonly header: ReactNode
  readonly renderRow: (place: RowPlace) => ReactNode
  /** The row the keyboard is on; it stays in the document when it is scrolled away. */
  readonly activePosition: number
  readonly rowId: (position: number) => string
  readonly handle: Ref<VirtualGridHandle>
  readonly isBusy: boolean
  readonly onKeyDown: KeyboardEventHandler<HTMLDivElement>
  readonly onMouseDown?: MouseEventHandler<HTMLDivElement>
  readonly onClick?: MouseEventHandler<HTMLDivElement>
  readonly onDoubleClick?: MouseEventHandler<HTMLDivElement>
  readonly onAuxClick?: MouseEventHandler<HTMLDivElement>
  readonly onFocus?: () => void
}

export function VirtualGrid(props: VirtualGridProps) {
  const { count, rowHeightPx, renderRow, activePosition, rowId, handle } = props
  const element = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Shown>(nothingShown)
  const [scroller] = useState(() =>
    createGridScroller((next, { isUrgent }) => {
      if (isUrgent) flushSync(() => setShown(next))
      else setShown(next)
    }),
  )

  useLayoutEffect(() => (element.current ? scroller.attach(element.current) : undefined), [scroller])
  useLayoutEffect(() => scroller.setRows(count, rowHeightPx), [scroller, count, rowHeightPx])
  useImperativeHandle(handle, () => scroller, [scroller])

  return (
    <div
      ref={element}
      className="grid-scroller"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable
      aria-rowcount={count + 1}
      aria-busy={props.isBusy}
      aria-activedescendant={activePosition < count ? rowId(activePosition) : undefined}
      onKeyDown={props.onKeyDown}
      onMouseDown={props.onMouseDown}
      onClick={props.onClick}
      onDoubleClick={props.onDoubleClick}
      onAuxClick={props.onAuxClick}
      onFocus={props.onFocus}
    >
      {props.header}
      <div className="grid-body" role="rowgroup">
        {positionsOf(shown, count, activePosition).map((position) => (
          <Slot key={position >= shown.first && position <= shown.last ? position % shown.slots : 'active'}>
            {renderRow({ position, topPx: position * rowHeightPx - shown.offset })}
          </Slot>
        ))}
      </div>
    </div>
  )
}

function Slot({ children }: { readonly children: ReactNode }) {
  return children
}

function positionsOf({ first, last }: Shown, count: number, active: number): number[] {
  const positions: number[] = []
  for (let position = first; position <= Math.min(last, count - 1); position++) positions.push(position)
  if (active < count && active >= 0 && (active < first || active > last)) positions.push(active)
  return positions
}

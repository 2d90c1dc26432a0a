/**
 * A virtualised grid of any length. All lines have the same height. Elements of lines that leave the visible part are
 * reused, so scrolling changes little in the document. The grid keeps the focus and points to its active item. A line
 * is one row, or several tiles side by side.
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
  /** The position of the first item in the line. */
  readonly position: number
  /** The distance from the top of the spacer. */
  readonly topPx: number
}

/** `reveal` scrolls by the minimum that makes a row visible. Top positions and lines are fractional. */
export interface VirtualGridHandle extends Pick<
  GridScroller,
  'focus' | 'reveal' | 'topPosition' | 'scrollToTop' | 'pageRows'
> {
  readonly topLine: () => number
  readonly scrollToLine: (line: number) => void
}

export interface VirtualGridProps {
  readonly label: string
  readonly count: number
  /** The number of items in a line. */
  readonly perLine?: number
  readonly rowHeightPx: number
  readonly header: ReactNode
  readonly renderRow: (place: RowPlace) => ReactNode
  /** The row of the keyboard cursor. It stays in the document when it is scrolled away. */
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
  const { count, perLine = 1, rowHeightPx, renderRow, activePosition, rowId, handle } = props
  const element = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<Shown>(nothingShown)
  const [scroller] = useState(() =>
    createGridScroller((next, { isUrgent }) => {
      if (isUrgent) flushSync(() => setShown(next))
      else setShown(next)
    }),
  )

  useLayoutEffect(() => (element.current ? scroller.attach(element.current) : undefined), [scroller])
  const lines = Math.ceil(count / perLine)
  const placed = useRef({ perLine, rowHeightPx })
  const active = useRef(activePosition)
  useLayoutEffect(() => void (active.current = activePosition))
  useLayoutEffect(() => {
    const before = placed.current
    placed.current = { perLine, rowHeightPx }
    const top = positionOfLine(scroller.topPosition(), before.perLine)
    const wasInSight = isInSight(scroller, Math.floor(active.current / before.perLine))
    scroller.setRows(lines, rowHeightPx)
    // After a change of the shape, the same item stays at the top.
    const isReshaped = before.perLine !== perLine || before.rowHeightPx !== rowHeightPx
    if (!isReshaped) return
    scroller.scrollToTop(lineOfPosition(top, perLine))
    if (wasInSight) scroller.reveal(Math.floor(active.current / perLine))
  }, [scroller, lines, perLine, rowHeightPx])
  useImperativeHandle(handle, () => inPositions(scroller, perLine), [scroller, perLine])

  return (
    <div
      ref={element}
      className="grid-scroller"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-multiselectable
      aria-rowcount={lines + 1}
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
        {linesOf(shown, lines, Math.floor(activePosition / perLine)).map((line) => (
          <Slot key={line >= shown.first && line <= shown.last ? line % shown.slots : 'active'}>
            {renderRow({ position: line * perLine, topPx: line * rowHeightPx - shown.offset })}
          </Slot>
        ))}
      </div>
    </div>
  )
}

function Slot({ children }: { readonly children: ReactNode }) {
  return children
}

function linesOf({ first, last }: Shown, count: number, active: number): number[] {
  const lines: number[] = []
  for (let line = first; line <= Math.min(last, count - 1); line++) lines.push(line)
  if (active < count && active >= 0 && (active < first || active > last)) lines.push(active)
  return lines
}

function inPositions(scroller: GridScroller, perLine: number): VirtualGridHandle {
  return {
    ...scroller,
    reveal: (position) => scroller.reveal(Math.floor(position / perLine)),
    topPosition: () => positionOfLine(scroller.topPosition(), perLine),
    scrollToTop: (position) => scroller.scrollToTop(lineOfPosition(position, perLine)),
    topLine: scroller.topPosition,
    scrollToLine: scroller.scrollToTop,
  }
}

function isInSight(scroller: GridScroller, line: number): boolean {
  const top = scroller.topPosition()
  return line >= Math.floor(top) && line < top + scroller.pageRows()
}

/** Returns the first position of a line, with the fraction of the line. */
function positionOfLine(line: number, perLine: number): number {
  return Math.floor(line) * perLine + (line % 1)
}

function lineOfPosition(position: number, perLine: number): number {
  return Math.floor(position / perLine) + (position % 1)
}

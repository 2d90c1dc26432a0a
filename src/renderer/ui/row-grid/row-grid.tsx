/**
 * A virtualised list with rows of one height, for lists outside the panes. It keeps the focus and points to the active
 * row. Its header has the height of a row. A list taller than the maximum height of an element needs `VirtualGrid`.
 */
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual'
import {
  Fragment,
  type KeyboardEventHandler,
  type MouseEventHandler,
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from 'react'

export interface RowGridHandle {
  /** Scrolls by the minimum that makes a row visible. */
  readonly reveal: (position: number) => void
  /** Returns the number of rows that fit below the header. */
  readonly pageRows: () => number
}

export interface RowGridProps {
  readonly label: string
  readonly count: number
  readonly rowHeightPx: number
  readonly header: ReactNode
  /** Renders a row at a distance from the top of the body. */
  readonly renderRow: (position: number, topPx: number) => ReactNode
  readonly activePosition: number
  readonly rowId: (position: number) => string
  readonly handle: Ref<RowGridHandle>
  readonly isBusy: boolean
  readonly onKeyDown: KeyboardEventHandler<HTMLDivElement>
  readonly onMouseDown?: MouseEventHandler<HTMLDivElement>
}

const overscanRows = 6

export function RowGrid(props: RowGridProps) {
  const { count, rowHeightPx, activePosition, rowId } = props
  const element = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised, and no compiler does it
  const rows = useVirtualizer({
    count,
    getScrollElement: () => element.current,
    estimateSize: () => rowHeightPx,
    overscan: overscanRows,
    rangeExtractor: (range) => withActive(range, activePosition),
    // The header is sticky. The rows begin below it, and it must not cover a revealed row.
    scrollMargin: rowHeightPx,
    scrollPaddingStart: rowHeightPx,
  })
  useLayoutEffect(() => rows.measure(), [rows, rowHeightPx])
  useImperativeHandle(
    props.handle,
    () => ({
      reveal: (position) => rows.scrollToIndex(position),
      pageRows: () => Math.max(1, Math.floor((element.current?.clientHeight ?? 0) / rowHeightPx) - 1),
    }),
    [rows, rowHeightPx],
  )
  return (
    <div
      ref={element}
      className="grid-scroller"
      role="grid"
      tabIndex={0}
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-busy={props.isBusy}
      aria-activedescendant={activePosition < count ? rowId(activePosition) : undefined}
      onKeyDown={props.onKeyDown}
      onMouseDown={props.onMouseDown}
    >
      {props.header}
      <div className="grid-body" role="rowgroup" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Fragment key={index}>{props.renderRow(index, start - rowHeightPx)}</Fragment>
        ))}
      </div>
    </div>
  )
}

/** The active row stays in the document when it is scrolled away, because the grid points to it. */
function withActive(range: Range, active: number): number[] {
  const shown = defaultRangeExtractor(range)
  const isThere = active < 0 || active >= range.count || shown.includes(active)
  return isThere ? shown : [...shown, active].toSorted((one, other) => one - other)
}

import { createScrollMap, follow, revealRow, type Scrolling, settle, showAt } from './scroll-map.ts'

/** The rows to render, and the distance between their position in the content and on the spacer. */
export interface Shown {
  readonly first: number
  readonly last: number
  readonly offset: number
  /** The maximum number of rendered rows. The element of a row is its position modulo this number. */
  readonly slots: number
}

/**
 * Keeps a scrolling element and its rendered rows in step. The first child of the element is a sticky header, the last
 * one is a spacer.
 */
export interface GridScroller {
  /** Starts to follow the element. The returned function stops it. */
  readonly attach: (element: HTMLElement) => () => void
  readonly setRows: (count: number, rowHeightPx: number) => void
  readonly reveal: (position: number) => void
  readonly topPosition: () => number
  readonly scrollToTop: (position: number) => void
  readonly pageRows: () => number
  readonly focus: () => void
}

export const nothingShown: Shown = { first: 0, last: -1, offset: 0, slots: 1 }

/** The height that is rendered above and below the visible part. */
const overscanPx = 156
const settleAfterMs = 180

/** `onShown` is called with every change; an urgent one must be rendered before the next paint. */
export function createGridScroller(onShown: (shown: Shown, how: { readonly isUrgent: boolean }) => void): GridScroller {
  let element: HTMLElement | undefined
  let count = 0
  let rowHeightPx = 1
  let map = createScrollMap(0, 0)
  let now: Scrolling = { scrollTop: 0, offset: 0 }
  let shown = nothingShown
  let settling: ReturnType<typeof setTimeout> | undefined

  function show(next: Scrolling, how = { isUrgent: false }) {
    now = next
    const range = rangeNow()
    const isSameRange = range.first === shown.first && range.last === shown.last
    if (isSameRange && range.offset === shown.offset && range.slots === shown.slots) return
    shown = range
    onShown(range, how)
  }

  function rangeNow(): Shown {
    const overscanRows = Math.max(2, Math.round(overscanPx / rowHeightPx))
    const slots = Math.ceil(map.viewportPx / rowHeightPx) + 2 + 2 * overscanRows
    const top = Math.floor((now.scrollTop + now.offset) / rowHeightPx)
    // With an even first row, scrolling by single rows renders only half as often.
    const first = Math.max(0, top - overscanRows) & ~1
    return { first, last: Math.min(count, first + slots) - 1, offset: now.offset, slots }
  }

  function moveTo(next: Scrolling) {
    if (!element) return
    element.scrollTop = next.scrollTop
    // The browser may round the value, or limit it while the spacer is still too short.
    show({ scrollTop: element.scrollTop, offset: next.offset + (next.scrollTop - element.scrollTop) })
  }

  function remap(viewportPx: number) {
    map = createScrollMap(count * rowHeightPx, viewportPx)
    // The spacer must be tall enough before the scroll position is set.
    if (element?.lastElementChild instanceof HTMLElement) element.lastElementChild.style.height = `${map.spacerPx}px`
    const isMapped = map.spacerPx !== map.contentPx
    if (isMapped || now.offset !== 0) moveTo(showAt(map, contentTop()))
    else show({ scrollTop: element?.scrollTop ?? 0, offset: 0 })
  }

  function onScroll() {
    const next = follow(map, now, element?.scrollTop ?? 0)
    show(next, { isUrgent: true })
    if (next.offset === 0) return
    clearTimeout(settling)
    settling = setTimeout(() => moveTo(settle(map, now)), settleAfterMs)
  }

  function contentTop(): number {
    return now.scrollTop + now.offset
  }

  return {
    attach(attached) {
      element = attached
      const resizes = new ResizeObserver(() => remap(bodyHeight(attached)))
      attached.addEventListener('scroll', onScroll, { passive: true })
      resizes.observe(attached)
      remap(bodyHeight(attached))
      return () => {
        clearTimeout(settling)
        resizes.disconnect()
        attached.removeEventListener('scroll', onScroll)
        element = undefined
      }
    },
    setRows(nextCount, nextHeightPx) {
      if (nextCount === count && nextHeightPx === rowHeightPx) return
      count = nextCount
      rowHeightPx = nextHeightPx
      remap(map.viewportPx)
    },
    reveal(position) {
      const top = revealRow(map, contentTop(), { top: position * rowHeightPx, height: rowHeightPx })
      if (top !== contentTop()) moveTo(showAt(map, top))
    },
    topPosition: () => contentTop() / rowHeightPx,
    scrollToTop: (position) => moveTo(showAt(map, position * rowHeightPx)),
    pageRows: () => Math.max(1, Math.floor(map.viewportPx / rowHeightPx)),
    focus: () => element?.focus({ preventScroll: true }),
  }
}

/** Returns the height for rows below the sticky header. */
function bodyHeight(element: HTMLElement): number {
  const header = element.firstElementChild
  return Math.max(0, element.clientHeight - (header instanceof HTMLElement ? header.offsetHeight : 0))
}

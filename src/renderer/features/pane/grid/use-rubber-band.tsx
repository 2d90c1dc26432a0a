import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'

export interface BandUser {
  readonly onStart: () => void
  /** The rows from one position to another are under the band; `adds`: to those that were selected before. */
  readonly onRange: (first: number, last: number, how: { readonly adds: boolean }) => void
  /** The mouse was pressed beside the rows and not moved. */
  readonly onPress: () => void
}

interface Band {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** How far the pointer has to be moved for a band. */
const leastPx = 4
const scrollRows = 1

/** Dragging from beside the rows draws a band that selects what it touches, and scrolls at the edges. */
export function useRubberBand(grid: RefObject<VirtualGridHandle | null>, rowPx: number, user: BandUser) {
  const [band, setBand] = useState<Band>()
  const end = useRef(() => {})
  useEffect(() => () => end.current(), [])

  function onMouseDown(event: MouseEvent<HTMLElement>): void {
    const { currentTarget: element, clientX: startX, clientY: startY, ctrlKey, metaKey, shiftKey } = event
    const header = element.querySelector('.grid-head')
    const handle = grid.current
    if (event.button !== 0 || !handle || !header || header.contains(event.target as Node)) return
    const box = element.getBoundingClientRect()
    if (startX - box.left > element.clientWidth) return // the scroll bar
    const bodyTop = header.getBoundingClientRect().bottom
    const positionAt = (clientY: number) => handle.topPosition() + (clientY - bodyTop) / rowPx
    const anchor = positionAt(startY)
    let isDrawn = false
    user.onStart()

    function follow(x: number, y: number) {
      if (!isDrawn && Math.abs(x - startX) < leastPx && Math.abs(y - startY) < leastPx) return
      isDrawn = true
      const inside = Math.min(Math.max(y, bodyTop), box.bottom)
      if (y < bodyTop) handle?.scrollToTop(Math.max(0, handle.topPosition() - scrollRows))
      else if (y > box.bottom) handle?.scrollToTop(handle.topPosition() + scrollRows)
      const here = positionAt(inside)
      const anchorY = Math.min(Math.max(bodyTop + (anchor - (handle?.topPosition() ?? 0)) * rowPx, bodyTop), box.bottom)
      setBand({
        left: Math.min(x, startX) - box.left,
        top: Math.min(inside, anchorY) - box.top,
        width: Math.abs(x - startX),
        height: Math.abs(inside - anchorY),
      })
      const adds = ctrlKey || metaKey || shiftKey
      user.onRange(Math.floor(Math.min(anchor, here)), Math.floor(Math.max(anchor, here)), { adds })
    }

    const onMove = (move: PointerEvent) => follow(move.clientX, move.clientY)
    const stop = () => {
      removeEventListener('pointermove', onMove)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', stop)
      setBand(undefined)
    }
    const onUp = () => {
      if (!isDrawn && !ctrlKey && !metaKey && !shiftKey) user.onPress()
      stop()
    }
    end.current = stop
    addEventListener('pointermove', onMove)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', stop)
  }

  const drawn: ReactNode = band && (
    <div
      aria-hidden
      className="pointer-events-none absolute z-10 rounded-sm border border-focus bg-focus/15"
      style={{ left: band.left, top: band.top, width: band.width, height: band.height }}
    />
  )
  return { onMouseDown, drawn }
}

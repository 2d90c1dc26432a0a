import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import type { PositionRange } from '../choose.ts'
import { bandRanges } from './band-ranges.ts'
import type { GridShape } from './grid-shape.ts'

export interface BandUser {
  readonly onStart: () => void
  /** Called with the positions under the band. `adds` is true if they are added to the previous selection. */
  readonly onRanges: (ranges: readonly PositionRange[], how: { readonly adds: boolean }) => void
  /** Called when the mouse button is pressed beside the rows and released without a movement. */
  readonly onPress: () => void
}

interface Band {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

/** The minimum movement of the pointer that starts a band. */
const leastPx = 4
const scrollRows = 1

/**
 * A drag that starts beside the rows draws a selection band. It selects the rows it touches and scrolls at the edges.
 */
export function useRubberBand(grid: RefObject<VirtualGridHandle | null>, shape: GridShape, user: BandUser) {
  const [band, setBand] = useState<Band>()
  const end = useRef(() => {})
  useEffect(() => () => end.current(), [])

  function onMouseDown(event: MouseEvent<HTMLElement>): void {
    const { currentTarget: element, clientX: startX, clientY: startY, ctrlKey, metaKey, shiftKey } = event
    const header = element.querySelector('.grid-head')
    const handle = grid.current
    if (event.button !== 0 || !handle || !header || header.contains(event.target as Node)) return
    const { linePx, perLine = 1 } = shape
    const box = element.getBoundingClientRect()
    if (startX - box.left > element.clientWidth) return // The press is on the scroll bar.
    const bodyTop = header.getBoundingClientRect().bottom
    const lineAt = (clientY: number) => handle.topLine() + (clientY - bodyTop) / linePx
    const columnAt = (clientX: number) => ((clientX - box.left) / element.clientWidth) * perLine
    const anchor = lineAt(startY)
    let isDrawn = false
    user.onStart()

    function follow(x: number, y: number) {
      if (!isDrawn && Math.abs(x - startX) < leastPx && Math.abs(y - startY) < leastPx) return
      isDrawn = true
      const inside = Math.min(Math.max(y, bodyTop), box.bottom)
      if (y < bodyTop) handle?.scrollToLine(Math.max(0, handle.topLine() - scrollRows))
      else if (y > box.bottom) handle?.scrollToLine(handle.topLine() + scrollRows)
      const here = lineAt(inside)
      const anchorY = Math.min(Math.max(bodyTop + (anchor - (handle?.topLine() ?? 0)) * linePx, bodyTop), box.bottom)
      setBand({
        left: Math.min(x, startX) - box.left,
        top: Math.min(inside, anchorY) - box.top,
        width: Math.abs(x - startX),
        height: Math.abs(inside - anchorY),
      })
      const adds = ctrlKey || metaKey || shiftKey
      user.onRanges(bandRanges([anchor, here], [columnAt(startX), columnAt(x)], perLine), { adds })
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

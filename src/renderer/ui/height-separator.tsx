import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

export interface HeightSeparatorProps {
  readonly label: string
  /** Of what is below it. */
  readonly heightPx: number
  readonly leastPx: number
  readonly mostPx: number
  readonly onHeight: (heightPx: number) => void
}

const stepPx = 34

/** The upper edge of something at the foot of the window, to be drawn up and down, also by the arrow keys. */
export function HeightSeparator({ label, heightPx, leastPx, mostPx, onHeight }: HeightSeparatorProps) {
  const grip = useRef<{ readonly y: number; readonly heightPx: number }>(null)
  const set = (next: number) => onHeight(Math.round(Math.min(mostPx, Math.max(leastPx, next))))

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { y: event.clientY, heightPx }
  }

  function onPointerMove({ clientY }: PointerEvent) {
    if (grip.current) set(grip.current.heightPx + grip.current.y - clientY)
  }

  function onKeyDown(event: KeyboardEvent) {
    const next = { ArrowUp: heightPx + stepPx, ArrowDown: heightPx - stepPx, Home: leastPx, End: mostPx }[event.key]
    if (next === undefined) return
    event.preventDefault()
    set(next)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator with a value is a control
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={heightPx}
      aria-valuemin={leastPx}
      aria-valuemax={mostPx}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={0}
      className="absolute inset-x-0 -top-1 z-10 h-1.5 cursor-row-resize touch-none hover:bg-focus/40 focus-visible:bg-focus"
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onKeyDown={onKeyDown}
    />
  )
}

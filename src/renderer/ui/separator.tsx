import { type KeyboardEvent, type PointerEvent, useRef } from 'react'

export interface SeparatorProps {
  readonly label: string
  /** A vertical separator is between left and right. */
  readonly orientation: 'horizontal' | 'vertical'
  /** The size of the part below it, or to its left. */
  readonly value: number
  readonly least: number
  readonly most: number
  /** The change of the value for each press of an arrow key. */
  readonly step: number
  /** The change of the value for each pixel that the pointer moves; 1 by default. */
  readonly perPixel?: () => number
  readonly onValue: (value: number) => void
}

const looks = {
  horizontal: 'absolute inset-x-0 -top-1 z-10 h-1.5 cursor-row-resize hover:bg-focus/40',
  vertical:
    'relative z-10 w-px shrink-0 cursor-col-resize bg-line before:absolute before:inset-y-0 before:-inset-x-1 hover:bg-focus',
} as const

/** A divider that the user can drag or move with the arrow keys. */
export function Separator({ label, orientation, value, least, most, step, perPixel, onValue }: SeparatorProps) {
  const grip = useRef<{ readonly at: number; readonly value: number }>(null)
  const isVertical = orientation === 'vertical'
  const set = (next: number) => onValue(Math.min(most, Math.max(least, next)))

  function onPointerDown(event: PointerEvent) {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grip.current = { at: isVertical ? event.clientX : event.clientY, value }
  }

  function onPointerMove({ clientX, clientY }: PointerEvent) {
    if (!grip.current) return
    const moved = isVertical ? clientX - grip.current.at : grip.current.at - clientY
    set(grip.current.value + moved * (perPixel?.() ?? 1))
  }

  function onKeyDown(event: KeyboardEvent) {
    const [more, less] = isVertical ? ['ArrowRight', 'ArrowLeft'] : ['ArrowUp', 'ArrowDown']
    const next = { [more]: value + step, [less]: value - step, Home: least, End: most }[event.key]
    if (next === undefined) return
    event.preventDefault()
    set(next)
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator with a value is a control
    <div
      role="separator"
      aria-orientation={orientation}
      aria-label={label}
      aria-valuenow={Math.round(value)}
      aria-valuemin={least}
      aria-valuemax={most}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above
      tabIndex={0}
      className={`touch-none focus-visible:bg-focus ${looks[orientation]}`}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onKeyDown={onKeyDown}
    />
  )
}

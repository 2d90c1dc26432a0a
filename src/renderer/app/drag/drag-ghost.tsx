import { useStore } from 'zustand'
import type { DragStore } from './drag-state.ts'

/** Follows the pointer and shows what is dragged, the effect of dropping it here, and the keys that change it. */
export function DragGhost({ store }: { readonly store: DragStore }) {
  const drag = useStore(store)
  if (drag.kind === 'none') return null
  return (
    <div
      aria-hidden
      className="pointer-events-none fixed top-0 start-0 z-50 max-w-80 rounded-lg bg-ink px-2.5 py-1.25 text-small text-paper shadow-float"
      style={{ transform: `translate(${placeBeside(drag.x, window.innerWidth, 330)}px, ${drag.y + 14}px)` }}
    >
      <p className="truncate font-semibold">{drag.label}</p>
      <p className={`truncate ${drag.isRefused ? 'italic' : ''}`}>{drag.hint}</p>
      {!drag.isRefused && <p className="text-tiny opacity-80">{drag.keys}</p>}
    </div>
  )
}

/** Places the text to the right of the pointer if there is room. */
function placeBeside(x: number, width: number, needed: number): number {
  return Math.max(0, Math.min(x + 14, width - needed))
}

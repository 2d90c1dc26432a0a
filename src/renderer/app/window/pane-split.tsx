import { type ReactNode, useRef } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import type { WindowState } from '../../commands/window-state.ts'
import { direction } from '../../strings/locale.ts'
import { text } from '../../strings/text.ts'
import { Separator } from '../../ui/separator.tsx'

export interface PaneSplitProps {
  readonly window: StoreApi<WindowState>
  readonly left: ReactNode
  readonly right: ReactNode
}

const leastPercent = 20

/**
 * Both panes side by side; the left one is on the left in every language. Only this component is rendered again while
 * the divider is dragged.
 */
export function PaneSplit({ window, left, right }: PaneSplitProps) {
  const leftPercent = useStore(window, (state) => state.leftPercent)
  const row = useRef<HTMLDivElement>(null)
  return (
    <div ref={row} dir="ltr" className="flex h-full">
      <div dir={direction} className="min-w-0 shrink-0" style={{ width: `${leftPercent}%` }}>
        {left}
      </div>
      <Separator
        label={text('app.resize-panes')}
        orientation="vertical"
        value={leftPercent}
        least={leastPercent}
        most={100 - leastPercent}
        step={2}
        perPixel={() => 100 / (row.current?.offsetWidth ?? 1)}
        onValue={(percent) => window.setState({ leftPercent: percent })}
      />
      <div dir={direction} className="min-w-0 flex-1">
        {right}
      </div>
    </div>
  )
}

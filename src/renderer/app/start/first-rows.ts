import type { StoreApi } from 'zustand/vanilla'
import { activeTab, type PaneState } from '../../features/pane/pane-state.ts'

/**
 * Resolves when every pane has rows, or says why it has none, so that the first picture has them; not later than
 * `mostMs`, as a place can take long.
 */
export function firstRows(panes: readonly StoreApi<PaneState>[], mostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const ends = panes.map((pane) => pane.subscribe(look))
    const timer = setTimeout(end, mostMs)
    function end() {
      clearTimeout(timer)
      for (const stop of ends) stop()
      resolve()
    }
    function look() {
      if (panes.every((pane) => hasAnswer(pane.getState()))) end()
    }
    look()
  })
}

function hasAnswer(state: PaneState): boolean {
  const { listing, view } = activeTab(state)
  return listing.kind !== 'loading' || view.order.length > 0
}

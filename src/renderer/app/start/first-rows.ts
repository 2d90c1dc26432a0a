import type { StoreApi } from 'zustand/vanilla'
import { activeTab, type PaneState } from '../../features/pane/pane-state.ts'

/**
 * Resolves when every pane shows rows or a message, so that the first frame contains them. It resolves after `mostMs`
 * at the latest, because a listing may take long.
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

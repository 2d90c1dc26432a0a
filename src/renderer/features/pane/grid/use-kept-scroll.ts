import { type RefObject, useLayoutEffect, useRef } from 'react'
import { presentOf } from '../../../../contract/location.ts'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { isSame } from '../navigate.ts'
import { parentRow, type Tab } from '../pane-state.ts'
import { cursorEntry, cursorPosition, positionOf, rowAt } from '../tab-rows.ts'

/** Keeps the scroll position when rows are replaced or a tab is shown again: the top row stays in its place. */
export function useKeptScroll(tab: Tab, grid: RefObject<VirtualGridHandle | null>) {
  const tops = useRef(new Map<number, number>())
  const before = useRef(tab)
  useLayoutEffect(() => {
    const last = before.current
    before.current = tab
    const handle = grid.current
    if (!handle) return
    if (last.id !== tab.id) {
      tops.current.set(last.id, handle.topPosition())
      handle.scrollToTop(tops.current.get(tab.id) ?? 0)
    } else if (!isSame(presentOf(last.location), presentOf(tab.location))) {
      handle.scrollToTop(0)
    } else if (last.view.generation !== tab.view.generation) {
      handle.scrollToTop(sameTop(last, tab, handle.topPosition()))
      if (cursorEntry(last)?.name !== cursorEntry(tab)?.name) handle.reveal(cursorPosition(tab))
    } else if (last.cursor !== tab.cursor && tab.cursor >= parentRow) {
      handle.reveal(cursorPosition(tab))
    }
  }, [tab, grid])
}

/** Returns the new position of the row that was at the top. */
function sameTop(before: Tab, now: Tab, top: number): number {
  const row = rowAt(before, Math.floor(top))
  if (row < 0 || row >= before.view.index.count) return top
  const found = now.view.index.find(before.view.index.name(row))
  const position = found === undefined ? undefined : positionOf(now, found)
  return position === undefined ? top : position + (top % 1)
}

import type { MouseEvent } from 'react'
import { isSelected } from '../../../ui/virtual-list/selection.ts'
import { clickRow, moveCursor, toggleRowAt } from '../choose.ts'
import { opensAs } from '../opens-as.ts'
import { currentTab, type Pane } from '../pane.ts'
import { parentRow, type Tab } from '../pane-state.ts'
import { cursorEntry, rowAt } from '../tab-rows.ts'

export interface Opening {
  /** Opens the entry under the cursor. */
  readonly onOpen: () => void
  /** Opens the folder under the cursor in a new tab. */
  readonly onOpenTab: () => void
}

/**
 * Returns the mouse handlers. A click selects, with the usual modifier keys; the right button moves the cursor for the
 * context menu; the middle button opens a tab.
 */
export function mouseHandlers(pane: Pane, tab: Tab, { onOpen, onOpenTab }: Opening) {
  function onMouseDown(event: MouseEvent<HTMLElement>) {
    const position = positionUnder(event)
    if (position === undefined) return
    const isMenu = event.button === 2
    if (event.button === 1) event.preventDefault() // Prevents autoscroll, because the middle button opens a tab.
    if (event.button > 0 && !isMenu) return
    if (event.button === 0 && isOnMark(event)) {
      event.preventDefault() // Prevents a drag from starting here.
      event.currentTarget.focus()
      return toggleRowAt(pane, position)
    }
    const row = rowAt(tab, position)
    if (isMenu && row >= 0 && isSelected(tab.selection, row)) return moveCursorOnly(position)
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
    // The user may start to drag the whole selection. If no drag follows, the click selects this row alone.
    if (!isMenu && isPlain && tab.selection.count > 1 && isSelected(tab.selection, row)) return moveCursorOnly(position)
    clickRow(pane, position, { extend: event.shiftKey && !isMenu, toggle: (event.ctrlKey || event.metaKey) && !isMenu })
  }

  function onClick(event: MouseEvent) {
    const position = positionUnder(event)
    if (position === undefined || isOnMark(event) || event.shiftKey || event.ctrlKey || event.metaKey) return
    if (tab.selection.count > 1) clickRow(pane, position, { extend: false, toggle: false })
  }

  function moveCursorOnly(position: number) {
    moveCursor(pane, position, { extend: false })
  }

  function onDoubleClick(event: MouseEvent) {
    if (positionUnder(event) !== undefined) onOpen()
  }

  function onAuxClick(event: MouseEvent) {
    const position = positionUnder(event)
    if (event.button !== 1 || position === undefined) return
    moveCursorOnly(position)
    const entry = cursorEntry(currentTab(pane))
    if (rowAt(tab, position) === parentRow || (entry && opensAs(tab, entry))) onOpenTab()
  }

  return { onMouseDown, onClick, onDoubleClick, onAuxClick }
}

/** Tells whether the click is on the icon at the start of a row, which toggles its selection. */
function isOnMark({ target }: MouseEvent): boolean {
  return target instanceof Element && target.closest('[data-mark]') !== null
}

export function positionUnder(event: MouseEvent): number | undefined {
  const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null
  return line ? Number(line.dataset['position']) : undefined
}

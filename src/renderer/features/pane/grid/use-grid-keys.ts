import { type KeyboardEvent, type RefObject, useRef } from 'react'
import { movedPosition } from '../../../ui/virtual-list/movement.ts'
import { findTyped, isTyping, noTypeAhead, typeCharacter } from '../../../ui/virtual-list/type-ahead.ts'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { moveCursor } from '../choose.ts'
import { focusWaysOn } from '../messages/ways-on.ts'
import type { Pane } from '../pane.ts'
import type { Tab } from '../pane-state.ts'
import { cursorPosition, rowAt, rowCount } from '../tab-rows.ts'

export interface GridKeysOptions {
  readonly pane: Pane
  readonly tab: Tab
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly rowId: (position: number) => string
  /** The number of tiles in a line; undefined in a list. */
  readonly perLine: number | undefined
}

/** Handles the keys of the list itself: moving the cursor, type-ahead, and the menu key. */
export function useGridKeys({ pane, tab, grid, rowId, perLine }: GridKeysOptions): (event: KeyboardEvent) => void {
  const typed = useRef({ word: noTypeAhead, in: tab.location })
  const cursor = cursorPosition(tab)
  const count = rowCount(tab)

  return function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return openMenu(event, rowId(cursor))
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
    if (event.key === 'ArrowDown' && tab.view.order.length === 0 && focusWaysOn(pane.side)) return stop(event)
    const pageRows = grid.current?.pageRows() ?? 1
    const position = movedPosition(event.key, cursor, { count, pageRows, perLine })
    if (position !== undefined) {
      stop(event)
      startWord()
      moveCursor(pane, position, { extend: event.shiftKey })
      grid.current?.reveal(position)
    } else if (/^.$/u.test(event.key)) type(event)
  }

  function type(event: KeyboardEvent) {
    const isGoingOn = isTyping(wordHere(), event.timeStamp)
    const word = typeCharacter(wordHere(), event.key, event.timeStamp)
    const found = findTyped(word.text, cursor, count, (at, prefix) => {
      const row = rowAt(tab, at)
      return row >= 0 && tab.view.index.startsWith(row, prefix)
    })
    if (hasMeaning(event.key) && !(isGoingOn && found !== undefined)) return startWord()
    stop(event)
    typed.current = { word, in: tab.location }
    if (found !== undefined) moveCursor(pane, found, { extend: false })
  }

  function startWord() {
    typed.current = { word: noTypeAhead, in: tab.location }
  }

  function wordHere() {
    return typed.current.in === tab.location ? typed.current.word : noTypeAhead
  }
}

function stop(event: KeyboardEvent): void {
  event.preventDefault()
  event.stopPropagation()
}

/** Opens the context menu at the row of the cursor. */
function openMenu(event: KeyboardEvent, rowId: string) {
  event.preventDefault()
  const row = document.getElementById(rowId)?.getBoundingClientRect()
  const place = { clientX: (row?.left ?? 0) + 40, clientY: row?.bottom ?? 0 }
  event.currentTarget.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, cancelable: true }))
}

/** These characters are shortcuts of commands, unless they continue a type-ahead text. */
function hasMeaning(key: string): boolean {
  return ' *+-/'.includes(key)
}

import { type KeyboardEvent, type MouseEvent, type RefObject, useId, useLayoutEffect, useRef } from 'react'
import type { Capabilities } from '../../../../contract/capabilities.ts'
import { opensAsFolder } from '../../../../contract/entry.ts'
import { childPath, isPast, parentPath, presentOf } from '../../../../contract/location.ts'
import { text } from '../../../strings/text.ts'
import { useRowHeightPx } from '../../../ui/appearance/root-size.ts'
import { useDateFormat } from '../../../ui/use-date-format.ts'
import { movedPosition } from '../../../ui/virtual-list/movement.ts'
import { isSelected } from '../../../ui/virtual-list/selection.ts'
import { findTyped, isTyping, noTypeAhead, typeCharacter } from '../../../ui/virtual-list/type-ahead.ts'
import { VirtualGrid, type VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { clickRow, moveCursor } from '../choose.ts'
import { isSame } from '../navigate.ts'
import { ColumnHeads, type RowMarks } from './column-heads.tsx'
import { extraColumnsOf } from './extra-columns.ts'
import { currentTab, type Pane } from '../pane.ts'
import { PaneRow } from './pane-row.tsx'
import { parentRow, type Tab } from '../pane-state.ts'
import { RenameRow } from './rename-row.tsx'
import { parentFacts, rowFacts } from './row-facts.ts'
import { soughtWords } from '../search/search.ts'
import { cursorEntry, cursorPosition, isSearching, positionOf, rowAt, rowCount } from '../tab-rows.ts'

export interface FileGridProps {
  readonly pane: Pane
  readonly tab: Tab
  /** Of the tab's mount, once they are known: which columns there are. */
  readonly capabilities: Capabilities | undefined
  readonly grid: RefObject<VirtualGridHandle | null>
  /** Opens what the cursor is on. */
  readonly onOpen: () => void
  /** Opens the folder the cursor is on in a tab of its own. */
  readonly onOpenTab: () => void
  readonly onFocus: () => void
  /** Tells in a sentence why it could not be renamed. */
  readonly onRename: (from: string, to: string) => Promise<string | undefined>
}

export function FileGrid({ pane, tab, capabilities, grid, onOpen, onOpenTab, onFocus, onRename }: FileGridProps) {
  const gridId = useId()
  const typed = useRef({ word: noTypeAhead, in: tab.location })
  const rowPx = useRowHeightPx()
  const dates = useDateFormat()
  const cursor = cursorPosition(tab)
  const count = rowCount(tab)
  const extra = extraColumnsOf(capabilities, tab)
  const columns = { extra, capabilities }
  const sought = isSearching(tab) ? soughtWords(tab).join('\n') : ''
  const rowId = (position: number) => `${gridId}-${position}`

  useKeptScroll(tab, grid)

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return openMenu(event, rowId(cursor))
    if (event.target !== event.currentTarget || event.ctrlKey || event.altKey || event.metaKey) return
    const pageRows = grid.current?.pageRows() ?? 1
    const position = movedPosition(event.key, cursor, { count, pageRows })
    if (position !== undefined) {
      event.preventDefault()
      event.stopPropagation()
      moveCursor(pane, position, { extend: event.shiftKey })
      grid.current?.reveal(position)
    } else if (isLetter(event, isTyping(wordHere(), event.timeStamp))) {
      event.preventDefault()
      event.stopPropagation()
      typed.current = { word: typeCharacter(wordHere(), event.key, event.timeStamp), in: tab.location }
      const found = findTyped(typed.current.word.text, cursor, count, (at, prefix) => {
        const row = rowAt(tab, at)
        return row >= 0 && tab.view.index.startsWith(row, prefix)
      })
      if (found !== undefined) moveCursor(pane, found, { extend: false })
    }
  }

  function wordHere() {
    return typed.current.in === tab.location ? typed.current.word : noTypeAhead
  }

  return (
    <div className="contents" data-extras={extra.length} data-marks={marksOf(tab)}>
      <VirtualGrid
        label={text('pane.files')}
        count={count}
        rowHeightPx={rowPx}
        handle={grid}
        header={<ColumnHeads pane={pane} sort={tab.sort} extra={extra} marks={marksOf(tab)} />}
        activePosition={cursor}
        rowId={rowId}
        isBusy={tab.listing.kind === 'loading'}
        onKeyDown={onKeyDown}
        {...mouseHandlers(pane, tab, { onOpen, onOpenTab })}
        onFocus={onFocus}
        renderRow={({ position, topPx }) => {
          const row = rowAt(tab, position)
          if (row < parentRow) return null
          const facts = row === parentRow ? parentFacts : rowFacts(tab.view.index, row, dates, columns)
          const place = { id: rowId(position), rowIndex: position + 2, position, topPx, heightPx: rowPx }
          if (row >= 0 && row === tab.renamingRow) {
            return (
              <RenameRow
                {...place}
                {...facts}
                pane={pane}
                onRename={(to) => onRename(...renamed(tab, row, to))}
                grid={grid}
              />
            )
          }
          return (
            <PaneRow
              {...place}
              {...facts}
              isSelected={row >= 0 && isSelected(tab.selection, row)}
              isCursor={position === cursor}
              sought={sought}
            />
          )
        }}
      />
    </div>
  )
}

/** The menu key opens the menu at the row it is for. */
function openMenu(event: KeyboardEvent, rowId: string) {
  event.preventDefault()
  const row = document.getElementById(rowId)?.getBoundingClientRect()
  const place = { clientX: (row?.left ?? 0) + 40, clientY: row?.bottom ?? 0 }
  event.currentTarget.dispatchEvent(new MouseEvent('contextmenu', { ...place, bubbles: true, cancelable: true }))
}

/** Rows that were found have their paths for names: what was typed is the last part of one. */
function renamed(tab: Tab, row: number, to: string): [from: string, to: string] {
  const from = tab.view.index.name(row)
  return [from, childPath(parentPath(from), to)]
}

/** Which words the rows are marked with, if any. */
function marksOf({ location, showsDeleted, search }: Tab): RowMarks {
  if (isSearching({ search })) return search?.inContents ? 'text' : 'folder'
  if (isPast(location)) return 'since'
  return showsDeleted ? 'deleted' : undefined
}

/** A click selects, also with the keys that go with it; the second button moves the cursor for its menu, the middle one opens a tab. */
function mouseHandlers(pane: Pane, tab: Tab, { onOpen, onOpenTab }: Pick<FileGridProps, 'onOpen' | 'onOpenTab'>) {
  function onMouseDown(event: MouseEvent) {
    const position = positionUnder(event)
    if (position === undefined) return
    const isMenu = event.button === 2
    if (event.button === 1) event.preventDefault() // no scrolling by the pointer: it opens a tab
    if (event.button > 0 && !isMenu) return
    const row = rowAt(tab, position)
    if (isMenu && row >= 0 && isSelected(tab.selection, row)) return moveCursorOnly(position)
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey
    // all that is selected may be dragged away; a click that was no drag selects this row alone
    if (!isMenu && isPlain && tab.selection.count > 1 && isSelected(tab.selection, row)) return moveCursorOnly(position)
    clickRow(pane, position, { extend: event.shiftKey && !isMenu, toggle: (event.ctrlKey || event.metaKey) && !isMenu })
  }

  function onClick(event: MouseEvent) {
    const position = positionUnder(event)
    if (position === undefined || event.shiftKey || event.ctrlKey || event.metaKey) return
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
    if (rowAt(tab, position) === parentRow || (entry && opensAsFolder(entry))) onOpenTab()
  }

  return { onMouseDown, onClick, onDoubleClick, onAuxClick }
}

/** Rows that are replaced, and tabs that are shown again, keep the row at the top where it was. */
function useKeptScroll(tab: Tab, grid: RefObject<VirtualGridHandle | null>) {
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

/** Where the row that was at the top is now. */
function sameTop(before: Tab, now: Tab, top: number): number {
  const row = rowAt(before, Math.floor(top))
  if (row < 0 || row >= before.view.index.count) return top
  const found = now.view.index.find(before.view.index.name(row))
  const position = found === undefined ? undefined : positionOf(now, found)
  return position === undefined ? top : position + (top % 1)
}

/** A character that can begin or go on a name; those with a meaning of their own only go on one. */
function isLetter(event: KeyboardEvent, isGoingOn: boolean): boolean {
  if (!/^.$/u.test(event.key)) return false
  return isGoingOn || !' *+-/'.includes(event.key)
}

function positionUnder(event: MouseEvent): number | undefined {
  const line = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null
  return line ? Number(line.dataset['position']) : undefined
}

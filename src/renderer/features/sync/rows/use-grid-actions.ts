import type { KeyboardEvent, MouseEvent, RefObject } from 'react'
import type { PlanRow } from '../../../../contract/sync/plan.ts'
import { movedPosition } from '../../../ui/virtual-list/movement.ts'
import { isSelected } from '../../../ui/virtual-list/selection.ts'
import type { VirtualGridHandle } from '../../../ui/virtual-list/virtual-grid.tsx'
import { folderAt, type Lines } from './lines.ts'
import { rowKey } from './row-keys.ts'
import type { RowsCursor } from './use-rows-cursor.ts'
import { type Turned, wayOf, type Wish, wishedWay } from './ways.ts'

export interface ActedOn {
  readonly rows: readonly PlanRow[]
  readonly lines: Lines
  readonly turned: Turned
  /** True for the list of same names, whose rows cannot be changed. */
  readonly isSame: boolean
  readonly onTurn: (rows: readonly PlanRow[], wish: Wish) => void
  readonly onPutBack: (rows: readonly PlanRow[]) => void
  readonly onOpen: (row: PlanRow) => void
  readonly onFold: (path: string, how: { readonly isOpen: boolean }) => void
}

interface Parts {
  readonly grid: RefObject<VirtualGridHandle | null>
  readonly cursor: RowsCursor
}

/** Handles the keys and the mouse in the rows. */
export function useGridActions(props: ActedOn, parts: Parts) {
  const { lines } = props
  const open = (line: number) => {
    const row = props.rows[lines.at[line] ?? -1]
    if (row) props.onOpen(row)
  }
  return {
    onKeyDown: useRowKeys(props, parts, open),
    ...useRowMouse(props, parts),
    onDoubleClick(event: MouseEvent) {
      const line = lineUnder(event)
      if (line !== undefined && !buttonUnder(event)) open(line)
    },
  }
}

function useRowKeys(props: ActedOn, { grid, cursor }: Parts, open: (line: number) => void) {
  const { rows, lines, isSame } = props

  function turn(wish: Wish) {
    if (!isSame) props.onTurn(rowsOf(rows, cursor.chosen()), wish)
  }

  function onKeyDown(event: KeyboardEvent) {
    const folder = folderAt(lines, cursor.line)
    const meant = rowKey(event, { isOnFolder: folder !== undefined, hasSelection: cursor.selection.count > 0 })
    if (!meant) return move(event)
    event.preventDefault()
    event.stopPropagation()
    if (meant.do === 'turn') turn(meant.wish)
    else if (meant.do === 'put-back') props.onPutBack(rowsOf(rows, cursor.chosen()))
    else if (meant.do === 'select-all') cursor.selectAll()
    else if (meant.do === 'select-none') cursor.selectNone()
    else if (meant.do === 'toggle' || meant.do === 'mark') mark(meant.do)
    else if (meant.do === 'open') open(cursor.line)
    else if (folder) props.onFold(folder.path, { isOpen: meant.isOpen === 'other' ? !folder.isOpen : meant.isOpen })
  }

  function move(event: KeyboardEvent) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const list = { count: lines.at.length, pageRows: grid.current?.pageRows() ?? 1 }
    const next = movedPosition(event.key, cursor.line, list)
    if (next === undefined) return
    event.preventDefault()
    cursor.moveTo(next, { extend: event.shiftKey })
    grid.current?.reveal(next)
  }

  function mark(how: 'toggle' | 'mark') {
    const next = how === 'mark' ? Math.min(cursor.line + 1, lines.at.length - 1) : cursor.line
    cursor.toggle(cursor.line, next)
    grid.current?.reveal(next)
  }

  return onKeyDown
}

function useRowMouse(props: ActedOn, { grid, cursor }: Parts) {
  const { rows, lines, turned } = props

  function onMouseDown(event: MouseEvent) {
    const line = lineUnder(event)
    if (line === undefined || event.button !== 0) return
    if (buttonUnder(event)) {
      event.preventDefault() // The grid keeps the focus.
      return grid.current?.focus()
    }
    if (event.ctrlKey || event.metaKey) cursor.toggle(line)
    else cursor.moveTo(line, { extend: event.shiftKey })
  }

  function onClick(event: MouseEvent) {
    const line = lineUnder(event)
    const folder = line === undefined ? undefined : folderAt(lines, line)
    if (line === undefined) return
    if (folder) return props.onFold(folder.path, { isOpen: !folder.isOpen })
    const row = rows[lines.at[line] ?? -1]
    const pressed = buttonUnder(event)
    if (!row || !pressed) return
    const isOfSelection = isSelected(cursor.selection, lines.at[line] ?? -1)
    const chosen = isOfSelection ? rowsOf(rows, cursor.chosen()) : [row]
    if (!isOfSelection) cursor.moveTo(line, { extend: false })
    if ('back' in pressed.dataset) return props.onPutBack(chosen)
    // All selected rows get the same action as this one.
    const way = wishedWay(row, wayOf(row, turned), 'next')
    if (way) props.onTurn(chosen, way)
  }

  return { onMouseDown, onClick }
}

function rowsOf(rows: readonly PlanRow[], places: readonly number[]): readonly PlanRow[] {
  return places.flatMap((at) => rows[at] ?? [])
}

function lineUnder({ target }: MouseEvent): number | undefined {
  const line = target instanceof Element ? target.closest<HTMLElement>('[data-position]') : null
  return line ? Number(line.dataset['position']) : undefined
}

function buttonUnder({ target }: MouseEvent): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('button') : null
}

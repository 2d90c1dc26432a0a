import { useState } from 'react'
import { isSelected, noSelection, type Selection, selectRows, toggleRow } from '../../../ui/virtual-list/selection.ts'
import { folderAt, type Lines, rowsBetween } from './lines.ts'

/** Where the keyboard is among the lines, and which rows are selected. */
export interface RowsCursor {
  readonly line: number
  readonly selection: Selection
  readonly moveTo: (line: number, how: { readonly extend: boolean }) => void
  /** Selects a row, or no longer, and goes on to another line. */
  readonly toggle: (line: number, goTo?: number) => void
  readonly selectAll: () => void
  readonly selectNone: () => void
  /** The rows that a key is for: those selected, else that of the cursor, or those of the folder it is on. */
  readonly chosen: () => readonly number[]
}

interface Place {
  readonly line: number
  /** What the line shows; undefined until the cursor is moved for the first time: it stays at the top. */
  readonly what: number | undefined
}

/** Follows its row when the lines are put in another order. */
export function useRowsCursor(lines: Lines): RowsCursor {
  const [cursor, setCursor] = useState<Place>({ line: 0, what: undefined })
  const [anchor, setAnchor] = useState(0)
  const [selection, setSelection] = useState<Selection>(noSelection)
  const line = lineOf(lines, cursor)
  const put = (next: number) => setCursor({ line: next, what: lines.at[next] })

  return {
    line,
    selection,
    moveTo(next, { extend }) {
      put(next)
      if (extend) return setSelection(selectRows(rowsBetween(lines, anchor, next)))
      setAnchor(next)
      setSelection(noSelection)
    },
    toggle(toggled, goTo = toggled) {
      put(goTo)
      setAnchor(goTo)
      const row = lines.at[toggled] ?? -1
      if (row >= 0) setSelection(toggleRow(selection, row))
    },
    selectAll: () => setSelection(selectRows(rowsBetween(lines, 0, lines.at.length))),
    selectNone: () => setSelection(noSelection),
    chosen() {
      const all = Array.from(lines.at)
      if (selection.count > 0) return all.filter((row) => row >= 0 && isSelected(selection, row))
      const folder = folderAt(lines, line)
      const row = all[line]
      if (!folder) return row === undefined ? [] : [row]
      return rowsBetween(lines, line, line + (folder.isOpen ? folder.rows : 0))
    },
  }
}

function lineOf({ at }: Lines, { line, what }: Place): number {
  if (at[line] === what) return line
  const found = what === undefined ? -1 : at.indexOf(what)
  return found >= 0 ? found : Math.max(0, Math.min(line, at.length - 1))
}

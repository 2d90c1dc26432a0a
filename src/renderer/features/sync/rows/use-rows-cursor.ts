import { useState } from 'react'
import { isSelected, noSelection, type Selection, selectRows, toggleRow } from '../../../ui/virtual-list/selection.ts'
import { folderAt, type Lines, rowsBetween } from './lines.ts'

/** The keyboard cursor among the lines, and the selected rows. */
export interface RowsCursor {
  readonly line: number
  readonly selection: Selection
  readonly moveTo: (line: number, how: { readonly extend: boolean }) => void
  /** Selects or unselects a row, and moves the cursor to another line. */
  readonly toggle: (line: number, goTo?: number) => void
  readonly selectAll: () => void
  readonly selectNone: () => void
  /**
   * Returns the rows that a key applies to: the selected ones, or else the row at the cursor, or the rows of its
   * folder.
   */
  readonly chosen: () => readonly number[]
}

interface Place {
  readonly line: number
  /** The content of the line. Undefined until the cursor first moves; until then it stays at the top. */
  readonly what: number | undefined
}

/** The cursor stays on its row when the order of the lines changes. */
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

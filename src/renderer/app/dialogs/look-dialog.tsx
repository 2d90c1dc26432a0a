import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isReadable } from '../../commands/files/look-commands.ts'
import { stateOfEntry } from '../../content/read/file-state.ts'
import { moveCursor } from '../../features/pane/choose.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { activeTab, type Side } from '../../features/pane/pane-state.ts'
import { cursorEntry, cursorPosition, hasParentRow, locationIn, rowAt, rowCount } from '../../features/pane/tab-rows.ts'
import { formatOf } from '../../../lib/table-names.ts'
import { later } from '../../ui/later.tsx'
import type { WindowModel } from '../compose.ts'
import { tableLookOf } from './table-query-dialog.tsx'

const QuickLook = later(async () => (await import('../../features/look/quick-look.tsx')).QuickLook)
const TableLook = later(async () => (await import('../../features/tables/table-look.tsx')).TableLook)

export interface LookDialogProps {
  readonly model: WindowModel
  readonly side: Side
  readonly note: string | undefined
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Quick look for the file under a pane's cursor. Stepping to another file moves that cursor. */
export function LookDialog({ model, side, note, ...frame }: LookDialogProps) {
  const pane = model.panes[side]
  const tab = useStore(pane.state, activeTab)
  const entry = cursorEntry(tab)
  const file = entry && isReadable(entry) ? entry : undefined
  const { onClose } = frame
  useEffect(() => {
    if (!file) onClose() // The file was deleted in the meantime.
  })
  if (!file) return null
  const above = hasParentRow(tab) ? 1 : 0
  const position = { at: cursorPosition(tab) + 1 - above, count: rowCount(tab) - above }
  const location = locationIn(tab, file.name)
  const format = formatOf(file.name)
  return (
    <QuickLook
      {...frame}
      reader={model.contents.open(stateOfEntry(location, file))}
      position={position}
      note={note}
      table={
        format && {
          view: <TableLook {...tableLookOf(model)} location={location} isFolder={false} isBare />,
          isFirst: !/\.json$/i.test(file.name), // Most JSON files are not tables.
        }
      }
      onStep={(step) => stepToFile(pane, step)}
    />
  )
}

/** Moves the cursor to the next file that can be shown, if there is one. */
function stepToFile(pane: Pane, step: 1 | -1): void {
  const tab = currentTab(pane)
  const { index } = tab.view
  for (let at = cursorPosition(tab) + step; at >= 0 && at < rowCount(tab); at += step) {
    const row = rowAt(tab, at)
    if (row < 0 || index.isAbsent(row) || index.kind(row) === 'folder' || !isReadable(index.entry(row))) continue
    return moveCursor(pane, at, { extend: false })
  }
}

import { useState } from 'react'
import { baseName, childPath, type Location, parentPath } from '../../../contract/location.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { Side, Tab } from '../../features/pane/pane-state.ts'
import { chosenRows, isSearching } from '../../features/pane/tab-rows.ts'
import type { NamesTask } from '../../features/renaming/names-message.ts'
import { MultiRenameDialog } from '../../features/renaming/multi-rename-dialog.tsx'
import { startTransfer } from '../../features/transfers/transfers-store.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'

export interface MultiRenameProps {
  readonly model: WindowModel
  readonly side: Side
  readonly onClose: () => void
  readonly returnFocus: () => HTMLElement | null
}

/** Renames the entries that were selected in a pane when the dialog was opened. */
export function MultiRename({ model, side, ...frame }: MultiRenameProps) {
  const [{ task, place }] = useState(() => {
    const tab = currentTab(model.panes[side])
    return { task: taskOf(model, tab), place: tab.location }
  })
  const { capabilities } = findMount(model.mounts.state.getState(), place.mount) ?? {}

  function rename(names: readonly { readonly at: number; readonly to: string }[]) {
    const sources = names.flatMap(({ at, to }) => {
      const item = task.items[at]
      const location: Location | undefined = item && { mount: place.mount, path: childPath(item.folder, item.name) }
      return location ? [{ location, as: to }] : []
    })
    void startTransfer(model.transfers, { verb: 'rename', sources })
  }
  return (
    <MultiRenameDialog
      {...frame}
      task={task}
      copies={capabilities?.facets.includes('rename') === false}
      onRename={rename}
    />
  )
}

/**
 * Other names are known only for the rows of a folder. The neighbours of search results are not known, so the host
 * checks them.
 */
function taskOf(model: WindowModel, tab: Tab): NamesTask {
  const { index } = tab.view
  const { mount, path } = tab.location
  const rows = chosenRows(tab)
  const items = rows.map((row) => {
    const inTab = index.name(row)
    const folder = childPath(path, parentPath(inTab))
    const modifiedMs = index.modified(row)
    return {
      name: baseName(inTab),
      folder: parentPath(inTab) === '' ? path : folder,
      parent: baseName(parentPath(inTab) === '' ? path : folder) || placeLabel(model, mount),
      isFolder: index.kind(row) === 'folder',
      ...(Number.isFinite(modifiedMs) && { modifiedMs }),
    }
  })
  const chosen = new Set(rows)
  const staying: { folder: string; from: string }[] = []
  for (let row = 0; row < index.count && !isSearching(tab); row += 1) {
    if (!chosen.has(row) && !index.isAbsent(row)) staying.push({ folder: path, from: index.name(row) })
  }
  const info = findMount(model.mounts.state.getState(), mount)
  const isWindows = model.window.getState().about?.platform === 'win32' && info?.folder !== undefined
  const limits = {
    isLoose: info?.capabilities?.caseSensitive === false,
    nameBytes: info?.capabilities?.limits.nameBytes?.value,
    isWindows,
  }
  return { items, staying, limits }
}

import { opensAsFolder } from '../../../contract/entry.ts'
import { type Location, parentPath } from '../../../contract/location.ts'
import { activateTab, openFolder } from '../../features/pane/navigate.ts'
import { currentTab, findTab, type Pane } from '../../features/pane/pane.ts'
import { parentRow } from '../../features/pane/pane-state.ts'
import { locationIn, rowAt } from '../../features/pane/tab-rows.ts'
import type { WindowModel } from '../compose.ts'

/** A place for a drop: a folder that is shown as a pane, a row, a part of the path, a tab or a mount. */
export interface DropSpot {
  readonly into: Location
  readonly element: Element
  /** Opens the folder after the pointer has stayed here; undefined if it is already shown. */
  readonly spring: (() => void) | undefined
}

/** Returns the spot under a point of the window. */
export function spotAt(model: WindowModel, x: number, y: number): DropSpot | undefined {
  const element = document.elementFromPoint(x, y)
  if (!element) return undefined
  const mount = element.closest<HTMLElement>('nav [data-mount]')
  if (mount) return { into: { mount: mount.dataset['mount'] ?? '', path: '' }, element: mount, spring: undefined }
  const side = element.closest<HTMLElement>('[data-side]')?.dataset['side']
  if (side !== 'left' && side !== 'right') return undefined
  return spotInPane(model.panes[side], element)
}

function spotInPane(pane: Pane, element: Element): DropSpot | undefined {
  const tab = element.closest<HTMLElement>('[data-tab]')
  if (tab) return tabSpot(pane, tab)
  const crumb = element.closest<HTMLElement>('[data-crumb]')
  const shown = currentTab(pane)
  if (crumb) {
    const into = { mount: shown.location.mount, path: crumb.dataset['crumb'] ?? '' }
    return { into, element: crumb, spring: () => openFolder(pane, into) }
  }
  const row = element.closest<HTMLElement>('[data-position]')
  const into = row && rowFolder(pane, Number(row.dataset['position']))
  if (into) return { into, element: row, spring: () => openFolder(pane, into) }
  const list = element.closest('[role=tabpanel]')
  return list ? { into: shown.location, element: list, spring: undefined } : undefined
}

function tabSpot(pane: Pane, element: HTMLElement): DropSpot | undefined {
  const id = Number(element.dataset['tab'])
  const tab = findTab(pane, id)
  if (!tab) return undefined
  const isShown = id === currentTab(pane).id
  return { into: tab.location, element, spring: isShown ? undefined : () => activateTab(pane, id) }
}

/** Returns the folder of a row; undefined if the row is not a folder. */
function rowFolder(pane: Pane, position: number): Location | undefined {
  const tab = currentTab(pane)
  const row = rowAt(tab, position)
  if (row === parentRow) return { mount: tab.location.mount, path: parentPath(tab.location.path) }
  if (row < 0 || row >= tab.view.index.count) return undefined
  const entry = tab.view.index.entry(row)
  return opensAsFolder(entry) ? locationIn(tab, entry.name) : undefined
}

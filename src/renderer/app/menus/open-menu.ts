import type { MouseEvent } from 'react'
import { columnIds } from '../../features/pane/columns/columns.ts'
import { activateTab } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { Side } from '../../features/pane/pane-state.ts'
import { cursorEntry } from '../../features/pane/tab-rows.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Opens the context menu in a pane after a right click, the menu key or Shift+F10. Text fields keep the system's menu.
 */
export function openPaneMenu(model: WindowModel, side: Side, event: MouseEvent): void {
  const { target } = event
  if (!(target instanceof Element) || target.closest('input, [contenteditable]')) return
  const menu = paneMenu(model, side, target, { isByKey: !event.isTrusted })
  if (!menu) return
  event.preventDefault()
  model.window.setState({ menu: { ...menu, at: { x: event.clientX, y: event.clientY } } })
}

/** For a key, the file list sends the event itself, at the row of the cursor. */
function paneMenu(model: WindowModel, side: Side, target: Element, { isByKey }: { readonly isByKey: boolean }) {
  const tab = target.closest<HTMLElement>('[data-tab]')
  if (tab) {
    activateTab(model.panes[side], Number(tab.dataset['tab']))
    return { kind: 'tab', side } as const
  }
  const heads = target.closest<HTMLElement>('[data-offered]')
  if (heads) {
    const names = heads.dataset['offered']?.split(' ') ?? []
    return { kind: 'columns', side, offered: columnIds.filter((id) => names.includes(id)) } as const
  }
  const isOnRow = isByKey ? cursorEntry(currentTab(model.panes[side])) !== undefined : target.closest('[data-position]')
  if (isOnRow) return { kind: 'rows', side } as const
  return target.closest('[role=tabpanel]') ? ({ kind: 'folder', side } as const) : undefined
}

/** Opens the menu of the mount that is under the pointer or has the focus. */
export function openMountMenu(model: WindowModel, event: MouseEvent): void {
  const { target } = event
  if (!(target instanceof Element) || !target.closest('nav')) return
  event.preventDefault()
  const at = { x: event.clientX, y: event.clientY }
  const pin = target.closest<HTMLElement>('[data-pin]')
  const place = pin && model.places.state.getState().pins[Number(pin.dataset['pin'])]
  if (place) return model.window.setState({ menu: { kind: 'pin', place, at } })
  const name = target.closest<HTMLElement>('[data-mount]')?.dataset['mount']
  model.window.setState({ menu: { kind: 'mount', name, at } })
}

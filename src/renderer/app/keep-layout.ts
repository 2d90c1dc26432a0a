import type { Pane } from '../features/pane/pane.ts'
import type { PreferenceChanges } from '../features/settings/preferences.ts'
import type { WindowModel } from './compose.ts'
import type { Client } from '../../rpc/client.ts'
import type { Contract } from '../../contract/contract.ts'
import type { Layout, PaneLayout } from './layout.ts'
import { createSaver } from './save-soon.ts'

/**
 * Saves the layout when it changes. After a quiet period it saves at once, so that a reload right after a change finds
 * it. It also saves when the page is closed. A failed save is repeated with the next change. `unmoved` stays in the
 * document; see `movePreferences`.
 */
export function keepLayout(model: WindowModel, unmoved: PreferenceChanges): void {
  const kept = Object.keys(unmoved).length === 0 ? {} : { preferences: unmoved }
  const saver = createSaver({
    read: () => JSON.stringify({ ...layoutOf(model), ...kept }),
    write: (json) => save(model, json),
    now: () => performance.now(),
    after(delayMs, run) {
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  })
  for (const store of [model.window, model.panes.left.state, model.panes.right.state]) store.subscribe(saver.changed)
  addEventListener('pagehide', saver.flush)
  saver.changed()
}

type Json = Parameters<Client<Contract>['settings']['write']>[0]['value']

async function save(model: WindowModel, json: string): Promise<void> {
  await model.link.client().settings.write({ name: 'window', value: JSON.parse(json) as Json })
}

/** Returns the state of the window that is saved. */
export function layoutOf({ panes, window }: WindowModel): Layout {
  const { activeSide, inspector, leftPercent, columns, isOnePane, sidebar, dockPx, copyChoice } = window.getState()
  return {
    left: paneLayout(panes.left),
    right: paneLayout(panes.right),
    activeSide,
    leftPercent,
    columns,
    isOnePane,
    isSidebarOpen: sidebar.isOpen,
    dockPx,
    copyChoice,
    inspector: { isOpen: inspector.isOpen, tab: inspector.tab },
  }
}

function paneLayout({ state }: Pane): PaneLayout {
  const { tabs, activeId } = state.getState()
  return {
    tabs: tabs.map(({ location, sort, search, pictures }) => ({
      location,
      sort,
      search: search?.isKept ? search : null,
      pictures: pictures ?? null,
    })),
    active: Math.max(
      0,
      tabs.findIndex(({ id }) => id === activeId),
    ),
  }
}

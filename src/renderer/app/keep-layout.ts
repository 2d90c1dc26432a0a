import type { Pane } from '../features/pane/pane.ts'
import type { WindowModel } from './compose.ts'
import type { Layout, PaneLayout } from './layout.ts'

const writeAfterMs = 500

/** Writes the layout a moment after it changed. What can't be written now is written with the next change. */
export function keepLayout(model: WindowModel): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = JSON.stringify(layoutOf(model))
  function later() {
    clearTimeout(timer)
    timer = setTimeout(write, writeAfterMs)
  }
  function write() {
    const next = JSON.stringify(layoutOf(model))
    if (next === last) return
    last = next
    save(model, next).catch(() => (last = ''))
  }
  for (const store of [model.window, model.preferences, model.panes.left.state, model.panes.right.state]) {
    store.subscribe(later)
  }
}

async function save(model: WindowModel, json: string): Promise<void> {
  await model.link.client().settings.write({ name: 'window', value: JSON.parse(json) as Layout })
}

function layoutOf({ panes, window, preferences }: WindowModel): Layout {
  const { activeSide, inspector, leftPercent, dockPx, copyChoice } = window.getState()
  return {
    left: paneLayout(panes.left),
    right: paneLayout(panes.right),
    activeSide,
    leftPercent,
    dockPx,
    copyChoice,
    inspector: { isOpen: inspector.isOpen, tab: inspector.tab },
    preferences: preferences.getState(),
  }
}

function paneLayout({ state }: Pane): PaneLayout {
  const { tabs, activeId } = state.getState()
  return {
    tabs: tabs.map(({ location, sort }) => ({ location, sort })),
    active: Math.max(
      0,
      tabs.findIndex(({ id }) => id === activeId),
    ),
  }
}

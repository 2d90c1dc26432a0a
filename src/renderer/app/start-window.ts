import type { StoreApi } from 'zustand/vanilla'
import { createStore } from 'zustand/vanilla'
import { failureOf } from '../../contract/failure.ts'
import type { MountInfo } from '../../contract/api/mounts.ts'
import type { Location } from '../../contract/location.ts'
import { followMounts, openMount } from '../features/mounts/mounts-store.ts'
import { activateTab, resumePane } from '../features/pane/navigate.ts'
import { currentTab, type Pane } from '../features/pane/pane.ts'
import type { Side } from '../features/pane/pane-state.ts'
import { followTransfers } from '../features/transfers/transfers-store.ts'
import { createWindow, type WindowModel, type WindowParts } from './compose.ts'
import { oldPreferences, readLayout } from './layout.ts'
import { followPlaces } from './follow-places.ts'
import { keepLayout } from './keep-layout.ts'
import { movePreferences } from './move-preferences.ts'
import { followPreferences } from '../features/settings/preferences.ts'
import { sayMountNotices } from './notices/mount-notices.ts'
import { resumeWithMounts } from './resume-with-mounts.ts'

/** The window's model, once the host has said what was open before. */
export type StartState = StoreApi<{ readonly model: WindowModel | undefined }>

/** Brings the window up when the host answers, and takes it up again whenever the line was lost. */
export function startWindow(parts: WindowParts): StartState {
  const start: StartState = createStore(() => ({ model: undefined }))
  const { link, mounts, preferences, window } = parts

  async function connected() {
    followMounts(mounts).catch(ignoreLostLine)
    followPreferences(preferences, link.client).catch(ignoreLostLine)
    const about = await link.client().host.about({})
    window.setState({ about })
    const { model } = start.getState()
    if (model) {
      followTransfers(model.transfers).catch(ignoreLostLine)
      model.dropped.offerAgain()
      for (const pane of Object.values(model.panes)) resumePane(pane)
      return
    }
    const { value } = await link.client().settings.read({ name: 'window' })
    const layout = readLayout(value)
    const unmoved = await movePreferences(link.client(), preferences, oldPreferences(value))
    const list = await link.client().mounts.list({})
    mounts.state.setState({ kind: 'ready', ...list }, true)
    const made = createWindow(parts, layout, startLocations(list.mounts))
    followTransfers(made.transfers).catch(ignoreLostLine)
    followPlaces(made)
    keepLayout(made, unmoved)
    resumeWithMounts(made)
    sayMountNotices(mounts, window)
    for (const pane of Object.values(made.panes)) {
      activateTab(pane, pane.state.getState().activeId)
      openShownMounts(made, pane)
    }
    start.setState({ model: made })
  }

  const onState = () => {
    if (link.state.getState().kind === 'connected') connected().catch(ignoreLostLine)
  }
  link.state.subscribe(onState)
  onState()
  return start
}

/** The first run shows the user's folder on the left and the Shelf on the right. */
function startLocations(mounts: readonly MountInfo[]): Record<Side, Location> {
  const names = mounts.map(({ name }) => name)
  const left = names.includes('Home') ? 'Home' : (names[0] ?? 'Home')
  const right = names.includes('Shelf') ? 'Shelf' : (names[1] ?? left)
  return { left: { mount: left, path: '' }, right: { mount: right, path: '' } }
}

/** Learns what a mount can do when a pane first shows it. */
function openShownMounts(model: WindowModel, pane: Pane): void {
  let shown = ''
  function look() {
    const { mount } = currentTab(pane).location
    if (mount === shown) return
    shown = mount
    void openMount(model.mounts, mount)
  }
  look()
  pane.state.subscribe(look)
}

function ignoreLostLine(error: unknown): void {
  if (failureOf(error).kind !== 'disconnected') throw error
}

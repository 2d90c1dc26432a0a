/**
 * The complete window without its first parts. It is a separate chunk that is loaded while the connection to the host
 * is established.
 */
import type { ComponentType } from 'react'
import type { MountInfo } from '../../../contract/api/mounts.ts'
import type { Location } from '../../../contract/location.ts'
import { followEdits } from '../../features/edits/edits-store.ts'
import { openMount } from '../../features/mounts/mounts-store.ts'
import { activateTab, resumePane } from '../../features/pane/navigate.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import type { Side } from '../../features/pane/pane-state.ts'
import type { PreferenceChanges } from '../../features/settings/preferences.ts'
import { followPairs } from '../../features/sync/pairs/pairs-store.ts'
import { followTransfers } from '../../features/transfers/transfers-store.ts'
import { en } from '../../strings/en/en.ts'
import { addTexts } from '../../strings/text.ts'
import { createWindow, type WindowModel } from '../compose.ts'
import { firstRows } from './first-rows.ts'
import { followPlaces } from '../follow-places.ts'
import { ignoreLostLine } from '../ignore-lost-line.ts'
import { keepLayout } from '../keep-layout.ts'
import { oldPreferences, readLayout } from '../layout.ts'
import { movePreferences } from './move-preferences.ts'
import { tellEdit } from '../notices/edit-news.ts'
import { tellPair } from '../notices/pair-news.ts'
import { sayMountNotices } from '../notices/mount-notices.ts'
import type { WindowParts } from './parts.ts'
import { PortolanWindow } from '../portolan-window.tsx'
import { resumeWithMounts } from '../resume-with-mounts.ts'

export interface OpenedWindow {
  readonly model: WindowModel
  readonly Window: ComponentType<{ readonly model: WindowModel }>
  /** Continues after a reconnection. */
  readonly takeUpAgain: () => void
}

/** The state from the last run, as the host stored it. */
export interface Before {
  /** The window's own document. */
  readonly kept: unknown
  readonly mounts: readonly MountInfo[]
}

/** If rows take longer, the window is rendered without them. */
const longestWaitMs = 100

export async function openWindow(parts: WindowParts, { kept, mounts }: Before): Promise<OpenedWindow> {
  addTexts(en)
  const unmoved = await moveOldPreferences(parts, oldPreferences(kept))
  const model = createWindow(parts, readLayout(kept), startLocations(mounts))
  const panes = Object.values(model.panes)
  followTransfers(model.transfers).catch(ignoreLostLine)
  followPrograms(model)
  followSyncing(model)
  followPlaces(model)
  keepLayout(model, unmoved)
  resumeWithMounts(model)
  sayMountNotices(model.mounts, model.window)
  for (const pane of panes) {
    activateTab(pane, pane.state.getState().activeId)
    openShownMounts(model, pane)
  }
  await firstRows(
    panes.map(({ state }) => state),
    longestWaitMs,
  )
  return {
    model,
    Window: PortolanWindow,
    takeUpAgain() {
      followTransfers(model.transfers).catch(ignoreLostLine)
      followPrograms(model)
      followSyncing(model)
      model.dropped.offerAgain()
      for (const pane of panes) resumePane(pane)
    },
  }
}

/** Follows the files that are edited in other programs on this computer. */
function followPrograms(model: WindowModel): void {
  followEdits(model.edits, model.link.client(), (news) => tellEdit(model, news)).catch(ignoreLostLine)
}

/** Follows sync pairs, which may run automatically. */
function followSyncing(model: WindowModel): void {
  followPairs(model.pairs, model.link.client(), (news) => tellPair(model, news)).catch(ignoreLostLine)
}

async function moveOldPreferences(
  { link, preferences }: WindowParts,
  old: PreferenceChanges,
): Promise<PreferenceChanges> {
  return Object.keys(old).length === 0 ? {} : movePreferences(link.client(), preferences, old)
}

/** Returns the first locations: in the first run, the user's folder on the left and the Shelf on the right. */
function startLocations(mounts: readonly MountInfo[]): Record<Side, Location> {
  const names = mounts.map(({ name }) => name)
  const left = names.includes('Home') ? 'Home' : (names[0] ?? 'Home')
  const right = names.includes('Shelf') ? 'Shelf' : (names[1] ?? left)
  return { left: { mount: left, path: '' }, right: { mount: right, path: '' } }
}

/** Loads the capabilities of a mount when a pane shows it for the first time. */
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

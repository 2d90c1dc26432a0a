/**
 * The composition root of the window. It creates everything the window needs apart from its first parts, and passes it
 * down.
 */
import { findMount } from '../features/mounts/mounts-store.ts'
import { type Location, presentOf } from '../../contract/location.ts'
import { type CommandContext } from '../commands/command.ts'
import { say } from '../commands/window-state.ts'
import { desktopOfPage } from '../dial.ts'
import { type Contents, createContents } from '../content/read/contents.ts'
import type { Thumbnails } from '../content/thumbnails/thumbnails.ts'
import { createDroppedFiles, type DroppedFiles } from '../features/dropped/dropped-files.ts'
import { type Activity, createActivity } from '../features/activity/activity-store.ts'
import { createOrderClient } from '../features/pane/index/order-client.ts'
import { applyView } from '../features/pane/choose.ts'
import { refreshIfShown, refreshNow, refreshSoonIf } from '../features/pane/navigate.ts'
import { createPane, currentTab, type Pane, type TabSeed } from '../features/pane/pane.ts'
import type { Side } from '../features/pane/pane-state.ts'
import type { PaneElements } from '../features/pane/pane-view.tsx'
import { isSearching } from '../features/pane/tab-rows.ts'
import { createPlaces } from '../features/places/places-store.ts'
import { isTouched, isTouchedBelow } from '../features/transfers/changed-folders.ts'
import { createTransfers, type Transfers } from '../features/transfers/transfers-store.ts'
import { desktopAddress, ticketAddress } from './actions/content-address.ts'
import { deleteChosen } from './actions/delete-chosen.ts'
import { download } from './actions/download.ts'
import { createClipboard } from '../features/clipboard/clipboard.ts'
import { createPairsState, type PairsState } from '../features/sync/pairs/pairs-store.ts'
import { createEditsState, type EditsState } from '../features/edits/edits-store.ts'
import { createUndoSteps } from '../features/undo/undo-steps.ts'
import { clip } from './clipboard/clip.ts'
import { upload } from './actions/upload.ts'
import type { Layout, PaneLayout } from './layout.ts'
import { createNotifier, type Notify } from './notices/notify.ts'
import { startThumbnails } from './start-thumbnails.ts'
import { showProgressOf } from './notices/show-progress.ts'
import { createNews, dropStaleUndos } from './notices/transfer-news.ts'
import type { WindowParts } from './start/parts.ts'

/** The complete window, available when its layout is known. */
export interface WindowModel extends WindowParts, CommandContext {
  readonly dropped: DroppedFiles
  /** Returns the path of a dropped file on this computer; empty for a file without a path. Undefined in a browser. */
  readonly pathOfFile?: (file: File) => string
  readonly activity: Activity
  readonly contents: Contents
  readonly thumbnails: Thumbnails
  /** The files that are open in other programs on this computer. */
  readonly edits: EditsState
  readonly pairs: PairsState
  readonly notify: Notify
}

export function createWindow(
  parts: WindowParts,
  layout: Layout,
  starts: Readonly<Record<Side, Location>>,
): WindowModel {
  const { link, window, preferences } = parts
  applyLayout(window, layout)
  const panes: Readonly<Record<Side, Pane>> = {
    left: paneOf('left', layout.left),
    right: paneOf('right', layout.right),
  }
  const notify = createNotifier({ window, link })
  const news = createNews({
    window,
    mounts: parts.mounts,
    transfers: () => transfers,
    notify,
  })
  const onProblem = (message: string) => say(window, message, { isProblem: true })
  const transfers: Transfers = createTransfers({
    client: link.client,
    now: () => performance.now(),
    onTouched: (touched) => {
      for (const pane of Object.values(panes)) {
        const tab = currentTab(pane)
        const shown = tab.location
        if (isSearching(tab)) {
          if (touched.isEnd && isTouchedBelow(touched, presentOf(shown))) refreshNow(pane)
          continue
        }
        // The result of a finished transfer is shown at once.
        if (!touched.isEnd) refreshSoonIf(pane, (folder) => isTouched(touched, presentOf(folder)))
        else if (isTouched(touched, presentOf(shown))) refreshIfShown(pane, shown)
      }
    },
    onHappened: news.onHappened,
    onProblem,
  })
  const desktop = desktopOfPage()
  const model: WindowModel = {
    ...parts,
    panes,
    transfers,
    places: createPlaces(link.client),
    dropped: createDroppedFiles({ client: link.client, onProblem }),
    activity: createActivity(link.client),
    contents: createContents({ client: link.client, addressOf: desktop ? desktopAddress : ticketAddress(link) }),
    thumbnails: startThumbnails(link),
    elements: { left: noElements(), right: noElements() },
    deleteNow: (folder, entries, to) => void deleteChosen(transfers, folder, entries, to),
    ...(desktop && { pathOfFile: desktop.pathOfFile }),
    undoSteps: createUndoSteps(),
    edits: createEditsState(),
    pairs: createPairsState(),
    notify,
    clipboard: createClipboard(new BroadcastChannel('portolan-clipboard')),
    clip: (what) => clip(model, what),
    upload: (into, what) => upload(model, into, what),
    download: (locations) => void download({ window, link, transfers }, locations),
  }
  showProgressOf({ transfers, window, link })
  dropStaleUndos(transfers, window)
  followPreferences(model)
  return model

  function paneOf(side: Side, { tabs, active }: PaneLayout): Pane {
    const [first = { location: starts[side] }, ...rest] = tabs
    const seeds: readonly [TabSeed, ...TabSeed[]] = [first, ...rest]
    const deps = {
      side,
      client: link.client,
      orders: createOrderClient(parts.orderWorkers[side]),
      showHidden: () => preferences.getState().showHidden,
      foldersFirst: () => preferences.getState().foldersFirst,
      now: () => performance.now(),
      isFar: (name: string) => findMount(parts.mounts.state.getState(), name)?.health !== undefined,
    }
    return createPane(deps, seeds, active)
  }
}

/** Used for a pane that is not rendered yet. */
function noElements(): PaneElements {
  return { grid: { current: null }, filter: { current: null }, find: { current: null } }
}

/** Restores the sizes and the visible parts of the window. */
function applyLayout(window: WindowParts['window'], layout: Layout): void {
  const { activeSide, inspector, leftPercent, columns, isOnePane, isSidebarOpen, dockPx, copyChoice } = layout
  window.setState({
    activeSide,
    inspector: { ...inspector, isOverlaid: false, kept: undefined, isFocusWanted: false },
    leftPercent,
    columns,
    isOnePane,
    sidebar: { isOpen: isSidebarOpen, isOverlaid: false },
    dockPx,
    copyChoice,
  })
}

/** Updates the shown rows when preferences change. */
function followPreferences({ preferences, panes, thumbnails }: WindowModel): void {
  preferences.subscribe((now, before) => {
    if (now.thumbnails === 'off' && before.thumbnails !== 'off') void thumbnails.forget().catch(() => undefined)
    if (now.showHidden === before.showHidden && now.foldersFirst === before.foldersFirst) return
    for (const pane of Object.values(panes)) {
      applyView(pane)
      // A search leaves out hidden files, so it must run again.
      if (now.showHidden !== before.showHidden && isSearching(currentTab(pane))) refreshNow(pane)
    }
  })
}

import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { CommandId } from '../../contract/command-list.ts'
import { mountBelowArchives } from '../../contract/archive-mount.ts'
import { pastMountOf, presentOf } from '../../contract/location.ts'
import { keymapOf } from '../../contract/settings/keymap.ts'
import { runCommand } from '../commands/catalogue.ts'
import { KeymapContext } from '../commands/keymap/use-keymap.ts'
import { isNarrowWindow, isSmallWindow, otherSide } from '../commands/window-state.ts'
import { cutTest } from '../features/clipboard/clipboard.ts'
import { findMount, mountColor, retryMount } from '../features/mounts/mounts-store.ts'
import { currentTab } from '../features/pane/pane.ts'
import type { Side } from '../features/pane/pane-state.ts'
import { PaneView } from '../features/pane/pane-view.tsx'
import { renameEntry } from './actions/change-files.ts'
import type { WindowModel } from './compose.ts'
import { wantsThumbnails } from './start-thumbnails.ts'
import { ConnectionBanner } from './window/connection-banner.tsx'
import { Dock } from './window/dock.tsx'
import { DragGhost } from './drag/drag-ghost.tsx'
import { useDragging } from './drag/use-dragging.ts'
import { completeLocation } from './actions/complete-location.ts'
import { goToTyped, placeLabel } from './actions/go-to-typed.ts'
import { PaneSplit } from './window/pane-split.tsx'
import { Dialogs, fetchLaterParts, Menus, WindowInspector } from './window/later-parts.tsx'
import { openPaneMenu } from './menus/open-menu.ts'
import { Notices } from './notices/notices.tsx'
import { TopBar } from './window/top-bar.tsx'
import { useRoom } from './window/use-room.ts'
import { Sidebar } from './window/sidebar.tsx'
import { useClipboard } from './clipboard/use-clipboard.ts'
import { useKeys } from './window/use-keys.ts'
import { useReturnFocus } from './window/use-return-focus.ts'

const sides = ['left', 'right'] as const

/** The complete window. */
export function PortolanWindow({ model }: { readonly model: WindowModel }) {
  const keymap = useStore(model.preferences, keymapOf)
  return (
    <KeymapContext value={keymap}>
      <WindowParts model={model} />
    </KeymapContext>
  )
}

function WindowParts({ model }: { readonly model: WindowModel }) {
  const activeSide = useStore(model.window, (state) => state.activeSide)
  const inspector = useStore(model.window, (state) => state.inspector)
  const isNarrow = useRoom(isNarrowWindow)
  const isSmall = useRoom(isSmallWindow)
  const sidebar = useStore(model.window, (state) => state.sidebar)
  const isOnePane = useStore(model.window, (state) => state.isOnePane)
  const isSidebarShown = isSmall ? sidebar.isOverlaid : sidebar.isOpen
  useKeys(model)
  useClipboard(model)
  const drag = useDragging(model)
  const only = isSmall || isOnePane ? activeSide : undefined
  useFocusFiles(model, activeSide, only)
  useEffect(fetchLaterParts, [])
  const run = (id: CommandId) => void runCommand(model, id)
  const returnFocus = () => gridElement(activeSide)

  return (
    <div className="relative flex h-full flex-col">
      <TopBar
        isInspectorOpen={isNarrow ? inspector.isOverlaid : inspector.isOpen}
        isSidebarOpen={isSidebarShown}
        run={run}
      />
      <ConnectionBanner link={model.link} />
      <div className="relative flex min-h-0 flex-1">
        {isSidebarShown && (
          <div
            className={`w-47 shrink-0 ${isSmall ? 'absolute inset-y-0 start-0 z-20 shadow-float' : '@max-[50rem]/window:w-36'}`}
          >
            <Sidebar model={model} activeSide={activeSide} />
          </div>
        )}
        <Panes model={model} activeSide={activeSide} only={only} run={run} />
        <Notices window={model.window} returnFocus={returnFocus} />
        {(isNarrow ? inspector.isOverlaid : inspector.isOpen) && (
          <WindowInspector model={model} activeSide={activeSide} returnFocus={returnFocus} />
        )}
      </div>
      <Dock model={model} />
      <Overlays model={model} returnFocus={returnFocus} />
      <DragGhost store={drag} />
    </div>
  )
}

/** The open dialog or menu. */
function Overlays({
  model,
  returnFocus,
}: {
  readonly model: WindowModel
  readonly returnFocus: () => HTMLElement | null
}) {
  const dialog = useStore(model.window, (state) => state.dialog)
  const menu = useStore(model.window, (state) => state.menu)
  const afterDialog = useReturnFocus(model.window, returnFocus)
  return (
    <>
      {dialog.kind !== 'none' && <Dialogs model={model} dialog={dialog} returnFocus={afterDialog} />}
      {menu.kind !== 'none' && <Menus model={model} menu={menu} />}
    </>
  )
}

interface PartProps {
  readonly model: WindowModel
  readonly activeSide: Side
}

interface PanesProps extends PartProps {
  /** The only visible pane; undefined if both are visible. */
  readonly only: Side | undefined
  readonly run: (id: CommandId) => void
}

function Panes({ model, activeSide, only, run }: PanesProps) {
  const mountsState = useStore(model.mounts.state)
  const columns = useStore(model.window, (state) => state.columns)
  const { clip } = useStore(model.clipboard.state)
  const wanted = useStore(model.preferences, (state) => state.thumbnails)
  const isCut = useMemo(() => cutTest(clip), [clip])
  const isDesktop = useStore(model.window, ({ about }) => about?.abilities.includes('desktop') ?? false)
  const mounts = {
    find: (name: string) => findMount(mountsState, name),
    // The bar below shows the moment.
    label: (name: string) => placeLabel(model, pastMountOf(name)?.mount ?? name),
    color: (name: string) => mountColor(mountsState, name),
    retry: (name: string) => void retryMount(model.mounts, name),
    thumbnails: (name: string) => {
      const mount = findMount(mountsState, mountBelowArchives(presentOf({ mount: name, path: '' }).mount))
      return wantsThumbnails(wanted, mount) ? model.thumbnails : undefined
    },
  }
  const [left, right] = sides.map((side) => (
    <div key={side} className="h-full" onContextMenu={(event) => openPaneMenu(model, side, event)}>
      <PaneView
        pane={model.panes[side]}
        elements={model.elements[side]}
        isActive={side === activeSide}
        mounts={mounts}
        run={run}
        isCut={isCut}
        isBrowser={!isDesktop}
        columns={columns}
        onColumns={(next) => model.window.setState({ columns: next })}
        otherPlace={only && placeLabel(model, currentTab(model.panes[otherSide(side)]).location.mount)}
        onMore={(folders, at) => model.window.setState({ menu: { kind: 'folders', side, folders, at } })}
        onGo={(typed) => goToTyped(model, model.panes[side], typed)}
        onComplete={(typed, signal) => completeLocation(model, typed, signal)}
        onActivate={() => model.window.setState({ activeSide: side })}
        onRename={(from, to) => renameEntry(model, model.panes[side], from, to)}
        onShowActivity={(lookFor) => model.window.setState({ dialog: { kind: 'activity', lookFor } })}
      />
    </div>
  ))
  return (
    <main className="min-w-0 flex-1">
      {only ? only === 'left' ? left : right : <PaneSplit window={model.window} left={left} right={right} />}
    </main>
  )
}

/**
 * Moves the focus to the files of the pane that became active, unless the focus is already in that pane or in a dialog.
 */
function useFocusFiles({ elements }: WindowModel, activeSide: Side, only: Side | undefined): void {
  useEffect(() => {
    const { activeElement } = document
    if (!activeElement?.closest(`[data-side="${activeSide}"], [role=dialog]`))
      elements[activeSide].grid.current?.focus()
  }, [elements, activeSide])
  useEffect(() => {
    // The focused pane is rendered again when the other one appears or disappears.
    if (only !== undefined && only !== activeSide) return
    if (document.activeElement === document.body) elements[activeSide].grid.current?.focus()
  }, [elements, activeSide, only])
}

/** Returns the files of a pane, to which the focus returns. */
function gridElement(side: Side): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-side="${side}"] [role=grid]`)
}

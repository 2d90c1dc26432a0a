import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { CommandId } from '../../contract/command-list.ts'
import { pastMountOf, presentOf } from '../../contract/location.ts'
import { canRun, runCommand } from '../commands/catalogue.ts'
import { say } from '../commands/window-state.ts'
import { findMount, mountColor, retryMount } from '../features/mounts/mounts-store.ts'
import { moveMountTo, reasonOf } from '../features/mounts/mount-actions.ts'
import { MountsNav } from '../features/mounts/mounts-nav.tsx'
import { openFolder } from '../features/pane/navigate.ts'
import { activeTab, type Side } from '../features/pane/pane-state.ts'
import { PaneView } from '../features/pane/pane-view.tsx'
import { renameEntry } from './actions/change-files.ts'
import type { WindowModel } from './compose.ts'
import { ConnectionBanner } from './window/connection-banner.tsx'
import { Dialogs } from './dialogs/dialogs.tsx'
import { Dock } from './window/dock.tsx'
import { DragGhost } from './drag/drag-ghost.tsx'
import { useDragging } from './drag/use-dragging.ts'
import { goToTyped, placeLabel } from './actions/go-to-typed.ts'
import { WindowInspector } from './window/window-inspector.tsx'
import { PaneSplit } from './window/pane-split.tsx'
import { MountMenu } from './window/mount-menu.tsx'
import { Notices } from './notices/notices.tsx'
import { RowMenu } from './window/row-menu.tsx'
import { TopBar } from './window/top-bar.tsx'
import { useNarrow } from './window/use-narrow.ts'
import { useKeys } from './window/use-keys.ts'
import { useReturnFocus } from './window/use-return-focus.ts'

const sides = ['left', 'right'] as const

/** The whole window. */
export function PortolanWindow({ model }: { readonly model: WindowModel }) {
  const { activeSide, dialog, inspector } = useStore(model.window)
  const isNarrow = useNarrow()
  useKeys(model)
  const drag = useDragging(model)
  useEffect(() => {
    model.elements[activeSide].grid.current?.focus()
  }, [model, activeSide])
  const run = (id: CommandId) => void runCommand(model, id)
  const returnFocus = () => gridElement(activeSide)
  const afterDialog = useReturnFocus(model.window, returnFocus)

  return (
    <div className="relative flex h-full flex-col">
      <TopBar isInspectorOpen={isNarrow ? inspector.isOverlaid : inspector.isOpen} run={run} />
      <ConnectionBanner link={model.link} />
      <div className="relative flex min-h-0 flex-1">
        <div className="w-47 shrink-0 max-[50rem]:w-36">
          <Mounts model={model} activeSide={activeSide} />
        </div>
        <Panes model={model} activeSide={activeSide} run={run} returnFocus={returnFocus} />
        <Notices window={model.window} />
        {(isNarrow ? inspector.isOverlaid : inspector.isOpen) && (
          <WindowInspector model={model} activeSide={activeSide} returnFocus={returnFocus} />
        )}
      </div>
      <Dock model={model} />
      <Dialogs model={model} dialog={dialog} returnFocus={afterDialog} />
      <DragGhost store={drag} />
    </div>
  )
}

interface PartProps {
  readonly model: WindowModel
  readonly activeSide: Side
}

function Mounts({ model, activeSide }: PartProps) {
  const current = useStore(model.panes[activeSide].state, (state) => presentOf(activeTab(state).location).mount)
  return (
    <MountMenu model={model} returnFocus={() => gridElement(activeSide)}>
      <MountsNav
        mounts={model.mounts}
        current={current}
        onOpen={({ name }) => {
          openFolder(model.panes[activeSide], { mount: name, path: '' })
          model.elements[activeSide].grid.current?.focus()
        }}
        onAdd={() => void runCommand(model, 'go.add-mount')}
        onMove={(name, step) =>
          void runCommand({ ...model, mountName: name }, step < 0 ? 'mount.move-up' : 'mount.move-down')
        }
        onDrop={(name, target) => void moveMountTo(model.mounts, name, target).catch(sayWhy(model, name))}
      />
    </MountMenu>
  )
}

interface PanesProps extends PartProps {
  readonly run: (id: CommandId) => void
  readonly returnFocus: () => HTMLElement | null
}

function Panes({ model, activeSide, run, returnFocus }: PanesProps) {
  const mountsState = useStore(model.mounts.state)
  const mounts = {
    find: (name: string) => findMount(mountsState, name),
    // the bar below says which moment it is
    label: (name: string) => placeLabel(model, pastMountOf(name)?.mount ?? name),
    color: (name: string) => mountColor(mountsState, name),
    retry: (name: string) => void retryMount(model.mounts, name),
  }
  const [main, setMain] = useState<HTMLElement | null>(null)
  const [left, right] = sides.map((side) => (
    <RowMenu key={side} canRun={(id) => canRun(model, id)} run={run} returnFocus={returnFocus} container={main}>
      <div className="h-full">
        <PaneView
          pane={model.panes[side]}
          elements={model.elements[side]}
          isActive={side === activeSide}
          mounts={mounts}
          run={run}
          onGo={(typed) => goToTyped(model, model.panes[side], typed)}
          onActivate={() => model.window.setState({ activeSide: side })}
          onRename={(from, to) => void renameEntry(model, model.panes[side], from, to)}
          onShowActivity={(lookFor) => model.window.setState({ dialog: { kind: 'activity', lookFor } })}
        />
      </div>
    </RowMenu>
  ))
  return (
    <main ref={setMain} className="min-w-0 flex-1">
      <PaneSplit window={model.window} left={left} right={right} />
    </main>
  )
}

function sayWhy(model: WindowModel, name: string) {
  return (error: unknown) => say(model.window, reasonOf(error, `“${name}”`), { isProblem: true })
}

/** Where the focus goes back to: the files of a pane. */
function gridElement(side: Side): HTMLElement | null {
  return document.querySelector<HTMLElement>(`[data-side="${side}"] [role=grid]`)
}

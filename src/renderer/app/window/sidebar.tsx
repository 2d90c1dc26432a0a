import { useStore } from 'zustand'
import { mountBelowArchives } from '../../../contract/archive-mount.ts'
import { baseName, type Location, pastMountOf, presentOf } from '../../../contract/location.ts'
import { runCommand } from '../../commands/catalogue.ts'
import { say } from '../../commands/window-state.ts'
import { moveMountTo, reasonOf } from '../../features/mounts/mount-actions.ts'
import { mountColor } from '../../features/mounts/mounts-store.ts'
import { MountsNav } from '../../features/mounts/mounts-nav.tsx'
import { openFolder } from '../../features/pane/navigate.ts'
import { activeTab, type Side } from '../../features/pane/pane-state.ts'
import { PinnedList } from '../../features/places/pinned-list.tsx'
import { shownName } from '../../ui/format/shown-name.ts'
import { placeLabel } from '../actions/go-to-typed.ts'
import type { WindowModel } from '../compose.ts'
import { openMountMenu } from '../menus/open-menu.ts'

export interface SidebarProps {
  readonly model: WindowModel
  readonly activeSide: Side
}

/** The mounts and the pinned folders. The active pane shows the selected one. */
export function Sidebar({ model, activeSide }: SidebarProps) {
  const pane = model.panes[activeSide]
  const shown = useStore(pane.state, (state) => activeTab(state).location)
  const current = { ...presentOf(shown), mount: currentMount(shown.mount) }
  const mounts = useStore(model.mounts.state)

  function open(location: Location) {
    openFolder(pane, location)
    model.window.setState(({ sidebar }) => ({ sidebar: { ...sidebar, isOverlaid: false } }))
    model.elements[activeSide].grid.current?.focus()
  }

  return (
    <div className="h-full bg-paper" onContextMenu={(event) => openMountMenu(model, event)}>
      <MountsNav
        mounts={model.mounts}
        current={current.mount}
        onOpen={({ name }) => open({ mount: name, path: '' })}
        onAdd={() => void runCommand(model, 'go.add-mount')}
        onMove={(name, step) =>
          void runCommand({ ...model, mountName: name }, step < 0 ? 'mount.move-up' : 'mount.move-down')
        }
        onDrop={(name, target) => void moveMountTo(model.mounts, name, target).catch(sayWhy(model, name))}
      >
        <PinnedList
          places={model.places}
          current={current}
          title={(place) => pinTitle(model, place)}
          color={(mount) => mountColor(mounts, mount)}
          onOpen={open}
        />
      </MountsNav>
    </div>
  )
}

/** Returns the listed mount that a pane shows, also for a past mount or an archive in it. */
function currentMount(name: string): string {
  const mount = mountBelowArchives(name)
  return pastMountOf(mount)?.mount ?? mount
}

function pinTitle(model: WindowModel, { mount, path }: Location): string {
  const label = placeLabel(model, mount)
  return path === '' ? label : `${label} / ${shownName(baseName(path))}`
}

function sayWhy(model: WindowModel, name: string) {
  return (error: unknown) => say(model.window, reasonOf(error, `“${name}”`), { isProblem: true })
}

import { ContextMenu } from '@base-ui/react/context-menu'
import { type MouseEvent, type ReactNode, useState } from 'react'
import type { CommandId } from '../../../contract/command-list.ts'
import { canRun, runCommand } from '../../commands/catalogue.ts'
import { titleOf } from '../../commands/command.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import type { WindowModel } from '../compose.ts'
import { MenuCommand, menuGroupClass, menuPopupClass, MenuTick } from './menu-command.tsx'

/** The menu of a mount in the navigation, in groups. What can't be done with secrets is left out; a mount may have none. */
const groups: readonly (readonly CommandId[])[] = [
  ['mount.edit', 'mount.duplicate', 'mount.color', 'mount.read-only'],
  ['mount.history'],
  ['mount.move-up', 'mount.move-down'],
  ['mount.move-secrets', 'mount.unlock', 'mount.give-secrets'],
  ['mount.remove'],
  ['go.add-mount'],
]
const leftOut: ReadonlySet<CommandId> = new Set([
  'mount.history',
  'mount.move-secrets',
  'mount.unlock',
  'mount.give-secrets',
])

export interface MountMenuProps {
  readonly model: WindowModel
  readonly returnFocus: () => HTMLElement | null
  /** The navigation; its mounts carry their names as `data-mount`. */
  readonly children: ReactNode
}

/** Opens on a right click, the menu key and Shift+F10, for the mount that is under the pointer or has the focus. */
export function MountMenu({ model, returnFocus, children }: MountMenuProps) {
  const [nav, setNav] = useState<HTMLElement | null>(null)
  const [name, setName] = useState<string>()
  function aim({ target }: MouseEvent) {
    setName(target instanceof Element ? target.closest<HTMLElement>('[data-mount]')?.dataset['mount'] : undefined)
  }
  const context = name === undefined ? model : { ...model, mountName: name }
  const shown = groups
    .map((ids) =>
      ids.filter((id) => (id === 'go.add-mount' || name !== undefined) && (!leftOut.has(id) || canRun(context, id))),
    )
    .filter((ids) => ids.length > 0)
  const mountButton = () => nav?.querySelector<HTMLElement>(`[data-mount="${CSS.escape(name ?? '')}"] button`) ?? null
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        render={<div ref={(element) => setNav(element?.querySelector('nav') ?? null)} className="h-full" />}
        onContextMenuCapture={aim}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal container={nav}>
        <ContextMenu.Positioner positionMethod="fixed" className="z-30 outline-none">
          <ContextMenu.Popup finalFocus={() => mountButton() ?? returnFocus()} className={menuPopupClass}>
            {shown.map((ids, at) => (
              <ContextMenu.Group key={ids[0]} className={at > 0 ? menuGroupClass : ''}>
                {ids.map((id) => (
                  <MountItem key={id} id={id} context={context} />
                ))}
              </ContextMenu.Group>
            ))}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  )
}

function MountItem({ id, context }: { readonly id: CommandId; readonly context: WindowModel }) {
  const isDisabled = !canRun(context, id)
  const run = () => void runCommand(context, id)
  if (id !== 'mount.read-only') return <MenuCommand id={id} isDisabled={isDisabled} onRun={run} />
  const isOn = findMount(context.mounts.state.getState(), context.mountName ?? '')?.readOnly ?? false
  return <MenuTick title={titleOf(id)} isOn={isOn} isDisabled={isDisabled} onToggle={run} />
}

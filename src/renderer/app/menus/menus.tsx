import { Menu } from '@base-ui/react/menu'
import { useStore } from 'zustand'
import type { CommandId } from '../../../contract/command-list.ts'
import { canRun, runCommand } from '../../commands/catalogue.ts'
import { type CommandContext, titleOf } from '../../commands/command.ts'
import type { MenuState } from '../../commands/window-state.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import type { WindowModel } from '../compose.ts'
import { baseName } from '../../../contract/location.ts'
import { openFolder } from '../../features/pane/navigate.ts'
import { shownName } from '../../ui/format/shown-name.ts'
import { MenuCommand, menuGroupClass, menuItemClass, menuPopupClass, MenuTick } from './menu-command.tsx'
import { leftOut, menuGroups } from './menu-groups.ts'

type OpenMenu = Exclude<MenuState, { readonly kind: 'none' }>

export interface MenusProps {
  readonly model: WindowModel
  readonly menu: OpenMenu
}

/** The one menu that is open, at the place it was asked for. */
export function Menus({ model, menu }: MenusProps) {
  const { at } = menu
  const context: CommandContext =
    menu.kind === 'mount' && menu.name !== undefined ? { ...model, mountName: menu.name } : model
  const anchor = { getBoundingClientRect: () => DOMRect.fromRect({ x: at.x, y: at.y, width: 0, height: 0 }) }
  return (
    <Menu.Root open onOpenChange={(isOpen) => !isOpen && model.window.setState({ menu: { kind: 'none' } })}>
      <Menu.Portal container={landmarkOf(menu)}>
        <Menu.Positioner
          anchor={anchor}
          positionMethod="fixed"
          align="start"
          sideOffset={2}
          className="z-30 outline-none"
        >
          <Menu.Popup finalFocus={() => focusAfter(menu)} className={menuPopupClass}>
            {menu.kind === 'folders' && <FolderItems model={model} menu={menu} />}
            {shownGroups(menu, context).map((ids, place) => (
              <Menu.Group key={ids[0]} className={place > 0 ? menuGroupClass : ''}>
                {ids.map((id) => (
                  <Item key={id} id={id} context={context} />
                ))}
              </Menu.Group>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  )
}

function shownGroups(menu: OpenMenu, context: CommandContext): readonly (readonly CommandId[])[] {
  if (menu.kind === 'folders') return []
  const isShown = (id: CommandId) => {
    if (menu.kind === 'mount' && menu.name === undefined) return id === 'go.add-mount'
    // one of the two, as on the desktop a download goes to a folder that is asked for
    if (id === 'file.download' && canRun(context, 'file.download-to')) return false
    return !leftOut.has(id) || canRun(context, id)
  }
  return menuGroups[menu.kind].map((ids) => ids.filter(isShown)).filter((ids) => ids.length > 0)
}

function Item({ id, context }: { readonly id: CommandId; readonly context: CommandContext }) {
  const isDisabled = !canRun(context, id)
  const run = () => void runCommand(context, id)
  const mounts = useStore(context.mounts.state)
  const { showHidden } = useStore(context.preferences)
  const ticks: Partial<Record<CommandId, boolean>> = {
    'mount.read-only': findMount(mounts, context.mountName ?? '')?.readOnly ?? false,
    'view.hidden': showHidden,
  }
  const isOn = ticks[id]
  if (isOn === undefined) return <MenuCommand id={id} isDisabled={isDisabled} onRun={run} />
  return <MenuTick title={titleOf(id)} isOn={isOn} isDisabled={isDisabled} onToggle={run} />
}

/** The nearest first, as they stand before the button. */
function FolderItems({
  model,
  menu,
}: {
  readonly model: WindowModel
  readonly menu: Extract<OpenMenu, { kind: 'folders' }>
}) {
  const pane = model.panes[menu.side]
  return menu.folders.toReversed().map((folder) => (
    <Menu.Item key={folder.path} className={menuItemClass} onClick={() => openFolder(pane, folder)}>
      {shownName(baseName(folder.path))}
    </Menu.Item>
  ))
}

/** The menu is put into the landmark it belongs to. */
function landmarkOf(menu: OpenMenu): HTMLElement | null {
  return document.querySelector<HTMLElement>(menu.kind === 'mount' ? 'nav[data-mounts]' : 'main')
}

function focusAfter(menu: OpenMenu): HTMLElement | null {
  const button = `[data-mount="${CSS.escape(menu.kind === 'mount' ? (menu.name ?? '') : '')}"] button`
  const ofMount = menu.kind === 'mount' ? document.querySelector<HTMLElement>(button) : null
  return (
    ofMount ??
    document.querySelector<HTMLElement>(`[data-side="${menu.kind === 'mount' ? 'left' : menu.side}"] [role=grid]`)
  )
}

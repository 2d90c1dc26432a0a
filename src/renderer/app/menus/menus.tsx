import { Menu } from '@base-ui/react/menu'
import { useStore } from 'zustand'
import type { CommandId } from '../../../contract/command-list.ts'
import { canRun, runCommand, titleNow } from '../../commands/catalogue.ts'
import { activeTabOf, type CommandContext, titleOf } from '../../commands/command.ts'
import type { MenuState } from '../../commands/window-state.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import type { WindowModel } from '../compose.ts'
import { isFlat } from '../../features/pane/search/search.ts'
import { isSamePlace } from '../../features/places/places.ts'
import { MenuCommand, menuGroupClass, menuPopupClass, MenuTick } from './menu-command.tsx'
import { ColumnItems } from './column-items.tsx'
import { FolderItems, PinItems } from './place-items.tsx'
import { leftOut, menuGroups } from './menu-groups.ts'

type OpenMenu = Exclude<MenuState, { readonly kind: 'none' }>

export interface MenusProps {
  readonly model: WindowModel
  readonly menu: OpenMenu
}

/** The open menu, at the point where it was requested. */
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
          <Menu.Popup tabIndex={0} finalFocus={() => focusAfter(menu, model)} className={menuPopupClass}>
            {menu.kind === 'folders' && <FolderItems model={model} menu={menu} />}
            {menu.kind === 'columns' && <ColumnItems model={model} menu={menu} />}
            {menu.kind === 'pin' && <PinItems model={model} menu={menu} />}
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
  if (menu.kind === 'folders' || menu.kind === 'pin' || menu.kind === 'columns') return []
  const isShown = (id: CommandId) => {
    if (menu.kind === 'mount' && menu.name === undefined) return id === 'go.add-mount'
    // Only one of the two is shown: on the desktop, the user chooses a folder for a download.
    if (id === 'file.download' && canRun(context, 'file.download-to')) return false
    return !leftOut.has(id) || canRun(context, id)
  }
  return menuGroups[menu.kind].map((ids) => ids.filter(isShown)).filter((ids) => ids.length > 0)
}

function Item({ id, context }: { readonly id: CommandId; readonly context: CommandContext }) {
  const isDisabled = !canRun(context, id)
  // Waits until the menu has returned the focus, because the command may move it to a field.
  const run = () => void setTimeout(() => runCommand(context, id))
  const mounts = useStore(context.mounts.state)
  const { showHidden } = useStore(context.preferences)
  const ticks: Partial<Record<CommandId, boolean>> = {
    'mount.read-only': findMount(mounts, context.mountName ?? '')?.readOnly ?? false,
    'view.hidden': showHidden,
    'view.flat': isFlat(activeTabOf(context)),
    'view.pictures': activeTabOf(context).pictures !== undefined,
  }
  const isOn = ticks[id]
  if (isOn === undefined)
    return <MenuCommand id={id} title={titleNow(context, id)} isDisabled={isDisabled} onRun={run} />
  return <MenuTick title={titleOf(id)} isOn={isOn} isDisabled={isDisabled} onToggle={run} />
}

/** Returns the landmark in which the menu is rendered. */
function landmarkOf(menu: OpenMenu): HTMLElement | null {
  return document.querySelector<HTMLElement>('side' in menu ? 'main' : 'nav[data-mounts]')
}

/** Returns the files of the pane, or the button in the navigation. */
function focusAfter(menu: OpenMenu, model: WindowModel): HTMLElement | null {
  const side = 'side' in menu ? menu.side : model.window.getState().activeSide
  const pins = model.places.state.getState().pins
  const selector =
    menu.kind === 'mount'
      ? `[data-mount="${CSS.escape(menu.name ?? '')}"] button`
      : menu.kind === 'pin'
        ? `[data-pin="${pins.findIndex((pin) => isSamePlace(pin, menu.place))}"] button`
        : undefined
  const inNav = selector === undefined ? null : document.querySelector<HTMLElement>(selector)
  return inNav ?? document.querySelector<HTMLElement>(`[data-side="${side}"] [role=grid]`)
}

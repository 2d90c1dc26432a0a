import { Menu } from '@base-ui/react/menu'
import { formatLocation } from '../../../contract/location.ts'
import type { MenuState } from '../../commands/window-state.ts'
import { openFolder, openTab } from '../../features/pane/navigate.ts'
import { movePin, type Places, togglePin } from '../../features/places/places.ts'
import { text, type TextKey } from '../../strings/text.ts'
import { shownName } from '../../ui/format/shown-name.ts'
import { activePane, passivePane } from '../../commands/command.ts'
import { changePlaces } from '../../commands/change-places.ts'
import type { WindowModel } from '../compose.ts'
import { menuGroupClass, menuItemClass } from './menu-command.tsx'

type OpenMenu<Kind> = Extract<MenuState, { readonly kind: Kind }>

export interface FolderItemsProps {
  readonly model: WindowModel
  readonly menu: OpenMenu<'folders'>
}

/** The folders with the nearest first, in the order in which they stand before the button. */
export function FolderItems({ model, menu }: FolderItemsProps) {
  const pane = model.panes[menu.side]
  return menu.folders.toReversed().map(({ name, location }) => (
    <Menu.Item key={formatLocation(location)} className={menuItemClass} onClick={() => openFolder(pane, location)}>
      {shownName(name)}
    </Menu.Item>
  ))
}

export interface PinItemsProps {
  readonly model: WindowModel
  readonly menu: OpenMenu<'pin'>
}

/** The actions on a pinned folder. */
export function PinItems({ model, menu: { place } }: PinItemsProps) {
  const change = (edit: (places: Places) => Places) => void changePlaces(model, edit)
  const ways: readonly (readonly [TextKey, () => void])[] = [
    ['places.open', () => openFolder(activePane(model), place)],
    ['places.open-other', () => openFolder(passivePane(model), place)],
    ['places.open-tab', () => openTab(activePane(model), place)],
  ]
  const changes: readonly (readonly [TextKey, () => void])[] = [
    ['places.up', () => change((now) => movePin(now, place, -1))],
    ['places.down', () => change((now) => movePin(now, place, 1))],
    ['places.unpin', () => change((now) => togglePin(now, place))],
  ]
  return [ways, changes].map((items, at) => (
    <Menu.Group key={items[0]?.[0]} className={at > 0 ? menuGroupClass : ''}>
      {items.map(([key, run]) => (
        <Menu.Item key={key} className={menuItemClass} onClick={run}>
          {text(key)}
        </Menu.Item>
      ))}
    </Menu.Group>
  ))
}

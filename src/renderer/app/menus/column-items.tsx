import { Menu } from '@base-ui/react/menu'
import { useStore } from 'zustand'
import { titleOf } from '../../commands/command.ts'
import type { MenuState } from '../../commands/window-state.ts'
import { standardChoice, toggleColumn } from '../../features/pane/columns/columns.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'
import { menuGroupClass, MenuCommand, menuItemClass, MenuTick } from './menu-command.tsx'
import { canRun, runCommand } from '../../commands/catalogue.ts'

export interface ColumnItemsProps {
  readonly model: WindowModel
  readonly menu: Extract<MenuState, { readonly kind: 'columns' }>
}

/** The menu for showing and hiding columns. */
export function ColumnItems({ model, menu }: ColumnItemsProps) {
  const columns = useStore(model.window, (state) => state.columns)
  const change = (next: typeof columns) => model.window.setState({ columns: next })
  return (
    <>
      {menu.offered.map((column) => (
        <MenuTick
          key={column}
          title={text(`column.${column}`)}
          isOn={!columns.hidden.includes(column)}
          isDisabled={false}
          onToggle={() => change(toggleColumn(columns, column))}
        />
      ))}
      <Menu.Group className={menuGroupClass}>
        <Menu.Item className={menuItemClass} onClick={() => change(standardChoice)}>
          {text('columns.reset')}
        </Menu.Item>
        <MenuCommand
          id="view.folder-sizes"
          title={titleOf('view.folder-sizes')}
          isDisabled={!canRun(model, 'view.folder-sizes')}
          onRun={() => void runCommand(model, 'view.folder-sizes')}
        />
      </Menu.Group>
    </>
  )
}

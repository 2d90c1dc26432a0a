import { Menu } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { CommandId } from '../../../contract/command-list.ts'
import { useKeymap } from '../../commands/keymap/use-keymap.ts'
import { keyLabel } from '../../commands/keys.ts'

export const menuPopupClass =
  'max-h-(--available-height) min-w-56 overflow-y-auto rounded-lg border border-line bg-panel p-1 shadow-float outline-none'
export const menuGroupClass = 'mt-1 border-t border-line pt-1'
export const menuItemClass =
  'flex h-7 items-center justify-between gap-6 rounded-md px-2 outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sea-soft data-[highlighted]:text-sea-ink'

export interface MenuCommandProps {
  readonly id: CommandId
  readonly title: string
  readonly isDisabled: boolean
  readonly onRun: () => void
}

/** A command in a menu, with its first keyboard shortcut. */
export function MenuCommand({ id, title, isDisabled, onRun }: MenuCommandProps) {
  const keys = useKeymap().keysOf(id)
  return (
    <Menu.Item disabled={isDisabled} className={menuItemClass} onClick={onRun}>
      {title}
      <span aria-hidden className="text-small text-ink-3">
        {keys.slice(0, 1).map(keyLabel)}
      </span>
    </Menu.Item>
  )
}

export interface MenuTickProps {
  readonly title: string
  readonly isOn: boolean
  readonly isDisabled: boolean
  readonly onToggle: () => void
}

/** A menu item that is on or off. */
export function MenuTick({ title, isOn, isDisabled, onToggle }: MenuTickProps) {
  return (
    <Menu.CheckboxItem
      checked={isOn}
      disabled={isDisabled}
      closeOnClick
      className={menuItemClass}
      onCheckedChange={onToggle}
    >
      {title}
      {isOn && <Check aria-hidden className="size-3.5" />}
    </Menu.CheckboxItem>
  )
}

import { Menu, type MenuItemConstructorOptions } from 'electron'
import type { CommandMenu } from '../contract/command-list.ts'

/** What a menu shows of a command. */
export interface MenuCommand {
  readonly title: string
  readonly menu: CommandMenu
  readonly keys: readonly string[]
}
export type MenuCommands = Readonly<Record<string, MenuCommand>>
export type RunCommand = (id: string) => void

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** Returns the application menu: the commands with a menu, and the items that every program has. */
export function menuTemplate(
  commands: MenuCommands,
  run: RunCommand,
  platform: NodeJS.Platform,
): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const of = (menu: CommandMenu) =>
    Object.entries(commands)
      .filter(([, command]) => command.menu === menu)
      .map(([id, command]) => menuItem(id, command, run))
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: joined([...of('file')], [isMac ? { role: 'close' } : { role: 'quit' }]),
    },
    {
      label: '&Edit',
      submenu: joined([{ role: 'undo' }, { role: 'redo' }], [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }]),
    },
    { label: '&Select', submenu: of('select') },
    {
      label: '&View',
      submenu: joined(
        of('view'),
        [{ role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' }],
        [{ role: 'toggleDevTools' }],
      ),
    },
    { label: '&Go', submenu: of('go') },
    { label: '&Mount', submenu: of('mount') },
    { label: '&Transfer', submenu: of('transfer') },
    { role: 'windowMenu' },
    { role: 'help', submenu: of('help') },
  ]
}

export function setMenu(commands: MenuCommands, run: RunCommand): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(commands, run, process.platform)))
}

function menuItem(id: string, { title, keys: [key] }: MenuCommand, run: RunCommand): MenuItemConstructorOptions {
  return {
    id,
    label: title,
    // The key is shown but not registered here. Only the page knows whether it is meant for a text field or a list.
    ...(key !== undefined && { accelerator: acceleratorOf(key), registerAccelerator: false }),
    click: () => run(id),
  }
}

const keyNames: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  '↑': 'Up',
  '↓': 'Down',
  '←': 'Left',
  '→': 'Right',
  Del: 'Delete',
  '+': 'Plus',
}

/** Converts `Ctrl+Shift+ArrowUp` to Electron's notation. */
export function acceleratorOf(key: string): string {
  const parts = key === '+' ? ['+'] : key.split(/\+(?=.)/)
  return parts.map((part) => (part === 'Ctrl' || part === 'Mod' ? 'CmdOrCtrl' : (keyNames[part] ?? part))).join('+')
}

function joined(...groups: readonly (readonly MenuItemConstructorOptions[])[]): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = []
  for (const group of groups) {
    if (items.length > 0 && group.length > 0) items.push(separator)
    items.push(...group)
  }
  return items
}

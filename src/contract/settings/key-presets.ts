/** Keys by command, for users of other file managers. A preset lists only keys that differ from the command list. */
import type { CommandId } from '../command-list.ts'
import type { Settings } from './settings.ts'

export const keyPresets: Readonly<
  Record<Settings['keyPreset'], Readonly<Partial<Record<CommandId, readonly string[]>>>>
> = {
  portolan: {},
  /** Keys of Total Commander and Double Commander. */
  commander: {
    'file.open': ['Enter', 'Ctrl+PageDown'],
    'file.rename': ['Shift+F6', 'F2'],
    'file.delete-for-ever': ['Shift+Delete', 'Shift+F8'],
    'file.download': [],
    'go.up': ['Backspace', 'Ctrl+PageUp', 'Alt+ArrowUp'],
    'go.palette': ['Ctrl+D', 'Ctrl+K', 'Alt+ArrowDown'],
    'go.next-tab': ['Ctrl+Tab'],
    'go.previous-tab': ['Ctrl+Shift+Tab'],
    'go.same-folder': ['Alt+Z'],
    'view.filter': ['Ctrl+S', '/'],
    'view.hidden': ['Ctrl+.', 'Ctrl+H'],
  },
}

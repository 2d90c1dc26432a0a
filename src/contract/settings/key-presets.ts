/** Keys by command, for those who have other keys in their fingers: only where they differ from the command list's own. */
import type { CommandId } from '../command-list.ts'
import type { Settings } from './settings.ts'

export const keyPresets: Readonly<
  Record<Settings['keyPreset'], Readonly<Partial<Record<CommandId, readonly string[]>>>>
> = {
  portolan: {},
  /** As in Total Commander and Double Commander. */
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

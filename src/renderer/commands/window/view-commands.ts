import { refreshNow } from '../../features/pane/navigate.ts'
import { activePane, type CommandFamily } from '../command.ts'
import { isNarrowWindow } from '../window-state.ts'

export const viewCommands: CommandFamily<
  | 'view.refresh'
  | 'view.filter'
  | 'view.hidden'
  | 'view.inspector'
  | 'view.activity'
  | 'view.settings'
  | 'help.shortcuts'
> = {
  'view.refresh': { run: (context) => refreshNow(activePane(context)) },
  'view.filter': {
    run: ({ elements, window }) => elements[window.getState().activeSide].filter.current?.focus(),
  },
  'view.hidden': {
    run: ({ preferences }) => preferences.change({ showHidden: !preferences.getState().showHidden }),
  },
  'view.inspector': {
    run: ({ window }) =>
      window.setState(({ inspector }) => ({
        inspector: isNarrowWindow()
          ? { ...inspector, isOverlaid: !inspector.isOverlaid }
          : { ...inspector, isOpen: !inspector.isOpen },
      })),
  },
  'view.activity': { run: ({ window }) => window.setState({ dialog: { kind: 'activity' } }) },
  'view.settings': { run: ({ window }) => window.setState({ dialog: { kind: 'settings' } }) },
  'help.shortcuts': { run: ({ window }) => window.setState({ dialog: { kind: 'shortcuts' } }) },
}

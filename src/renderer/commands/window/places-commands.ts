import { isPast } from '../../../contract/location.ts'
import { reopenTab } from '../../features/pane/navigate.ts'
import { isPinned, togglePin } from '../../features/places/places.ts'
import { text } from '../../strings/text.ts'
import { locationText } from '../../ui/format/location-text.ts'
import { changePlaces } from '../change-places.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { isSmallWindow, say } from '../window-state.ts'

export const placesCommands: CommandFamily<
  'go.pin' | 'tab.reopen' | 'workspace.list' | 'view.sidebar' | 'view.one-pane'
> = {
  'go.pin': {
    when: (context) => !isPast(activeTabOf(context).location),
    run: (context) => void pin(context),
  },
  'tab.reopen': {
    when: (context) => activePane(context).closed.length > 0,
    whyNot: () => text('places.no-closed'),
    run: (context) => reopenTab(activePane(context)),
  },
  'workspace.list': { run: ({ window }) => window.setState({ dialog: { kind: 'workspaces' } }) },
  'view.sidebar': {
    run: ({ window }) =>
      window.setState(({ sidebar }) =>
        isSmallWindow()
          ? { sidebar: { ...sidebar, isOverlaid: !sidebar.isOverlaid } }
          : { sidebar: { ...sidebar, isOpen: !sidebar.isOpen } },
      ),
  },
  'view.one-pane': { run: ({ window }) => window.setState(({ isOnePane }) => ({ isOnePane: !isOnePane })) },
}

async function pin(context: CommandContext): Promise<void> {
  const { location } = activeTabOf(context)
  const { places, window } = context
  const key = isPinned(places.state.getState(), location) ? 'places.unpinned' : 'places.pinned-now'
  if (!(await changePlaces(context, (now) => togglePin(now, location)))) return
  const { sidebar } = window.getState()
  const isSeen = isSmallWindow() ? sidebar.isOverlaid : sidebar.isOpen
  if (!isSeen) say(window, text(key, { name: locationText(location) }))
}

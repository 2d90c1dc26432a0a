import { describeLocation, folderAbove, type Location } from '../../../contract/location.ts'
import {
  activateNeighbour,
  closeTab,
  goBack,
  goForward,
  goUp,
  isSame,
  openFolder,
  openTab,
} from '../../features/pane/navigate.ts'
import { currentTab, type Pane } from '../../features/pane/pane.ts'
import { cursorEntry, isSearching, locationIn } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily, passivePane } from '../command.ts'
import { otherSide, say } from '../window-state.ts'

export const goCommands: CommandFamily<
  | 'go.up'
  | 'go.back'
  | 'go.forward'
  | 'go.location'
  | 'go.palette'
  | 'go.other-pane'
  | 'go.next-tab'
  | 'go.previous-tab'
  | 'go.same-folder'
  | 'go.swap'
  | 'go.add-mount'
  | 'tab.new'
  | 'tab.close'
  | 'tab.close-others'
  | 'file.copy-location'
> = {
  'go.up': {
    when: (context) => folderAbove(activeTabOf(context).location) !== undefined || isSearching(activeTabOf(context)),
    run: (context) => goUp(activePane(context)),
  },
  'go.back': {
    when: (context) => activeTabOf(context).back.length > 0,
    run: (context) => goBack(activePane(context)),
  },
  'go.forward': {
    when: (context) => activeTabOf(context).forward.length > 0,
    run: (context) => goForward(activePane(context)),
  },
  'go.location': { run: (context) => activePane(context).state.setState({ isEditingLocation: true }) },
  'go.palette': { run: ({ window }) => window.setState({ dialog: { kind: 'palette' } }) },
  'go.other-pane': {
    run: ({ window }) => window.setState(({ activeSide }) => ({ activeSide: otherSide(activeSide) })),
  },
  'go.next-tab': { when: hasTabs, run: (context) => activateNeighbour(activePane(context), 1) },
  'go.previous-tab': { when: hasTabs, run: (context) => activateNeighbour(activePane(context), -1) },
  'go.same-folder': {
    when: (context) => !isSame(activeTabOf(context).location, currentTab(passivePane(context)).location),
    run: (context) => openFolder(passivePane(context), activeTabOf(context).location),
  },
  'go.swap': {
    run(context) {
      const [one, other] = [activePane(context), passivePane(context)]
      const [here, there] = [currentTab(one).location, currentTab(other).location]
      if (isSame(here, there)) return
      openFolder(one, there)
      openFolder(other, here)
    },
  },
  'go.add-mount': { run: ({ window }) => window.setState({ dialog: { kind: 'add-mount' } }) },
  'tab.new': { run: (context) => openTab(activePane(context)) },
  'tab.close-others': {
    when: hasTabs,
    run(context) {
      const pane = activePane(context)
      const { tabs, activeId } = pane.state.getState()
      for (const { id } of tabs) if (id !== activeId) closeTab(pane, id)
    },
  },
  'tab.close': {
    when: hasTabs,
    run: (context) => closeTab(activePane(context), activeTabOf(context).id),
  },
  'file.copy-location': {
    run(context) {
      const place = describeLocation(cursorLocation(activePane(context)))
      navigator.clipboard.writeText(place).then(
        () => say(context.window, text('notice.copied-location', { place })),
        () => say(context.window, text('notice.not-copied-location'), { isProblem: true }),
      )
    },
  },
}

function hasTabs(context: CommandContext): boolean {
  return activePane(context).state.getState().tabs.length > 1
}

function cursorLocation(pane: Pane): Location {
  const tab = currentTab(pane)
  const entry = cursorEntry(tab)
  return entry ? locationIn(tab, entry.name) : tab.location
}

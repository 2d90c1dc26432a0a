/** Commands on two folders: those of the panes, or two selected ones. */
import { opensAsFolder } from '../../../contract/entry.ts'
import type { Location } from '../../../contract/location.ts'
import { isSame } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const syncCommands: CommandFamily<'sync.compare' | 'sync.pairs'> = {
  'sync.compare': {
    titleNow: (context) => (selectedFolders(context) ? text('command.compare-two') : undefined),
    when: (context) => {
      const { left, right } = comparedFolders(context)
      return !isSame(left, right)
    },
    whyNot: () => text('refused.same-folder'),
    run: (context) => context.window.setState({ dialog: { kind: 'compare-folders', ...comparedFolders(context) } }),
  },
  'sync.pairs': { run: ({ window }) => window.setState({ dialog: { kind: 'sync-pairs' } }) },
}

interface Folders {
  readonly left: Location
  readonly right: Location
}

function comparedFolders(context: CommandContext): Folders {
  const { left, right } = context.panes
  return selectedFolders(context) ?? { left: currentTab(left).location, right: currentTab(right).location }
}

/** Returns the two selected folders; undefined for any other selection. */
function selectedFolders(context: CommandContext): Folders | undefined {
  const tab = activeTabOf(context)
  if (tab.selection.count !== 2) return undefined
  const { entries, locations } = chosenEntries(tab)
  const [left, right] = locations
  return entries.length === 2 && entries.every(opensAsFolder) && left && right ? { left, right } : undefined
}

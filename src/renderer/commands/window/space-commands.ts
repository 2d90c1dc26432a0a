import { opensAsFolder } from '../../../contract/entry.ts'
import { measureFolders, stopMeasuring } from '../../features/pane/folder-sizes.ts'
import { cursorEntry, locationIn } from '../../features/pane/tab-rows.ts'
import { activePane, activeTabOf, type CommandFamily } from '../command.ts'

export const spaceCommands: CommandFamily<'view.space' | 'view.folder-sizes'> = {
  'view.space': {
    run(context) {
      const tab = activeTabOf(context)
      const entry = cursorEntry(tab)
      const location = entry && opensAsFolder(entry) ? locationIn(tab, entry.name) : tab.location
      context.window.setState({ dialog: { kind: 'space', location } })
    },
  },
  /** Measures the shown folders. A second call removes the sizes again. */
  'view.folder-sizes': {
    run(context) {
      const pane = activePane(context)
      if (activeTabOf(context).folderSizes) stopMeasuring(pane)
      else void measureFolders(pane)
    },
  },
}

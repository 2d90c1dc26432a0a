import { keepSearch, openSearch, showInItsFolder, toggleFlat } from '../../features/pane/search/search.ts'
import { cursorEntry, isSearching } from '../../features/pane/tab-rows.ts'
import { activePane, activeTabOf, type CommandFamily } from '../command.ts'

export const findCommands: CommandFamily<'find.below' | 'find.keep' | 'find.show-in-folder' | 'view.flat'> = {
  'find.below': {
    run(context) {
      const { find } = context.elements[context.window.getState().activeSide]
      openSearch(activePane(context))
      // If the search field is not shown yet, it takes the focus when it appears.
      find.current?.focus()
      find.current?.select()
    },
  },
  'find.keep': {
    when: (context) => isSearching(activeTabOf(context)) && activeTabOf(context).search?.isKept === false,
    run: (context) => keepSearch(activePane(context)),
  },
  'find.show-in-folder': {
    when: (context) => isSearching(activeTabOf(context)) && cursorEntry(activeTabOf(context)) !== undefined,
    run: (context) => showInItsFolder(activePane(context)),
  },
  'view.flat': { run: (context) => toggleFlat(activePane(context)) },
}

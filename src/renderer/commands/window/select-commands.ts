import { invertSelection, selectAll, selectNone, toggleAtCursor } from '../../features/pane/choose.ts'
import { isPast } from '../../../contract/location.ts'
import { letGo } from '../../features/clipboard/clipboard.ts'
import { stepOutOfSearch } from '../../features/pane/search/search.ts'
import { backToNow } from '../../features/pane/past/time-travel.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { dismissNewest } from '../window-state.ts'

export const selectCommands: CommandFamily<
  | 'select.toggle'
  | 'select.mark'
  | 'select.all'
  | 'select.none'
  | 'select.invert'
  | 'select.add-pattern'
  | 'select.remove-pattern'
> = {
  'select.toggle': { run: (context) => toggleAtCursor(activePane(context), { goDown: false }) },
  'select.mark': { run: (context) => toggleAtCursor(activePane(context), { goDown: true }) },
  'select.all': { run: (context) => selectAll(activePane(context)) },
  'select.none': {
    run(context) {
      const { location, search, selection } = activeTabOf(context)
      // Cancels a cut first, then the selection; if there is neither, goes one step back.
      if (context.clipboard.state.getState().clip?.isCut) letGo(context.clipboard)
      else if (selection.count > 0) selectNone(activePane(context))
      else if (search) stepOutOfSearch(activePane(context))
      else if (isPast(location)) void backToNow(activePane(context))
      else if (!dismissNewest(context.window)) selectNone(activePane(context))
    },
  },
  'select.invert': { run: (context) => invertSelection(activePane(context)) },
  'select.add-pattern': { run: (context) => askPattern(context, true) },
  'select.remove-pattern': { run: (context) => askPattern(context, false) },
}

function askPattern({ window }: CommandContext, selected: boolean): void {
  window.setState(({ activeSide }) => ({ dialog: { kind: 'pattern', side: activeSide, selected } }))
}

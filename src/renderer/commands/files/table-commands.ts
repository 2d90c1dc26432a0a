import { opensAsFolder } from '../../../contract/entry.ts'
import type { Location } from '../../../contract/location.ts'
import { formatOf } from '../../../lib/table-names.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const tableCommands: CommandFamily<'file.query'> = {
  'file.query': {
    when: (context) => queried(context) !== undefined,
    whyNot: () => text('tables.not-one'),
    run(context) {
      const found = queried(context)
      if (found) context.window.setState({ dialog: { kind: 'query', ...found } })
    },
  },
}

/** Returns the single selected table or folder, or else the shown folder. */
function queried(context: CommandContext): { readonly location: Location; readonly isFolder: boolean } | undefined {
  const tab = activeTabOf(context)
  const { entries, locations } = chosenEntries(tab)
  const [entry] = entries
  const [location] = locations
  if (!entry || !location) return { location: tab.location, isFolder: true }
  if (entries.length > 1) return undefined
  if (opensAsFolder(entry)) return { location, isFolder: true }
  return formatOf(entry.name) ? { location, isFolder: false } : undefined
}

/** Commands that create a file from the selected ones. */
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { storePlaces } from './archive-commands.ts'

export const madeCommands: CommandFamily<'file.join' | 'file.save-differences'> = {
  'file.join': {
    when: (context) => (chosenFiles(context)?.length ?? 0) > 1,
    whyNot: () => text('made.needs-files'),
    run: (context) => open(context, 'joined'),
  },
  'file.save-differences': {
    when: (context) => chosenFiles(context)?.length === 2,
    whyNot: () => text('made.needs-two'),
    run: (context) => open(context, 'difference'),
  },
}

/** Returns the selected files in the order shown; undefined if a folder is among them. */
function chosenFiles(context: CommandContext) {
  const { entries, locations } = chosenEntries(activeTabOf(context))
  const isFile = entries.every(({ kind, link }) => kind === 'file' || link?.leadsTo === 'file')
  return isFile ? locations : undefined
}

function open(context: CommandContext, kind: 'joined' | 'difference'): void {
  const parts = chosenFiles(context) ?? []
  context.window.setState({ dialog: { kind: 'make-file', make: { kind, parts }, places: storePlaces(context) } })
}

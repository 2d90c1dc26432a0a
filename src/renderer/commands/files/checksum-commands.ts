import { baseName, type Location } from '../../../contract/location.ts'
import { kindOfSumsFile } from '../../../lib/sums/sum-names.ts'
import { canWriteTo } from '../../features/mounts/mounts-store.ts'
import { chosenEntries, isSearching } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const checksumCommands: CommandFamily<'file.checksums' | 'file.verify-checksums'> = {
  'file.checksums': {
    when: (context) => chosenEntries(activeTabOf(context)).entries.length > 0,
    whyNot: () => text('refused.nothing-chosen'),
    run(context) {
      const { locations } = chosenEntries(activeTabOf(context))
      context.window.setState({ dialog: { kind: 'checksums', locations, saveIn: folderToSaveIn(context) } })
    },
  },
  'file.verify-checksums': {
    when: (context) => sumsFile(context) !== undefined,
    whyNot: () => text('checksums.no-sums-file'),
    run(context) {
      const file = sumsFile(context)
      if (file) context.window.setState({ dialog: { kind: 'verify-checksums', file } })
    },
  },
}

function sumsFile(context: CommandContext): Location | undefined {
  const { entries, locations } = chosenEntries(activeTabOf(context))
  const [entry] = entries
  const isOne = entries.length === 1 && entry?.kind === 'file' && kindOfSumsFile(baseName(entry.name)) !== undefined
  return isOne ? locations[0] : undefined
}

/** Returns the shown folder, because the names in a checksum file are paths relative to it. */
function folderToSaveIn(context: CommandContext): Location | undefined {
  const tab = activeTabOf(context)
  const canSave = !isSearching(tab) && canWriteTo(context.mounts.state.getState(), tab.location.mount)
  return canSave ? tab.location : undefined
}

import { text } from '../../strings/text.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { locationIn } from '../../features/pane/tab-rows.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { fileToLookAt, openFile } from './look-commands.ts'

export const editCommands: CommandFamily<'file.edit'> = {
  'file.edit': {
    when: (context) => fileToLookAt(context) !== undefined,
    whyNot: () => text('refused.no-file'),
    run(context) {
      const entry = fileToLookAt(context)
      const tab = activeTabOf(context)
      if (!entry) return
      if (hasOwnProgram(context)) return openFile(context)
      context.window.setState({ dialog: { kind: 'edit', location: locationIn(tab, entry.name) } })
    },
  },
}

/** On the desktop, files of this computer are edited in the user's own program. */
function hasOwnProgram(context: CommandContext): boolean {
  const isDesktop = context.window.getState().about?.abilities.includes('desktop') ?? false
  const mount = findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
  return isDesktop && (mount?.capabilities?.facets.includes('localPath') ?? false)
}

import { failureOf } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { locationIn } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { say } from '../window-state.ts'
import { fileToLookAt } from './look-commands.ts'

export const editCommands: CommandFamily<'file.edit' | 'file.edit-here' | 'view.edits'> = {
  'file.edit': {
    when: (context) => fileToLookAt(context) !== undefined,
    whyNot: () => text('refused.no-file'),
    run: (context) => (isDesktop(context) ? editInProgram(context) : editHere(context)),
  },
  'file.edit-here': {
    when: (context) => fileToLookAt(context) !== undefined,
    whyNot: () => text('refused.no-file'),
    run: editHere,
  },
  'view.edits': {
    when: isDesktop,
    whyNot: () => text('edits.none'),
    run: ({ window }) => window.setState({ dialog: { kind: 'edits' } }),
  },
}

function editHere(context: CommandContext): void {
  const entry = fileToLookAt(context)
  if (!entry) return
  context.window.setState({ dialog: { kind: 'edit', location: locationIn(activeTabOf(context), entry.name) } })
}

/** On the desktop; what is elsewhere is fetched first, and stored when it was saved. */
function editInProgram(context: CommandContext): void {
  const entry = fileToLookAt(context)
  if (!entry) return
  const tab = activeTabOf(context)
  const mount = findMount(context.mounts.state.getState(), tab.location.mount)
  if (!mount?.capabilities?.facets.includes('localPath')) {
    say(context.window, text('edits.opening', { name: baseName(entry.name) }))
  }
  activePane(context)
    .deps.client()
    .edits.open({ location: locationIn(tab, entry.name) })
    .catch((error: unknown) => say(context.window, failureOf(error).message, { isProblem: true }))
}

function isDesktop({ window }: CommandContext): boolean {
  return window.getState().about?.abilities.includes('desktop') ?? false
}

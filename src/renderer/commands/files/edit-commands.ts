import { locationIn } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { fileToLookAt } from './look-commands.ts'
import { isDesktop, openInProgram } from './open-in-program.ts'

export const editCommands: CommandFamily<'file.edit' | 'file.edit-here' | 'view.edits'> = {
  'file.edit': {
    when: (context) => fileToLookAt(context) !== undefined,
    whyNot: () => text('refused.no-file'),
    run: edit,
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

function edit(context: CommandContext): void {
  const entry = fileToLookAt(context)
  if (entry && isDesktop(context)) openInProgram(context, entry)
  else editHere(context)
}

function editHere(context: CommandContext): void {
  const entry = fileToLookAt(context)
  if (!entry) return
  context.window.setState({ dialog: { kind: 'edit', location: locationIn(activeTabOf(context), entry.name) } })
}

import { findMount, mountLabel, whyWithout } from '../../features/mounts/mounts-store.ts'
import { chosenEntries } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeMount, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const permissionCommands: CommandFamily<'file.permissions'> = {
  'file.permissions': {
    needs: activeMount,
    when: (context) => hasPermissions(context) && chosen(context).length > 0,
    whyNot(context) {
      if (hasPermissions(context)) return text('refused.nothing-chosen')
      const mount = mountOf(context)
      return whyWithout(mount?.capabilities, 'permissions', mountLabel(mount, activeTabOf(context).location.mount))
    },
    run: (context) => context.window.setState({ dialog: { kind: 'permissions', items: chosen(context) } }),
  },
}

function chosen(context: CommandContext) {
  return chosenEntries(activeTabOf(context)).sources
}

function mountOf(context: CommandContext) {
  return findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
}

function hasPermissions(context: CommandContext): boolean {
  return mountOf(context)?.capabilities?.facets.includes('permissions') ?? false
}

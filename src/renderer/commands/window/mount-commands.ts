/** Commands on a mount: the one whose menu is open, or else the mount of the active pane. */
import type { MountInfo } from '../../../contract/api/mounts.ts'
import { changeMount, moveMount, neighbourOf, reasonOf } from '../../features/mounts/mount-actions.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { text } from '../../strings/text.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { type MountTask, say } from '../window-state.ts'

export const mountCommands: CommandFamily<
  | 'mount.edit'
  | 'mount.duplicate'
  | 'mount.color'
  | 'mount.read-only'
  | 'mount.history'
  | 'mount.move-up'
  | 'mount.move-down'
  | 'mount.move-secrets'
  | 'mount.unlock'
  | 'mount.give-secrets'
  | 'mount.trust'
  | 'mount.remove'
> = {
  'mount.edit': { when: canChange, whyNot: whyNotChanged, run: (context) => ask(context, 'edit') },
  'mount.duplicate': { when: canChange, whyNot: whyNotChanged, run: (context) => ask(context, 'duplicate') },
  'mount.color': { when: canChange, whyNot: whyNotChanged, run: (context) => ask(context, 'color') },
  'mount.read-only': {
    when: canChange,
    whyNot: whyNotChanged,
    run(context) {
      const mount = targetMount(context)
      if (mount) attempt(context, changeMount(context.mounts, mount.name, { readOnly: mount.readOnly ? null : true }))
    },
  },
  'mount.history': {
    needs: targetName,
    when: (context) => targetMount(context)?.capabilities?.facets.includes('history') === true,
    whyNot: (context) => text('history-of.none', { mount: targetName(context) }),
    run: (context) => context.window.setState({ dialog: { kind: 'mount-history', mount: targetName(context) } }),
  },
  'mount.move-up': {
    when: (context) => neighbour(context, -1) !== undefined,
    run: (context) => attempt(context, moveMount(context.mounts, targetName(context), -1)),
  },
  'mount.move-down': {
    when: (context) => neighbour(context, 1) !== undefined,
    run: (context) => attempt(context, moveMount(context.mounts, targetName(context), 1)),
  },
  'mount.move-secrets': {
    when: (context) => canChange(context) && targetMount(context)?.secrets !== undefined,
    run: (context) => ask(context, 'move-secrets'),
  },
  'mount.unlock': {
    when: (context) => targetMount(context)?.secrets === 'file',
    run: (context) => ask(context, 'unlock'),
  },
  'mount.give-secrets': {
    when: (context) => isKept(targetMount(context)),
    run: (context) => ask(context, 'give-secrets'),
  },
  'mount.trust': {
    when: hasRemedy,
    run: (context) => ask(context, 'trust'),
  },
  'mount.remove': { when: canChange, whyNot: whyNotChanged, run: (context) => ask(context, 'remove') },
}

function targetName(context: CommandContext): string {
  return context.mountName ?? activeTabOf(context).location.mount
}

function targetMount(context: CommandContext): MountInfo | undefined {
  return findMount(context.mounts.state.getState(), targetName(context))
}

function canChange(context: CommandContext): boolean {
  return targetMount(context)?.builtIn === false
}

function whyNotChanged(context: CommandContext): string {
  return text('refused.built-in', { mount: targetName(context) })
}

function neighbour(context: CommandContext, step: 1 | -1): MountInfo | undefined {
  return neighbourOf(context.mounts, targetName(context), step)
}

/** Tells whether the failure of the mount's listing needs a decision of the user. */
function hasRemedy(context: CommandContext): boolean {
  const { listing, location } = activeTabOf(context)
  return location.mount === targetName(context) && listing.kind === 'failed' && listing.failure.remedy !== undefined
}

function isKept(mount: MountInfo | undefined): boolean {
  return mount?.secrets !== undefined && mount.secrets !== 'inline'
}

function ask(context: CommandContext, task: MountTask): void {
  context.window.setState({ dialog: { kind: 'mount', task, name: targetName(context) } })
}

function attempt(context: CommandContext, work: Promise<void>): void {
  work.catch((error: unknown) => say(context.window, reasonOf(error, `“${targetName(context)}”`), { isProblem: true }))
}

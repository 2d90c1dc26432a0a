/** Commands for past folders, for deleted entries, and for restoring both. */
import { baseName, isPast, parentPath, presentOf } from '../../../contract/location.ts'
import { canWriteTo, findMount, mountLabel, placeName, whyWithout } from '../../features/mounts/mounts-store.ts'
import { backToNow, lookBack, toggleDeleted } from '../../features/pane/past/time-travel.ts'
import { chosenDeleted, chosenEntries, chosenRows } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activeMount, activePane, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'

export const pastCommands: CommandFamily<'view.as-it-was' | 'view.now' | 'view.deleted' | 'file.restore'> = {
  'view.as-it-was': {
    needs: activeMount,
    when: (context) => isInPast(context) || has(context, 'moments'),
    whyNot: (context) => whyNot(context, 'moments'),
    run: (context) => void lookBack(activePane(context)),
  },
  'view.now': {
    when: isInPast,
    whyNot: () => text('refused.not-past'),
    run(context) {
      void backToNow(activePane(context))
      context.elements[context.window.getState().activeSide].grid.current?.focus()
    },
  },
  'view.deleted': {
    needs: activeMount,
    when: (context) => activeTabOf(context).showsDeleted || has(context, 'deleted'),
    whyNot: (context) => whyNot(context, 'deleted'),
    run: (context) => toggleDeleted(activePane(context)),
  },
  'file.restore': {
    when: (context) =>
      canWriteTo(context.mounts.state.getState(), presentOf(activeTabOf(context).location).mount) &&
      (isInPast(context) ? !isOnlyAdded(context) : chosenDeleted(activeTabOf(context)).length > 0),
    whyNot(context) {
      const { mount } = presentOf(activeTabOf(context).location)
      const canWrite = canWriteTo(context.mounts.state.getState(), mount)
      if (!canWrite) return text('refused.read-only', { mount: placeName(context.mounts.state.getState(), mount) })
      return text(isInPast(context) ? 'refused.only-added' : 'refused.no-restore')
    },
    run: (context) => (isInPast(context) ? askRestore(context) : askUndelete(context)),
  },
}

/** Restores the selected entries, or else the whole folder: a copy from the past mount to the mount itself. */
function askRestore(context: CommandContext): void {
  const tab = activeTabOf(context)
  const { location } = tab
  const present = presentOf(location)
  const restored = { kind: 'transfer', move: false, isRestore: true } as const
  if (tab.selection.count > 0) {
    const { sources } = chosenEntries(tab)
    return context.window.setState({ dialog: { ...restored, sources, into: present } })
  }
  // The root of a mount has no name for a copy.
  const isRoot = baseName(location.path) === ''
  const into = { mount: present.mount, path: parentPath(location.path) }
  context.window.setState({ dialog: { ...restored, sources: [{ location, isContents: isRoot }], into } })
}

/** Tells whether the selection contains only entries that were added later. */
function isOnlyAdded(context: CommandContext): boolean {
  const tab = activeTabOf(context)
  return tab.selection.count > 0 && chosenRows(tab).length === 0
}

function askUndelete(context: CommandContext): void {
  const tab = activeTabOf(context)
  context.window.setState({ dialog: { kind: 'undelete', folder: tab.location, entries: chosenDeleted(tab) } })
}

function isInPast(context: CommandContext): boolean {
  return isPast(activeTabOf(context).location)
}

function mountOf(context: CommandContext) {
  return findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
}

function has(context: CommandContext, facet: 'moments' | 'deleted'): boolean {
  return mountOf(context)?.capabilities?.facets.includes(facet) ?? false
}

function whyNot(context: CommandContext, facet: 'moments' | 'deleted'): string {
  const mount = mountOf(context)
  return whyWithout(mount?.capabilities, facet, mountLabel(mount, activeTabOf(context).location.mount))
}

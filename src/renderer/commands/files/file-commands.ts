import { failureOf } from '../../../contract/failure.ts'
import { showObstacle, startRename } from '../../features/pane/choose.ts'
import { canWriteTo, findMount, placeName } from '../../features/mounts/mounts-store.ts'
import { openAtCursor } from '../../features/pane/navigate.ts'
import { focusWaysOn } from '../../features/pane/messages/ways-on.ts'
import { currentTab } from '../../features/pane/pane.ts'
import { rowNote } from '../../features/pane/grid/row-facts.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { chosenDeleted, chosenEntries, chosenRows, cursorEntry, cursorRow } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { fileToLookAt, openFile, showFacts } from './look-commands.ts'
import { pastCommands } from './past-commands.ts'
import {
  activeMount,
  activePane,
  activeTabOf,
  type CommandContext,
  type CommandFamily,
  passivePane,
} from '../command.ts'
import { say } from '../window-state.ts'

export const fileCommands: CommandFamily<
  | 'file.open'
  | 'file.new-folder'
  | 'file.rename'
  | 'file.rename-many'
  | 'file.copy'
  | 'file.move'
  | 'file.delete'
  | 'file.delete-for-ever'
  | 'file.download'
  | 'file.download-to'
  | 'file.show-in-folder'
> = {
  'file.open': {
    run(context) {
      const entry = cursorEntry(activeTabOf(context))
      if (entry?.deleted) return pastCommands['file.restore'].run(context)
      if (entry?.since === 'added')
        return showObstacle(activePane(context), text('past.not-then', { name: entry.name }))
      if (openAtCursor(activePane(context))) return
      if (!entry && focusWaysOn(activePane(context).side)) return
      const note = entry ? rowNote(entry) : ''
      if (entry && note !== '') showObstacle(activePane(context), `“${entry.name}”: ${note}`)
      if (note === '' && fileToLookAt(context)) return openFile(context)
      showFacts(context)
    },
  },
  'file.new-folder': {
    when: (context) => canWrite(context, activeTabOf(context).location.mount),
    whyNot: (context) => readOnlyText(context, activeTabOf(context).location.mount),
    run: (context) =>
      context.window.setState(({ activeSide }) => ({
        dialog: { kind: 'new-folder', side: activeSide, into: activeTabOf(context).location },
      })),
  },
  'file.rename': {
    when: (context) => canChange(context) && canRename(activeTabOf(context)),
    whyNot: whyNotChanged,
    run: (context) =>
      chosenRows(activeTabOf(context)).length > 1 ? askNames(context) : startRename(activePane(context)),
  },
  'file.rename-many': { when: canChange, whyNot: whyNotChanged, run: askNames },
  'file.copy': {
    when: (context) => hasChosen(context) && canWrite(context, currentTab(passivePane(context)).location.mount),
    whyNot: whyNotTransferred,
    run: (context) => askTransfer(context, false),
  },
  'file.move': {
    when: (context) => canChange(context) && canWrite(context, currentTab(passivePane(context)).location.mount),
    whyNot: (context) => (canChange(context) ? whyNotTransferred(context) : whyNotChanged(context)),
    run: (context) => askTransfer(context, true),
  },
  'file.delete': {
    needs: activeMount, // The capabilities of the mount decide where deleted files go.
    when: canDelete,
    whyNot: whyNotDeleted,
    run: (context) => askDelete(context, hasTrash(context) ? 'trash' : 'nowhere'),
  },
  'file.delete-for-ever': {
    needs: activeMount,
    when: canDelete,
    whyNot: whyNotDeleted,
    run: (context) => askDelete(context, 'nowhere'),
  },
  'file.download': {
    when: hasChosen,
    whyNot: () => text('refused.nothing-chosen'),
    run: (context) => context.download(chosenEntries(activeTabOf(context)).locations),
  },
  'file.download-to': {
    when: (context) => isDesktop(context) && hasChosen(context),
    whyNot: (context) => text(isDesktop(context) ? 'refused.nothing-chosen' : 'download.no-desktop'),
    run: (context) => context.download(chosenEntries(activeTabOf(context)).locations),
  },
  'file.show-in-folder': {
    needs: activeMount,
    when: (context) => canShowInFolder(context) && chosenRows(activeTabOf(context)).length === 1,
    run(context) {
      const [location] = chosenEntries(activeTabOf(context)).locations
      if (!location) return
      activePane(context)
        .deps.client()
        .host.showInFolder({ location })
        .catch((error: unknown) => say(context.window, failureOf(error).message, { isProblem: true }))
    },
  },
}

function askNames({ window }: CommandContext): void {
  window.setState(({ activeSide }) => ({ dialog: { kind: 'multi-rename', side: activeSide } }))
}

function askTransfer(context: CommandContext, move: boolean): void {
  const { sources } = chosenEntries(activeTabOf(context))
  const into = currentTab(passivePane(context)).location
  context.window.setState({ dialog: { kind: 'transfer', move, sources, into } })
}

/**
 * Entries that were already deleted are included only if nothing else is selected. All their versions are then deleted.
 */
function askDelete(context: CommandContext, way: 'trash' | 'nowhere'): void {
  const { activeSide } = context.window.getState()
  const tab = activeTabOf(context)
  const { entries: there } = chosenEntries(tab)
  const entries = there.length > 0 ? there : chosenDeleted(tab)
  const to = there.length > 0 ? way : 'nowhere'
  const isAsked = to === 'nowhere' || context.preferences.getState().confirmTrash
  if (!isAsked) return context.deleteNow(tab.location, entries, to)
  context.window.setState({ dialog: { kind: 'delete', side: activeSide, folder: tab.location, entries, to } })
}

function isDesktop({ window }: CommandContext): boolean {
  return window.getState().about?.abilities.includes('desktop') ?? false
}

function hasChosen(context: CommandContext): boolean {
  return chosenRows(activeTabOf(context)).length > 0
}

function canChange(context: CommandContext): boolean {
  return hasChosen(context) && canWrite(context, activeTabOf(context).location.mount)
}

function whyNotChanged(context: CommandContext): string {
  const { mount } = activeTabOf(context).location
  return canWrite(context, mount) ? text('refused.nothing-chosen') : readOnlyText(context, mount)
}

function canRename(tab: Tab): boolean {
  if (chosenRows(tab).length > 1) return true
  const row = cursorRow(tab)
  return row !== undefined && !tab.view.index.isAbsent(row)
}

function canDelete(context: CommandContext): boolean {
  return canChange(context) || (canPurge(context) && chosenDeleted(activeTabOf(context)).length > 0)
}

/** Tells whether deleted entries can be deleted permanently. */
function canPurge(context: CommandContext): boolean {
  const { mount } = activeTabOf(context).location
  const { capabilities } = findMount(context.mounts.state.getState(), mount) ?? {}
  return canWrite(context, mount) && capabilities?.keepsVersions === true && capabilities.facets.includes('versions')
}

function whyNotDeleted(context: CommandContext): string {
  const tab = activeTabOf(context)
  const { mount } = tab.location
  const isRefused = canWrite(context, mount) && !hasChosen(context) && chosenDeleted(tab).length > 0
  return isRefused
    ? text('refused.deleted', { mount: placeName(context.mounts.state.getState(), mount) })
    : whyNotChanged(context)
}

function whyNotTransferred(context: CommandContext): string {
  const { mount } = currentTab(passivePane(context)).location
  return hasChosen(context) ? readOnlyText(context, mount) : text('refused.nothing-chosen')
}

function readOnlyText({ mounts }: CommandContext, mount: string): string {
  return text('refused.read-only', { mount: placeName(mounts.state.getState(), mount) })
}

function canWrite({ mounts }: CommandContext, name: string): boolean {
  return canWriteTo(mounts.state.getState(), name)
}

function canShowInFolder(context: CommandContext): boolean {
  const isAble = context.window.getState().about?.abilities.includes('show-in-folder') ?? false
  const mount = findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
  return isAble && (mount?.capabilities?.facets.includes('localPath') ?? false)
}

function hasTrash(context: CommandContext): boolean {
  const mount = findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
  return mount?.capabilities?.facets.includes('trash') ?? false
}

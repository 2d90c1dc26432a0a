/** Commands from one pane to the other. */
import { folderAbove, type Location } from '../../../contract/location.ts'
import { canWriteTo, placeName } from '../../features/mounts/mounts-store.ts'
import { openFolder, openTab } from '../../features/pane/navigate.ts'
import { currentTab } from '../../features/pane/pane.ts'
import type { Tab } from '../../features/pane/pane-state.ts'
import { opensAs } from '../../features/pane/opens-as.ts'
import { chosenEntries, chosenRows, cursorEntry, cursorPosition, hasParentRow } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import {
  activePane,
  activeTabOf,
  type Command,
  type CommandContext,
  type CommandFamily,
  passivePane,
} from '../command.ts'
import { otherSide, say } from '../window-state.ts'

export const acrossCommands: CommandFamily<
  'file.open-other' | 'file.open-tab' | 'file.copy-here' | 'file.upload' | 'file.upload-folder'
> = {
  'file.open-other': {
    when: isOnFolder,
    whyNot: () => text('refused.no-folder'),
    run: (context) => openFolder(passivePane(context), folderAtCursor(activeTabOf(context))),
  },
  'file.open-tab': {
    when: isOnFolder,
    whyNot: () => text('refused.no-folder'),
    run: (context) => openTab(activePane(context), folderAtCursor(activeTabOf(context))),
  },
  'file.copy-here': { run: copyHere },
  'file.upload': uploading('files'),
  'file.upload-folder': uploading('folder'),
}

/** Returns an upload command. It exists only in a browser, because on the desktop a pane can show all files. */
function uploading(what: 'files' | 'folder'): Command {
  const isDesktop = ({ window }: CommandContext) => window.getState().about?.abilities.includes('desktop') ?? false
  return {
    when: (context) => !isDesktop(context) && canWriteHere(context),
    whyNot: (context) => (isDesktop(context) ? text('upload.no-browser') : readOnlyText(context)),
    run: (context) => context.upload(activeTabOf(context).location, what),
  }
}

function canWriteHere(context: CommandContext): boolean {
  return canWriteTo(context.mounts.state.getState(), activeTabOf(context).location.mount)
}

function readOnlyText(context: CommandContext): string {
  return text('refused.read-only', {
    mount: placeName(context.mounts.state.getState(), activeTabOf(context).location.mount),
  })
}

/** Tells whether the cursor is on a folder or `..`, or the folder is empty. */
function isOnFolder(context: CommandContext): boolean {
  const tab = activeTabOf(context)
  const entry = cursorEntry(tab)
  return entry === undefined || opensAs(tab, entry) !== undefined
}

/** Returns the folder under the cursor, the parent folder for `..`, or else the shown folder. */
function folderAtCursor(tab: Tab): Location {
  const entry = cursorEntry(tab)
  const opened = entry && opensAs(tab, entry)
  if (opened) return opened
  const isOnParent = hasParentRow(tab) && cursorPosition(tab) === 0
  return (isOnParent && folderAbove(tab.location)) || tab.location
}

/** Copies the entries selected in the other pane. If nothing is selected there, moves the focus to it. */
function copyHere(context: CommandContext): void {
  const { window, elements } = context
  const into = activeTabOf(context).location
  const from = currentTab(passivePane(context))
  if (!canWriteHere(context)) return say(window, readOnlyText(context))
  if (chosenRows(from).length > 0) {
    return window.setState({ dialog: { kind: 'transfer', move: false, sources: chosenEntries(from).sources, into } })
  }
  const side = otherSide(window.getState().activeSide)
  window.setState({ activeSide: side })
  elements[side].grid.current?.focus()
  say(window, text('empty.choose-first'))
}

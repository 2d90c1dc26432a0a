/** Commands that lead from one pane to the other. */
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

/** Of the browser: on the desktop all files are in a pane. */
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

/** On a folder, on `..`, or in an empty folder. */
function isOnFolder(context: CommandContext): boolean {
  const tab = activeTabOf(context)
  const entry = cursorEntry(tab)
  return entry === undefined || opensAs(tab, entry) !== undefined
}

/** The folder the cursor is on, the one above on `..`, else the one that is shown. */
function folderAtCursor(tab: Tab): Location {
  const entry = cursorEntry(tab)
  const opened = entry && opensAs(tab, entry)
  if (opened) return opened
  const isOnParent = hasParentRow(tab) && cursorPosition(tab) === 0
  return (isOnParent && folderAbove(tab.location)) || tab.location
}

/** Copies what is chosen in the other pane; where nothing is, leads there to choose something. */
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

import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { cursorEntry, cursorRow, locationIn } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { activePane, activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { isNarrowWindow, say } from '../window-state.ts'

/** Commands that show what is in a file, and what is known of it. */
export const lookCommands: CommandFamily<'file.look' | 'file.facts'> = {
  'file.look': {
    run(context) {
      if (fileToLookAt(context)) look(context)
      else showFacts(context)
    },
  },
  'file.facts': { run: showFacts },
}

/** The file under the cursor, if it is there and can be read. */
export function fileToLookAt(context: CommandContext): Entry | undefined {
  const tab = activeTabOf(context)
  const row = cursorRow(tab)
  const entry = cursorEntry(tab)
  if (row === undefined || !entry || tab.view.index.isAbsent(row)) return undefined
  return isReadable(entry) ? entry : undefined
}

/** Pipes, sockets and devices have no content to be shown. */
export function isReadable(entry: Entry): boolean {
  return !opensAsFolder(entry) && entry.kind !== 'special'
}

/** With the system's program for it, where there is one; else here. */
export function openFile(context: CommandContext): void {
  const tab = activeTabOf(context)
  const entry = fileToLookAt(context)
  const isDesktop = context.window.getState().about?.abilities.includes('desktop') ?? false
  if (!entry || !isDesktop) return look(context)
  const mount = findMount(context.mounts.state.getState(), tab.location.mount)
  if (!mount?.capabilities?.facets.includes('localPath')) return look(context, text('look.remote'))
  activePane(context)
    .deps.client()
    .host.openFile({ location: locationIn(tab, entry.name) })
    .catch((error: unknown) => say(context.window, failureOf(error).message, { isProblem: true }))
}

function look({ window }: CommandContext, note?: string): void {
  window.setState(({ activeSide }) => ({
    dialog: { kind: 'look', side: activeSide, ...(note !== undefined && { note }) },
  }))
}

export function showFacts({ window }: CommandContext): void {
  window.setState({
    inspector: {
      isOpen: true,
      isOverlaid: isNarrowWindow(),
      tab: 'facts',
      kept: undefined,
      isFocusWanted: false,
    },
  })
}

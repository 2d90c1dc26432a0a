import { type Entry, opensAsFolder } from '../../../contract/entry.ts'
import { cursorEntry, cursorRow } from '../../features/pane/tab-rows.ts'
import { activeTabOf, type CommandContext, type CommandFamily } from '../command.ts'
import { isNarrowWindow } from '../window-state.ts'
import { isDesktop, isLocal, openInProgram, whyNotFetched } from './open-in-program.ts'

/** Commands that show the content of a file, and the facts about it. */
export const lookCommands: CommandFamily<'file.look' | 'file.facts'> = {
  'file.look': {
    run(context) {
      if (fileToLookAt(context)) look(context)
      else showFacts(context)
    },
  },
  'file.facts': { run: showFacts },
}

/** Returns the file under the cursor, if it exists and can be read. */
export function fileToLookAt(context: CommandContext): Entry | undefined {
  const tab = activeTabOf(context)
  const row = cursorRow(tab)
  const entry = cursorEntry(tab)
  if (row === undefined || !entry || tab.view.index.isAbsent(row)) return undefined
  return isReadable(entry) ? entry : undefined
}

/** Pipes, sockets and devices have no content to show. */
export function isReadable(entry: Entry): boolean {
  return !opensAsFolder(entry) && entry.kind !== 'special'
}

/** Opens a file in the system's program for it if possible; otherwise in the window. */
export function openFile(context: CommandContext): void {
  const entry = fileToLookAt(context)
  if (!entry || !isDesktop(context)) return look(context)
  const reason = isLocal(context) ? undefined : whyNotFetched(entry)
  if (reason === undefined) openInProgram(context, entry)
  else look(context, reason)
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

/** Opens files in the user's own programs. */
import type { Entry } from '../../../contract/entry.ts'
import { failureOf } from '../../../contract/failure.ts'
import { baseName } from '../../../contract/location.ts'
import { endingOf } from '../../../lib/file-kinds.ts'
import { findMount } from '../../features/mounts/mounts-store.ts'
import { locationIn } from '../../features/pane/tab-rows.ts'
import { text } from '../../strings/text.ts'
import { formatSize } from '../../ui/format/size.ts'
import { activePane, activeTabOf, type CommandContext } from '../command.ts'
import { say } from '../window-state.ts'

/**
 * Opens a file on the desktop. A remote file is first copied to this computer, and changes that the program saves are
 * stored back.
 */
export function openInProgram(context: CommandContext, { name }: Entry): void {
  if (!isLocal(context)) say(context.window, text('edits.opening', { name: baseName(name) }))
  activePane(context)
    .deps.client()
    .edits.open({ location: locationIn(activeTabOf(context), name) })
    .catch((error: unknown) => say(context.window, failureOf(error).message, { isProblem: true }))
}

export function isDesktop({ window }: CommandContext): boolean {
  return window.getState().about?.abilities.includes('desktop') ?? false
}

/** Tells whether the folder in the active pane is on this computer. */
export function isLocal(context: CommandContext): boolean {
  const mount = findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
  return mount?.capabilities?.facets.includes('localPath') ?? false
}

/** A double click alone does not download larger files. */
const mostUnasked = 100_000_000

/** The system runs files with these extensions instead of opening them in a program. */
const runs = new Set(
  'app bat cmd com command cpl desktop exe hta jar js jse lnk msc msi msp pif ps1 reg scr sh url vbe vbs wsf wsh'.split(
    ' ',
  ),
)

/** Returns why a remote file is shown in the window instead of being downloaded for a program. */
export function whyNotFetched({ name, sizeBytes }: Pick<Entry, 'name' | 'sizeBytes'>): string | undefined {
  if (runs.has(endingOf(name))) return text('edits.would-run')
  if (sizeBytes === undefined) return text('edits.no-size')
  return sizeBytes > mostUnasked ? text('edits.is-large', { size: formatSize(sizeBytes) }) : undefined
}

/** Opening files in the user's own program for them. */
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

/** On the desktop; of what is elsewhere a copy is fetched first, and what is saved there is stored. */
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

/** Is the folder that the active pane shows one of this computer? */
export function isLocal(context: CommandContext): boolean {
  const mount = findMount(context.mounts.state.getState(), activeTabOf(context).location.mount)
  return mount?.capabilities?.facets.includes('localPath') ?? false
}

/** More is not fetched by a double click alone. */
const mostUnasked = 100_000_000

/** Files of these kinds are run by the system rather than shown by a program. */
const runs = new Set(
  'app bat cmd com command cpl desktop exe hta jar js jse lnk msc msi msp pif ps1 reg scr sh url vbe vbs wsf wsh'.split(
    ' ',
  ),
)

/** Why a file of another computer is shown here rather than fetched for its program. */
export function whyNotFetched({ name, sizeBytes }: Pick<Entry, 'name' | 'sizeBytes'>): string | undefined {
  if (runs.has(endingOf(name))) return text('edits.would-run')
  if (sizeBytes === undefined) return text('edits.no-size')
  return sizeBytes > mostUnasked ? text('edits.is-large', { size: formatSize(sizeBytes) }) : undefined
}

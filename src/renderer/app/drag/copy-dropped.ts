import { failureOf } from '../../../contract/failure.ts'
import type { Location } from '../../../contract/location.ts'
import { say, type TransferDialogState } from '../../commands/window-state.ts'
import { text } from '../../strings/text.ts'
import type { HostLink } from '../../client.ts'
import type { CommandContext } from '../../commands/command.ts'
import type { DroppedFiles } from '../../features/dropped/dropped-files.ts'

/** The parts of the window that this module needs. */
export interface DropTaker {
  readonly link: HostLink
  readonly window: CommandContext['window']
  readonly dropped: DroppedFiles
}

interface HowToCopy extends Pick<Extract<TransferDialogState, { kind: 'transfer' }>, 'into' | 'isAsking' | 'at'> {
  /** True to start without the copy dialog. The user is asked only about name conflicts, when they occur. */
  readonly isAtOnce?: boolean
}

/**
 * Asks how to copy files that only this window can read. If the same files were dropped before the window was closed,
 * their interrupted transfer resumes at once.
 */
export async function copyDropped(
  model: DropTaker,
  entries: readonly FileSystemEntry[],
  { into, isAtOnce = false, ...how }: HowToCopy,
): Promise<void> {
  if (entries.length === 0) return
  const command = commandOf(entries, into)
  try {
    const { transfers } = model.link.client()
    const { transfers: interrupted } = await transfers.interrupted({ command })
    const [latest] = interrupted
    const offered = await model.dropped.offer(entries, latest?.request.sources[0]?.location.mount)
    const mount = offered[0]?.mount ?? ''
    if (!latest) {
      const sources = offered.map((location) => ({ location }))
      if (isAtOnce) {
        const policy = { skip: 'never', onConflict: 'ask' } as const
        await transfers.start({ verb: 'copy', sources, into, policy, command })
        return
      }
      const dialog = { kind: 'transfer', move: false, sources, into, dropped: { mount, command }, ...how } as const
      return model.window.setState({ dialog })
    }
    await transfers.resume({ id: latest.id, anew: true })
    say(model.window, text('dropped.goes-on', { count: entries.length }))
  } catch (error) {
    say(model.window, failureOf(error).message, { isProblem: true })
  }
}

/** Identifies what was dropped and where. */
function commandOf(entries: readonly FileSystemEntry[], { mount, path }: Location): string {
  const names = entries.map(({ name, isDirectory }) => (isDirectory ? `${name}/` : name)).toSorted()
  return `drop ${JSON.stringify([mount, path, names])}`
}

import { say } from '../../commands/window-state.ts'
import { text } from '../../strings/text.ts'
import type { WindowModel } from '../compose.ts'

/**
 * Copies a path of this computer to the clipboard and shows a message. If the clipboard cannot be written, the message
 * contains the path.
 */
export async function copyPath({ window }: WindowModel, path: string): Promise<void> {
  await navigator.clipboard.writeText(path).then(
    () => say(window, text('settings.path-copied', { path })),
    () => say(window, text('settings.cant-copy', { path }), { isProblem: true }),
  )
}

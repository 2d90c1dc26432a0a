import { failureOf } from '../../contract/failure.ts'
import type { Places } from '../features/places/places.ts'
import { text } from '../strings/text.ts'
import type { CommandContext } from './command.ts'
import { say } from './window-state.ts'

/**
 * Changes pins, recent folders or workspaces, and shows a message if a change could not be saved. Resolves to true if
 * it was saved.
 */
export async function changePlaces(
  { places, window }: Pick<CommandContext, 'places' | 'window'>,
  edit: (places: Places) => Places,
): Promise<boolean> {
  try {
    await places.change(edit)
    return true
  } catch (error) {
    const { message } = failureOf(error, 'settings.write')
    say(window, text('places.not-kept', { reason: message }), { isProblem: true })
    return false
  }
}

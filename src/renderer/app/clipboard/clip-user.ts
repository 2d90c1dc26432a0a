import type { CommandContext } from '../../commands/command.ts'
import type { DropTaker } from '../drag/copy-dropped.ts'

/** The parts of the window that the clipboard needs. */
export interface ClipUser extends CommandContext, DropTaker {
  readonly window: CommandContext['window']
  readonly pathOfFile?: (file: File) => string
}

/** The one catalogue of commands: keys, palette, menus and buttons all come to what is here. */
import type { CommandId } from '../../contract/command-list.ts'
import type { Command, CommandContext } from './command.ts'
import { fileCommands } from './file-commands.ts'
import { goCommands } from './go-commands.ts'
import { selectCommands } from './select-commands.ts'
import { viewCommands } from './view-commands.ts'

const catalogue: Readonly<Record<CommandId, Command>> = {
  ...fileCommands,
  ...goCommands,
  ...selectCommands,
  ...viewCommands,
}

export function canRun(context: CommandContext, id: CommandId): boolean {
  return catalogue[id].when?.(context) ?? true
}

/** Runs a command if it can be run now; says whether it was. */
export function runCommand(context: CommandContext, id: CommandId): boolean {
  if (!canRun(context, id)) return false
  catalogue[id].run(context)
  return true
}

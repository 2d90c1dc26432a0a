/** The one catalogue of commands: keys, palette, menus and buttons all come to what is here. */
import type { CommandId } from '../../contract/command-list.ts'
import { type Command, type CommandContext, titleOf } from './command.ts'
import { acrossCommands } from './across-commands.ts'
import { archiveCommands } from './archive-commands.ts'
import { clipboardCommands } from './clipboard-commands.ts'
import { editCommands } from './edit-commands.ts'
import { facetCommands } from './facet-commands.ts'
import { fileCommands } from './file-commands.ts'
import { findCommands } from './find-commands.ts'
import { goCommands } from './go-commands.ts'
import { lookCommands } from './look-commands.ts'
import { mountCommands } from './mount-commands.ts'
import { pastCommands } from './past-commands.ts'
import { placesCommands } from './places-commands.ts'
import { regionCommands } from './region-commands.ts'
import { spaceCommands } from './space-commands.ts'
import { selectCommands } from './select-commands.ts'
import { tableCommands } from './table-commands.ts'
import { transferCommands } from './transfer-commands.ts'
import { viewCommands } from './view-commands.ts'
import { say } from './window-state.ts'

const catalogue: Readonly<Record<CommandId, Command>> = {
  ...acrossCommands,
  ...archiveCommands,
  ...clipboardCommands,
  ...fileCommands,
  ...editCommands,
  ...facetCommands,
  ...findCommands,
  ...goCommands,
  ...lookCommands,
  ...mountCommands,
  ...pastCommands,
  ...placesCommands,
  ...regionCommands,
  ...spaceCommands,
  ...selectCommands,
  ...tableCommands,
  ...transferCommands,
  ...viewCommands,
}

export function canRun(context: CommandContext, id: CommandId): boolean {
  return catalogue[id].when?.(context) ?? true
}

/** What a menu calls it now. */
export function titleNow(context: CommandContext, id: CommandId): string {
  return catalogue[id].titleNow?.(context) ?? titleOf(id)
}

/** Runs a command if it can be run now; tells whether it was, and says why not where there is something to say. */
export function runCommand(context: CommandContext, id: CommandId): boolean {
  const command = catalogue[id]
  if (!canRun(context, id)) {
    if (command.whyNot) say(context.window, command.whyNot(context))
    return false
  }
  command.run(context)
  return true
}

/** The only catalogue of commands. Shortcuts, palette, menus and buttons all use it. */
import type { CommandId } from '../../contract/command-list.ts'
import { type Command, type CommandContext, titleOf } from './command.ts'
import { acrossCommands } from './window/across-commands.ts'
import { archiveCommands } from './files/archive-commands.ts'
import { checksumCommands } from './files/checksum-commands.ts'
import { clipboardCommands } from './files/clipboard-commands.ts'
import { editCommands } from './files/edit-commands.ts'
import { facetCommands } from './files/facet-commands.ts'
import { fileCommands } from './files/file-commands.ts'
import { findCommands } from './window/find-commands.ts'
import { goCommands } from './window/go-commands.ts'
import { lookCommands } from './files/look-commands.ts'
import { madeCommands } from './files/made-commands.ts'
import { mountCommands } from './window/mount-commands.ts'
import { permissionCommands } from './files/permission-commands.ts'
import { pastCommands } from './files/past-commands.ts'
import { pictureCommands } from './window/picture-commands.ts'
import { placesCommands } from './window/places-commands.ts'
import { regionCommands } from './window/region-commands.ts'
import { spaceCommands } from './window/space-commands.ts'
import { selectCommands } from './window/select-commands.ts'
import { syncCommands } from './window/sync-commands.ts'
import { tableCommands } from './files/table-commands.ts'
import { transferCommands } from './files/transfer-commands.ts'
import { viewCommands } from './window/view-commands.ts'
import { isUnknown, onceOpen } from './wait-for-mount.ts'
import { say } from './window-state.ts'

const catalogue: Readonly<Record<CommandId, Command>> = {
  ...acrossCommands,
  ...archiveCommands,
  ...checksumCommands,
  ...clipboardCommands,
  ...fileCommands,
  ...editCommands,
  ...facetCommands,
  ...findCommands,
  ...goCommands,
  ...lookCommands,
  ...madeCommands,
  ...mountCommands,
  ...permissionCommands,
  ...pastCommands,
  ...pictureCommands,
  ...placesCommands,
  ...regionCommands,
  ...spaceCommands,
  ...selectCommands,
  ...syncCommands,
  ...tableCommands,
  ...transferCommands,
  ...viewCommands,
}

export function canRun(context: CommandContext, id: CommandId): boolean {
  return catalogue[id].when?.(context) ?? true
}

/** Returns the present title of a command in a menu. */
export function titleNow(context: CommandContext, id: CommandId): string {
  return catalogue[id].titleNow?.(context) ?? titleOf(id)
}

/**
 * Runs a command if it can run now, and returns whether it did. Otherwise it shows the reason, if there is one. A
 * command that depends on a mount waits until the mount is open.
 */
export function runCommand(context: CommandContext, id: CommandId): boolean {
  const mount = catalogue[id].needs?.(context)
  if (mount === undefined || !isUnknown(context, mount)) return runNow(context, id)
  void onceOpen(context, mount, () => runNow(context, id))
  return true
}

function runNow(context: CommandContext, id: CommandId): boolean {
  const command = catalogue[id]
  if (!canRun(context, id)) {
    if (command.whyNot) say(context.window, command.whyNot(context))
    return false
  }
  command.run(context)
  return true
}

import { baseName } from '../../contract/location.ts'
import type { CommandContext } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'

/** Creates a shelf from a folder of this computer. */
export async function addShelf(context: CommandContext, folder: string | undefined): Promise<ExitCode> {
  const { connect, output, signal, valueOf } = context
  if (folder === undefined) throw new UsageError('Which folder?', 'For example: portolan shelf add ~/Notes')
  const { client, readLocation } = await connect()
  const { location } = await readLocation(folder)
  const name = valueOf('name') ?? (baseName(location.path) || location.mount)
  const mount = await client.mounts.addShelf({ folder: location, name }, { signal })
  await output.record(mount, [`${mount.name}: keeps the versions of its files.`])
  return exitCodes.done
}

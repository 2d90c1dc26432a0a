import { baseName, parentPath } from '../../contract/location.ts'
import { type VirtualFile, virtualLocation } from '../../contract/virtual-mount.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import type { ExitCode } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'
import { followTransfer, runTransfer } from './run-transfer.ts'
import { commandKey, takeOver } from './take-over.ts'

export const storeOptions: OptionTable = {
  to: { type: 'string', value: 'DST', help: 'store the result as this file, by a transfer' },
  'on-conflict': {
    type: 'string',
    value: 'WHAT',
    choices: ['overwrite', 'keep-both', 'fail'],
    help: 'with --to, when the file exists: fail (default), overwrite or keep-both',
  },
  fresh: { type: 'boolean', help: 'with --to: start again, and discard the progress of an interrupted run' },
}

/** Stores a file built from other files under the name in `--to`. The same command resumes it if it was stopped. */
export async function storeMade(
  context: CommandContext,
  { kind, parts }: Pick<VirtualFile, 'kind' | 'parts'>,
): Promise<ExitCode> {
  const session = await context.connect()
  const target = await session.readLocation(context.valueOf('to') ?? '')
  const name = baseName(target.location.path)
  if (name === '' || target.endsWithSlash) {
    throw new UsageError('--to needs the name of the new file.', 'For example: reports:2026/all.log.')
  }
  const location = virtualLocation({ kind, name, parts })
  if (!location) throw tooMany()
  const done = { done: kind === 'joined' ? 'joined' : 'stored' }
  const command = commandKey(context, 'copy', [{ location, endsWithSlash: false }, target])
  const taken = await takeOver(command, session, context)
  if (taken?.kind === 'resumed') return followTransfer(taken.id, session, context, done)
  const asked = context.valueOf('on-conflict')
  const onConflict = asked === 'overwrite' || asked === 'keep-both' ? asked : 'fail'
  const into = { mount: target.location.mount, path: parentPath(target.location.path) }
  const request = taken?.request ?? {
    verb: 'copy' as const,
    sources: [{ location }],
    into,
    as: name,
    policy: { skip: 'never' as const, onConflict },
    command,
  }
  return runTransfer(request, context, done)
}

export function tooMany(): UsageError {
  return new UsageError('There are too many files for one join, or their names are too long.', 'Join them in steps.')
}

import { opensAsFolder } from '../../contract/entry.ts'
import { failureOf, StorageError } from '../../contract/failure.ts'
import { baseName, formatLocation, type Location, parentPath } from '../../contract/location.ts'
import { conflictChoices as allConflictChoices, skipChoices as allSkipChoices } from '../../contract/choices.ts'
import type { CopyTransferRequest, Policy } from '../../contract/transfer.ts'
import type { CommandContext, OptionTable } from '../command.ts'
import type { Session } from '../compose.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { transferLimits, limitOptions } from '../arguments/limits.ts'
import { locationAt, momentOf } from '../arguments/moment.ts'
import type { LocationArgument } from '../../core/mounts/resolving/location-argument.ts'
import { followTransfer, runTransfer } from './run-transfer.ts'
import { commandKey, takeOver } from './take-over.ts'
import { tellPreview } from './tell-preview.ts'
import { UsageError } from '../usage-error.ts'

const skipChoices = allSkipChoices.filter((choice) => choice !== 'rule')
// The command line can't ask during a transfer.
const conflictChoices = allConflictChoices.filter((choice) => choice !== 'ask')

export const copyOptions: OptionTable = {
  skip: {
    type: 'string',
    value: 'WHICH',
    choices: skipChoices,
    help: 'skip files that exist in the target: never (default), exists, size, hash or newer',
  },
  rule: { type: 'string', value: 'CEL', help: 'skip files for which this expression is true: src.size == dst.size' },
  'on-conflict': {
    type: 'string',
    value: 'WHAT',
    choices: conflictChoices,
    help: 'when the file exists: overwrite (default where versions are kept), keep-both or fail (default elsewhere)',
  },
  download: { type: 'boolean', help: 'allow reading remote files to compare them' },
  ...limitOptions,
  fresh: { type: 'boolean', help: 'start again, and discard the progress of an interrupted run' },
  'dry-run': { type: 'boolean', help: 'only show what would be done' },
  report: { type: 'string', value: 'FILE', help: 'save the result of each file, as JSON or CSV' },
}

/** The common part of `cp` and `mv`: copies all LOC arguments except the last to the last one. */
export async function runCopy(
  context: CommandContext,
  { verb, done }: { readonly verb: CopyTransferRequest['verb']; readonly done: string },
): Promise<ExitCode> {
  const { positionals, has } = context
  const limits = transferLimits(context)
  const atMs = momentOf(context)
  const session = await context.connect()
  const sources = await Promise.all(
    positionals.slice(0, -1).map(async (text) => {
      const { location, endsWithSlash } = await session.readLocation(text)
      return { location: locationAt(location, atMs), endsWithSlash }
    }),
  )
  const target = await session.readLocation(positionals.at(-1) ?? '')
  const command = commandKey(context, verb, [...sources, target])
  const taken = has('dry-run') ? undefined : await takeOver(command, session, context)
  if (taken?.kind === 'resumed') return followTransfer(taken.id, session, context, { done })
  if (taken) return runTransfer({ ...taken.request, ...(limits && { limits }) }, context, { done })
  const whereTo = await findTarget(sources, target, session, context)
  const request = {
    verb,
    sources: sources.map((source) => ({ location: source.location, contents: isContents(source) })),
    ...whereTo,
    policy: await policyOf(context, session, whereTo.into),
    ...(limits && { limits }),
    command,
  }
  if (!has('dry-run')) return runTransfer(request, context, { done })
  await tellPreview(request, session, context)
  return exitCodes.done
}

async function policyOf(context: CommandContext, { client }: Session, into: Location): Promise<Policy> {
  const { valueOf, has, signal } = context
  const rule = valueOf('rule')
  const skip = skipChoices.find((choice) => choice === valueOf('skip'))
  if (rule !== undefined && skip !== undefined) throw new UsageError('--skip and --rule can’t be used together.')
  const asked = conflictChoices.find((choice) => choice === valueOf('on-conflict'))
  const onConflict = (asked ?? (await keepsVersions())) ? (asked ?? 'overwrite') : 'fail'
  return {
    ...(rule === undefined ? { skip: skip ?? 'never' } : { skip: 'rule', rule }),
    onConflict,
    ...(has('download') && { mayDownload: true }),
  }

  async function keepsVersions() {
    const { capabilities } = await client.mounts.open({ name: into.mount }, { signal })
    return capabilities?.keepsVersions === true
  }
}

/** `SRC/`, or the root of a mount, which has no name for the copy. */
function isContents({ location, endsWithSlash }: LocationArgument): boolean {
  return endsWithSlash || location.path === ''
}

/** Returns the folder to copy into, and the new name if the target is not an existing folder. */
async function findTarget(
  sources: readonly LocationArgument[],
  { location, endsWithSlash }: LocationArgument,
  { client }: Session,
  { signal }: CommandContext,
): Promise<{ readonly into: Location; readonly as?: string }> {
  const entry = await client.listing.stat({ location }, { signal }).catch((error: unknown) => {
    if (failureOf(error).kind === 'not-found') return undefined
    throw error
  })
  if (location.path === '' || (entry && opensAsFolder(entry))) return { into: location }
  if (entry && (endsWithSlash || sources.some(isContents))) throw notAFolder(location)
  const [source] = sources
  // The folder and its parent folders are created when there is something to put into it.
  const isFolder = endsWithSlash || (source && isContents(source) && sources.length === 1)
  if (isFolder) return { into: location }
  if (sources.length > 1)
    throw new UsageError('With several sources, the target must be a folder.', 'Create it first with mkdir.')
  return { into: { mount: location.mount, path: parentPath(location.path) }, as: baseName(location.path) }
}

function notAFolder(location: Location): StorageError {
  return new StorageError({
    kind: 'not-a-folder',
    message: 'The target is not a folder.',
    operation: 'cli.copy',
    location: formatLocation(location),
  })
}
